/**
 * What a check says: a line an exercise, then each failure in full, then the points and what to do next. The last lines
 * are the ones that stand above the prompt, so they are the ones to act on.
 */
import { lessons } from '../catalog.ts';
import type { TypeProblem } from '../judge/type-check.ts';
import type { ExerciseResult, LessonResult, RunResult, Verdict } from '../judge/verdict.ts';
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
        ? failureLines(exercise, { lesson, width, allFailures: options.allFailures })
        : failureInShort(exercise, width)),
    ]),
  ];
}

/** A fault of Slipway's is always told in full. */
function isOurs({ verdict }: ExerciseResult): boolean {
  return verdict === 'harness error';
}

function rowLines(exercise: ExerciseResult, width: number, isAlone: boolean): string[] {
  const { id, verdict, output } = exercise;
  const row = `  ${exerciseRow(exercise, width - 4)}`;
  const reason = verdict === 'blocked' ? message(exercise.message, Math.min(width, 88) - 10) : [];
  const printed = quietVerdicts.includes(verdict) && output?.trim();
  const note =
    printed && !isAlone ? wrap(style.quiet(`your code printed something: npm run check ${id}`), width - 10) : [];
  const box =
    printed && isAlone ? ['', ...outputLines(exercise, Math.min(width, 88) - 2).map((line) => `  ${line}`)] : [];
  return [row, ...[...reason, ...note].map((line) => `          ${line}`), ...box];
}

/** Whose code the lower layers were, where there are any. */
function layersInWords({ layers, name }: LessonResult): string {
  const others = Object.entries(layers).filter(([layer]) => layer !== name);
  if (layers[name] === 'reference') return ' · judging the reference';
  if (others.length === 0) return '';
  const told = others.map(([layer, side]) =>
    side === 'yours' ? `your ${layer}` : `the reference's ${layer}, since yours does not pass yet`,
  );
  return ` · on ${told.join(' and ')}`;
}
