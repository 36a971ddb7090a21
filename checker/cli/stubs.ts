import { parseArgs } from 'node:util';
import { root } from '../paths.ts';
import { carryOutGeneration, type Generation, markerMistakes, planGeneration } from '../workshop/generate.ts';
import { refuseSwallowed } from '../workshop/npm-options.ts';
import { orRefuse, Refusal } from '../workshop/refusal.ts';
import { readingArguments } from './arguments.ts';
import { type Command, exitCode } from './command.ts';

const command: Command = {
  name: 'stubs',
  summary: 'for authors: write the stubs in lessons/ from the solutions',
  help: `
npm run stubs                write lessons/**/*.ts from solutions/
npm run stubs -- --check     only compare, and list what differs
npm run stubs -- --force     overwrite somebody's work too; it is saved aside first

A learner has no use for it: npm run reset puts a lesson back to its clean stubs.
Exit code: 0 lessons/ is what the solutions say, 1 it is not.`,
  async run(args) {
    const options = { check: { type: 'boolean' }, force: { type: 'boolean' } } as const;
    const { values } = readingArguments(() => parseArgs({ args, options }));
    refuseSwallowed('stubs', ['check']);
    const mistakes = markerMistakes(root);
    if (mistakes.length > 0) {
      process.stderr.write(`${mistakes.join('\n')}\n`);
      return exitCode.failed;
    }
    const generation = planGeneration(root);
    return values.check ? compare(generation) : orRefuse(() => write(generation, values.force ?? false));
  },
};

export default command;

function compare({ stubs, differing, orphans, strays, recordFits }: Generation): number {
  const problems = [
    ...differing.map((path) => `${path} is not what its solution gives`),
    ...orphans.map((path) => `${path} has no solution any more`),
    ...strays.map((path) => `${path} comes from no solution`),
    ...(recordFits ? [] : ['solutions/stubs.json does not fit the stubs']),
  ];
  if (problems.length === 0) {
    process.stdout.write(`All ${stubs.size} stubs are what the solutions give.\n`);
    return exitCode.passed;
  }
  process.stdout.write(`${problems.join('\n')}\nType npm run stubs to write them.\n`);
  return exitCode.failed;
}

function write(generation: Generation, force: boolean): number {
  const { stubs, differing, orphans, work } = generation;
  if (work.length > 0 && !force) {
    throw new Refusal(
      `Nothing was written: the generator did not write ${work.join(', ')}, so it may be somebody's work. To overwrite it, with a copy saved: npm run stubs -- --force`,
    );
  }
  const saved = carryOutGeneration(root, generation);
  for (const path of differing) process.stdout.write(`wrote ${path}\n`);
  for (const path of orphans) process.stdout.write(`removed ${path}\n`);
  if (differing.length + orphans.length === 0) process.stdout.write(`All ${stubs.size} stubs are as they should be.\n`);
  if (saved) process.stdout.write(`What was there before: ${saved.folder}\n`);
  return exitCode.passed;
}
