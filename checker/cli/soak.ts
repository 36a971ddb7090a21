import { parseArgs } from 'node:util';
import { lessons, parseTarget } from '../catalog.ts';
import { closeWorkers } from '../judge/run.ts';
import { soak } from '../verify/soak.ts';
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

A single failing seed is a bug in the reference or in a test: it is printed with the command that replays it.`,
  async run(args) {
    refuseSwallowed('soak', ['from', 'seeds']);
    const { values, positionals } = readingArguments(() =>
      parseArgs({ args, options: { from: { type: 'string' }, seeds: { type: 'string' } }, allowPositionals: true }),
    );
    const from = wholeNumber('from', values.from ?? '1', 0, 0xffffffff);
    const count = wholeNumber('seeds', values.seeds ?? '1000', 1, 1_000_000);
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

function targetsOf(positionals: string[]) {
  if (positionals.length === 0) return lessons.map((lesson) => ({ lesson, exercises: lesson.exercises }));
  const { lesson, exercise } = parseTarget(positionals[0], 1);
  return [{ lesson, exercises: exercise ? [exercise] : lesson.exercises }];
}
