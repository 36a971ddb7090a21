import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import prompts from 'prompts';
import { parseTarget } from '../catalog.ts';
import { type Exercise, folderOf, type Lesson } from '../judge/lesson.ts';
import { root } from '../paths.ts';
import { type Progress, readProgress, updateProgress } from '../progress/progress-file.ts';
import { refuseSwallowed } from '../workshop/npm-options.ts';
import { unixLineEnds } from '../workshop/text.ts';
import { readingArguments } from './arguments.ts';
import { type Command, exitCode, UsageError } from './command.ts';
import { fileOf } from './guide.ts';
import { type Reference, referenceFor } from './reference.ts';
import { style } from './terminal/colour.ts';
import { renderLineDiff } from './terminal/diff.ts';
import { highlight } from './terminal/highlight.ts';
import { page } from './terminal/pager.ts';
import { print } from './terminal/print.ts';
import { columns } from './terminal/width.ts';
import { foldCode, hang } from './terminal/wrap.ts';

const command: Command = {
  name: 'solution',
  summary: 'the reference beside yours',
  help: `
npm run solution 1.2               the reference's file held against yours, as a diff

  -- --full                        the reference's whole file instead
  -- --yes                         do not ask, even while the exercise is unsolved
  -- --print                       all at once, not page by page

Bodies of other exercises in the same file stay hidden until you have solved those.`,
  async run(args) {
    refuseSwallowed('solution', ['full', 'yes', 'print']);
    const flag = { type: 'boolean' } as const;
    const options = { full: flag, yes: flag, print: flag };
    const { values, positionals } = readingArguments(() => parseArgs({ args, options, allowPositionals: true }));
    const { lesson, exercise } = exerciseAskedFor(positionals);
    const progress = readProgress();
    if (!isSolved(exercise.id, progress) && !values.yes && !(await isSure(exercise))) {
      print([`Nothing shown. A hint may be all it takes: npm run hint ${exercise.id}`]);
      return exitCode.passed;
    }
    const reference = referenceOf(lesson, exercise, progress);
    const show = values.full ? wholeLines : diffLines;
    await page(show(lesson, exercise, reference, columns()), { straight: values.print });
    remember(exercise);
    return exitCode.passed;
  },
};

export default command;

function exerciseAskedFor(positionals: string[]): { lesson: Lesson; exercise: Exercise } {
  if (positionals.length !== 1) throw new UsageError('name one exercise, as in: npm run solution 1.2');
  const { lesson, exercise } = parseTarget(positionals[0], 1);
  if (exercise) return { lesson, exercise };
  throw new UsageError(
    `${positionals[0]} is a lesson: name one of its exercises, as in: npm run solution ${lesson.number}.1`,
  );
}

/** Passed once is solved for ever, even where a later edit has broken it again. */
function isSolved(id: string, { exercises }: Progress): boolean {
  const { solved, solutionSeen } = exercises[id] ?? {};
  return solved !== undefined || solutionSeen !== undefined;
}

async function isSure({ id }: Exercise): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    throw new UsageError(`${id} is not solved yet; to see its solution all the same: npm run solution ${id} -- --yes`);
  }
  const message = `${id} is not solved yet. Show the solution all the same?`;
  const { sure } = await prompts({ type: 'confirm', name: 'sure', message, initial: false });
  return sure === true;
}

function referenceOf(lesson: Lesson, { id, file }: Exercise, progress: Progress): Reference {
  const solution = readFileSync(join(root, 'solutions', folderOf(lesson), file), 'utf8');
  return referenceFor(solution, (other) => other === id || isSolved(other, progress));
}

function diffLines(lesson: Lesson, exercise: Exercise, reference: Reference, width: number): string[] {
  const yours = textOf(fileOf(lesson, exercise));
  const wanted = reference.text.trimEnd();
  if (yours === wanted) return ['Your file and the reference are the same, letter for letter.'];
  const path = fileOf(lesson, exercise);
  return [
    '',
    ...hang(style.strong(`${exercise.id} ${exercise.title}`), width, ''),
    ...hang(style.bad(path), width, style.bad('- yours      ')),
    ...hang(style.good(path.replace('lessons', 'solutions')), width, style.good('+ reference  ')),
    '',
    ...renderLineDiff(wanted, yours, width),
    '',
    ...closingLines(reference, width),
  ];
}

function wholeLines(lesson: Lesson, exercise: Exercise, reference: Reference, width: number): string[] {
  const path = fileOf(lesson, exercise).replace('lessons', 'solutions');
  const code = highlight(reference.text.trimEnd(), 'ts');
  return [
    '',
    ...hang(style.path(path), width, ''),
    '',
    ...foldCode(code, width),
    '',
    ...closingLines(reference, width),
  ];
}

function closingLines({ leftOut }: Reference, width: number): string[] {
  const words =
    leftOut.length === 0
      ? 'One way among many: whatever passes is right.'
      : `One way among many: whatever passes is right. Left open here until you have solved them: ${leftOut.join(', ')}.`;
  return hang(style.quiet(words), width, '');
}

/** The learner's file; empty where there is none. */
function textOf(file: string): string {
  try {
    return unixLineEnds(readFileSync(join(root, file), 'utf8')).trimEnd();
  } catch {
    return '';
  }
}

function remember({ id }: Exercise): void {
  updateProgress(({ exercises }) => {
    exercises[id] = { ...exercises[id], solutionSeen: exercises[id]?.solutionSeen ?? new Date().toISOString() };
  });
}
