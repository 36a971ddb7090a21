import { parseArgs } from 'node:util';
import { lessons, parseTarget } from '../catalog.ts';
import { closeWorkers } from '../judge/run.ts';
import { EtcdRuleBroken } from '../oracles/etcd-rules.ts';
import { bodiesSoak } from '../verify/bodies-soak.ts';
import { chaosSoak } from '../verify/chaos-soak.ts';
import { killSoak } from '../verify/kill/kill-soak.ts';
import { type Seeds, soak } from '../verify/soak.ts';
import { refuseSwallowed } from '../workshop/npm-options.ts';
import { readingArguments, wholeNumber } from './arguments.ts';
import { type Command, exitCode } from './command.ts';
import { transientLine } from './transient.ts';

const command: Command = {
  name: 'soak',
  summary: 'run the reference on many seeds: it must pass every one',
  help: `
npm run soak                      every exercise, seeds 1 to 1000
npm run soak 1.2                  one exercise, or one lesson
npm run soak -- --from 1 --seeds 1000
npm run soak -- --chaos           the Raft world: a run of five servers under all faults for each seed, 10000 of them;
                                  every tenth seed also five whole replicas with their disks and clients
npm run soak -- --kill            three etcds as real processes under load, of which one is ended by kill -9 and started
                                  again, 50 times (--seeds); the clients' history must be strictly serializable
npm run soak -- --bodies          the API server: a hostile request for each seed, 100000 of them; each must be answered with
                                  a Status that says what is wrong

A single failing seed is a bug in the reference or in a test: it is printed with the command that replays it.`,
  async run(args) {
    refuseSwallowed('soak', ['from', 'seeds', 'chaos', 'kill', 'bodies']);
    const { values, positionals } = readingArguments(() =>
      parseArgs({
        args,
        options: {
          from: { type: 'string' },
          seeds: { type: 'string' },
          chaos: { type: 'boolean' },
          kill: { type: 'boolean' },
          bodies: { type: 'boolean' },
        },
        allowPositionals: true,
      }),
    );
    const from = wholeNumber('from', values.from ?? '1', 0, 0xffffffff);
    const usual = values.bodies ? '100000' : values.chaos ? '10000' : values.kill ? '50' : '1000';
    const count = wholeNumber('seeds', values.seeds ?? usual, 1, 1_000_000);
    if (values.kill) return runKills(from, count);
    if (values.chaos) return runChaos({ from, count });
    if (values.bodies) return runBodies({ from, count });
    const line = transientLine();
    let runs = 0;
    let failures = 0;
    try {
      for (const target of targetsOf(positionals)) {
        const report = await soak(target, { from, count }, (exercise, { runs: done, failures: found }) =>
          line.show(`${exercise}: ${runs + done} test runs, ${failures + found.length} failures`),
        );
        runs += report.runs;
        failures += report.failures.length;
        line.clear();
        for (const { exercise, test, seed, message } of report.failures) {
          process.stdout.write(
            `${exercise} ${test}\n    ${message}\n    npm run check ${exercise} -- --solutions --seed ${seed}\n`,
          );
        }
      }
    } finally {
      line.clear();
      closeWorkers();
    }
    process.stdout.write(`${count} seeds, ${runs} test runs, ${failures} failures\n`);
    return failures === 0 ? exitCode.passed : exitCode.failed;
  },
};

export default command;

async function runChaos(seeds: Seeds): Promise<number> {
  const startedAt = performance.now();
  let failures = 0;
  const { plans, messages, elections, faults } = await chaosSoak(seeds, ({ seed, what, message, lines }) => {
    failures++;
    process.stdout.write(
      `seed ${seed}, ${what}: ${message}\n${lines.map((line) => `    ${line}\n`).join('')}` +
        `    npm run soak -- --chaos --from ${seed} --seeds 1\n`,
    );
  });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
  process.stdout.write(
    `${seeds.count} seeds, ${plans} runs, ${messages} messages, ${elections} elections, ${faults} faults, ` +
      `${failures} failures, ${seconds} s\n`,
  );
  return failures === 0 ? exitCode.passed : exitCode.failed;
}

async function runBodies(seeds: Seeds): Promise<number> {
  const startedAt = performance.now();
  let failures = 0;
  const { requests, answers, longestMs } = await bodiesSoak(seeds, ({ seed, what, message, lines }) => {
    failures++;
    process.stdout.write(
      `seed ${seed}, ${what}: ${message}\n${lines.map((line) => `    ${line.slice(0, 1000)}\n`).join('')}` +
        `    npm run soak -- --bodies --from ${seed} --seeds 1\n`,
    );
  });
  const codes = Object.entries(answers).map(([code, count]) => `${count} of ${code}`);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
  process.stdout.write(
    `${requests} requests, answers: ${codes.join(', ')}; the longest took ${Math.round(longestMs)} ms of the processor, ` +
      `${failures} failures, ${seconds} s\n`,
  );
  return failures === 0 ? exitCode.passed : exitCode.failed;
}

async function runKills(seed: number, kills: number): Promise<number> {
  const line = transientLine();
  try {
    const told = await killSoak({ seed, kills }, (kill) => line.show(`kill ${kill} of ${kills}`));
    line.clear();
    process.stdout.write(
      `${kills} kills, ${told.leaders} of them of the leader, ${told.operations} operations, ${told.answered} answered, ` +
        `${told.revisions} revisions, ${Math.round(told.longestPauseMs)} ms without a change at most, no failure\n`,
    );
    return exitCode.passed;
  } catch (thrown) {
    line.clear();
    if (!(thrown instanceof EtcdRuleBroken)) throw thrown;
    process.stdout.write(`${thrown.message}\n`);
    return exitCode.failed;
  }
}

function targetsOf(positionals: string[]) {
  if (positionals.length === 0) return lessons.map((lesson) => ({ lesson, exercises: lesson.exercises }));
  const { lesson, exercise } = parseTarget(positionals[0], 1);
  return [{ lesson, exercises: exercise ? [exercise] : lesson.exercises }];
}
