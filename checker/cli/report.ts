/**
 * What a check says: a line an exercise, then each failure in full, then the points and what to do next. The last lines
 * are the ones that stand above the prompt, so they are the ones to act on.
 */
import { lessons } from '../catalog.ts';
import type { Lesson } from '../judge/lesson.ts';
import type { TypeProblem } from '../judge/type-check.ts';
import type { ExerciseResult, LessonResult, RunResult, Side, Verdict } from '../judge/verdict.ts';
import { readProgress } from '../progress/progress-file.ts';
import { failureInShort, failureLines, outputLines } from './report/failure.ts';
import { message } from './report/message.ts';
import { exerciseRow } from './report/row.ts';
import { summaryLines } from './report/summary.ts';
import { style } from './terminal/colour.ts';
import { print } from './terminal/print.ts';
import { columns } from './terminal/width.ts';
import { hang, wrap } from './terminal/wrap.ts';

export interface ReportOptions {
  /** Every failing test in full, not only the first of each exercise. */
  allFailures: boolean;
  /** The run judged the reference. */
  solutions: boolean;
}

/** Verdicts that need no report of their own: the row says it all. */
const quietVerdicts: Verdict[] = ['pass', 'todo', 'blocked'];
const mostTypeProblems = 8;

export function printRun(run: RunResult, options: ReportOptions): void {
  print(runLines(run, options, columns()));
}

export function printTypeProblems(problems: TypeProblem[]): void {
  print(typeProblemLines(problems, columns()));
}

/** @param width columns of the terminal */
export function runLines(run: RunResult, options: ReportOptions, width: number): string[] {
  return [
    ...run.lessons.flatMap((result) => lessonLines(result, run, options, width)),
    ...summaryLines(run, options, width),
  ];
}

/** @param width columns of the terminal */
export function typeProblemLines(problems: TypeProblem[], width: number): string[] {
  if (problems.length === 0) return [];
  const shown = problems.slice(0, mostTypeProblems);
  const left = problems.length - shown.length;
  return [
    ...hang(
      'The compiler objects too. This changes no verdict, but it is often the quickest way to the mistake:',
      width,
      '',
    ),
    ...shown.flatMap(({ place, message: words }) => [`  ${style.path(place)}`, ...hang(words, width, '    ')]),
    ...(left > 0 ? [style.quiet(`  … and ${left} more`)] : []),
    '',
  ];
}

function lessonLines(result: LessonResult, run: RunResult, options: ReportOptions, width: number): string[] {
  const lesson = lessons.find(({ number }) => number === result.number)!;
  const isAlone = run.lessons.length === 1 && result.exercises.length === 1;
  const loud = result.exercises.filter(({ verdict }) => !quietVerdicts.includes(verdict));
  return [
    '',
    ...hang(
      `${style.title(`${lesson.number} · ${lesson.title}`)}${style.quiet(layersInWords(result))}`,
      width,
      '',
      '    ',
    ),
    '',
    ...result.exercises.flatMap((exercise) => rowLines(exercise, width, isAlone)),
    ...loud.flatMap((exercise, i) => [
      '',
      // One thing at a time: what comes later often fails for the same reason.
      ...(i === 0 || options.allFailures || isOurs(exercise)
        ? failureLines(exercise, { lesson, width, ...options, shakyGround: shakyGroundOf(lesson, exercise, options) })
        : failureInShort(exercise, width)),
    ]),
  ];
}

/** What an exercise calls of the same lesson and what, as far as is known, does not pass. */
function shakyGroundOf(lesson: Lesson, { id }: ExerciseResult, { solutions }: ReportOptions): string[] {
  if (solutions) return [];
  const { needs = [] } = lesson.exercises.find((exercise) => exercise.id === id)!;
  const progress = readProgress();
  return needs.filter((need) => progress.exercises[need]?.verdict !== 'pass');
}

/** A fault of Slipway's is always told in full. */
function isOurs({ verdict }: ExerciseResult): boolean {
  return verdict === 'harness error';
}

function rowLines(exercise: ExerciseResult, width: number, isAlone: boolean): string[] {
  const { id, verdict, output } = exercise;
  const row = `  ${exerciseRow(exercise, width - 4)}`;
  const words = verdict === 'todo' ? halfDone(exercise) : verdict === 'blocked' ? exercise.message : undefined;
  const reason = message(words, Math.min(width, 88) - 10);
  const printed = quietVerdicts.includes(verdict) && output?.trim();
  const note =
    printed && !isAlone ? wrap(style.quiet(`your code printed something: npm run check ${id}`), width - 10) : [];
  const box =
    printed && isAlone ? ['', ...outputLines(exercise, Math.min(width, 88) - 2).map((line) => `  ${line}`)] : [];
  return [row, ...[...reason, ...note].map((line) => `          ${line}`), ...box];
}

/** How much of an exercise there is already, where it is not all. */
function halfDone({ tests }: ExerciseResult): string | undefined {
  const passing = tests.filter(({ verdict }) => verdict === 'pass').length;
  return passing > 0 ? `${passing} of ${tests.length} tests pass; the others need what is still to do` : undefined;
}

/** Whose code the lower layers were, where there are any. */
function layersInWords({ layers, name }: LessonResult): string {
  if (layers[name] === 'reference') return ' · judging the reference';
  const below = (of: Side) => Object.keys(layers).filter((layer) => layer !== name && layers[layer] === of);
  const [yours, theirs] = [below('yours'), below('reference')];
  const told = [
    ...(yours.length > 0 ? [`your ${listed(yours)}`] : []),
    ...(theirs.length > 0
      ? [`the reference's ${listed(theirs)}, since yours ${theirs.length === 1 ? 'does' : 'do'} not pass yet`]
      : []),
  ];
  return told.length > 0 ? ` · on ${told.join(' and ')}` : '';
}

/** `a, b and c` */
function listed(words: string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
