import { parseArgs } from 'node:util';
import kleur from 'kleur';
import { bugsOf, lessons } from '../catalog.ts';
import { keepAttachments } from '../judge/attachments.ts';
import type { Bug, Lesson } from '../judge/lesson.ts';
import { lookAlike } from '../judge/look-alike.ts';
import { closeWorkers } from '../judge/run.ts';
import { tryBug } from '../verify/bugs.ts';
import { verify } from '../verify/index.ts';
import { isSound, type Proof } from '../verify/proof.ts';
import { refuseSwallowed } from '../workshop/npm-options.ts';
import { readingArguments } from './arguments.ts';
import { type Command, exitCode, UsageError } from './command.ts';
import { failureLines } from './report/failure.ts';
import { print } from './terminal/print.ts';
import { columns } from './terminal/width.ts';
import { transientLine } from './transient.ts';

const command: Command = {
  name: 'verify',
  summary: 'prove that the grade is true: stubs fail, the reference passes, every known mistake is caught',
  help: `
npm run verify               the whole proof
npm run verify -- --json     the same as one JSON object
npm run verify -- --write    also write the fingerprints of the known mistakes anew
npm run verify -- --show ID  only one known mistake, by its id in the bank: its report as a learner sees it`,
  async run(args) {
    refuseSwallowed('verify', ['json', 'write', 'show']);
    const { values } = readingArguments(() =>
      parseArgs({ args, options: { json: { type: 'boolean' }, write: { type: 'boolean' }, show: { type: 'string' } } }),
    );
    if (values.show !== undefined) return showMistake(values.show);
    const line = transientLine();
    try {
      const proof = await verify({
        write: values.write ?? false,
        onStep: (part, done, total) => line.show(`${part}: ${done} of ${total}`),
      });
      line.clear();
      process.stdout.write(values.json ? `${JSON.stringify(proof, null, 2)}\n` : inWords(proof));
      return isSound(proof) ? exitCode.passed : exitCode.failed;
    } finally {
      line.clear();
      closeWorkers();
    }
  },
};

export default command;

async function showMistake(id: string): Promise<number> {
  const { lesson, bug } = await findBug(id);
  try {
    const { direct, problem } = await tryBug(lesson, bug);
    if (!direct) throw new UsageError(`"${id}" cannot be tried: ${problem}`);
    const report = keepAttachments({ ...direct, ...lookAlike(lesson, direct) });
    print(failureLines(report, { lesson, width: columns(), allFailures: false }));
    return exitCode.passed;
  } finally {
    closeWorkers();
  }
}

async function findBug(id: string): Promise<{ lesson: Lesson; bug: Bug }> {
  for (const lesson of lessons) {
    const bug = (await bugsOf(lesson)).find((each) => each.id === id);
    if (bug) return { lesson, bug };
  }
  throw new UsageError(`no mistake in the bank has the id "${id}"; the ids stand in checker/N-name/bugs.ts`);
}

function inWords({ stubs, reference, bugs, texts, parity }: Proof): string {
  const parts: [string, string[]][] = [
    [`${stubs.failing} of ${stubs.exercises} exercises are todo on a fresh stub`, stubs.problems],
    [`${reference.passing} of ${reference.exercises} exercises pass on the reference`, reference.problems],
    [`${bugs.caught} of ${bugs.total} known mistakes are caught by the exercise that names them`, bugs.problems],
    ['the texts say what the catalog says', texts.problems],
    ['the sealed build gives the same verdicts', parity.problems],
  ];
  return parts.map(([claim, problems]) => paragraph(claim, problems)).join('');
}

function paragraph(claim: string, problems: string[]): string {
  const mark = problems.length === 0 ? kleur.green('✔') : kleur.red('✘');
  return `${mark} ${claim}\n${problems.map((problem) => `    ${problem}\n`).join('')}`;
}
