import { parseArgs } from 'node:util';
import { lessons, parseTarget } from '../catalog.ts';
import { judge, type Target } from '../judge/judgement.ts';
import { studySeed } from '../judge/look-alike.ts';
import { closeWorkers, prepareWorkers } from '../judge/run.ts';
import { typeProblems } from '../judge/type-check.ts';
import type { RunResult } from '../judge/verdict.ts';
import { readProgress } from '../progress/progress-file.ts';
import { recordResults, standingsOnFile } from '../progress/record.ts';
import { rememberBases } from '../workshop/bases.ts';
import { refuseSwallowed } from '../workshop/npm-options.ts';
import { readingArguments, wholeNumber } from './arguments.ts';
import { type Command, exitCode, UsageError } from './command.ts';
import { transientLine } from './transient.ts';

const options = {
  all: { type: 'boolean' },
  solutions: { type: 'boolean' },
  json: { type: 'boolean' },
  seed: { type: 'string' },
  test: { type: 'string' },
  'all-failures': { type: 'boolean' },
  'no-types': { type: 'boolean' },
} as const;

const command: Command = {
  name: 'check',
  summary: 'the verdict on the current lesson, one lesson or one exercise',
  help: `
npm run check                      the current lesson
npm run check 1                    one lesson
npm run check 1.2                  one exercise

  -- --all                         every lesson
  -- --seed N                      other random choices: 0 to 4294967295; ${studySeed} unless said
  -- --test N                      only the exercise's N-th test
  -- --all-failures                every failing test in full, not only the first of each exercise
  -- --solutions                   judge the reference instead of your code
  -- --no-types                    leave out the compiler's type errors
  -- --json                        one JSON object, for programs

Exit code: 0 all asked for passed, 1 something did not, 2 bad usage, 3 a fault of Slipway's own.`,
  async run(args) {
    refuseSwallowed('check', ['all', 'solutions', 'json', 'seed', 'test', 'all-failures', 'no-types']);
    const { values, positionals } = readingArguments(() => parseArgs({ args, options, allowPositionals: true }));
    const targets = targetsOf(positionals, values.all ?? false);
    const seed = values.seed === undefined ? studySeed : wholeNumber('seed', values.seed, 0, 0xffffffff);
    const only = testNumbers(values.test, targets);
    prepareWorkers(targets.flatMap(({ exercises }) => exercises).length);
    // Loaded while the workers are busy: drawing is half of what this program is made of.
    const report = import('./report.ts');
    const types = values['no-types'] || values.solutions ? Promise.resolve([]) : typeProblems(targets);
    try {
      const run = await judgeWithProgress({ targets, seed, only, solutions: values.solutions ?? false });
      if (!values.solutions && only === undefined) recordResults(run.lessons.flatMap(({ exercises }) => exercises));
      if (values.json) process.stdout.write(`${JSON.stringify(run, null, 2)}\n`);
      else {
        const { printRun, printTypeProblems } = await report;
        printRun(run, { allFailures: values['all-failures'] ?? false, solutions: values.solutions ?? false });
        printTypeProblems(await types);
      }
      return exitCodeOf(run);
    } finally {
      closeWorkers();
    }
  },
};

export default command;

function targetsOf(positionals: string[], all: boolean): Target[] {
  if (positionals.length > 1)
    throw new UsageError(`one lesson or exercise at a time, not ${positionals.join(' ')}; --all takes all`);
  if (all && positionals.length > 0) throw new UsageError(`--all takes every lesson: leave out ${positionals[0]}`);
  if (all) return lessons.map((lesson) => ({ lesson, exercises: lesson.exercises }));
  const { lesson, exercise } = parseTarget(positionals[0], readProgress().current);
  return [{ lesson, exercises: exercise ? [exercise] : lesson.exercises }];
}

function testNumbers(value: string | undefined, targets: Target[]): number[] | undefined {
  if (value === undefined) return undefined;
  const exercises = targets.flatMap(({ exercises }) => exercises);
  if (exercises.length !== 1)
    throw new UsageError('--test goes with one exercise, as in: npm run check 1.2 -- --test 3');
  return [wholeNumber('test', value, 1, exercises[0].tests)];
}

async function judgeWithProgress(request: {
  targets: Target[];
  seed: number;
  only?: number[];
  solutions: boolean;
}): Promise<RunResult> {
  const line = transientLine();
  const total = request.targets.flatMap(({ exercises }) => exercises).length;
  let done = 0;
  if (!request.solutions) rememberBases();
  try {
    return await judge({
      ...request,
      standings: standingsOnFile(),
      onLesson: ({ number }) => line.show(`lesson ${number}: ${done} of ${total} exercises judged`),
      onResult: ({ id }) => line.show(`${id}: ${++done} of ${total} exercises judged`),
    });
  } finally {
    line.clear();
  }
}

function exitCodeOf(run: RunResult): number {
  const verdicts = run.lessons.flatMap(({ exercises }) => exercises).map(({ verdict }) => verdict);
  if (verdicts.includes('harness error')) return exitCode.harness;
  return verdicts.every((verdict) => verdict === 'pass') ? exitCode.passed : exitCode.failed;
}
