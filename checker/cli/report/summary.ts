import { lessons } from '../../catalog.ts';
import type { Exercise, Lesson } from '../../judge/lesson.ts';
import type { RunResult, TestResult } from '../../judge/verdict.ts';
import { type Progress, readProgress } from '../../progress/progress-file.ts';
import { isDone, lessonAfter, nextExercise, placeOf } from '../guide.ts';
import type { ReportOptions } from '../report.ts';
import { bar } from '../terminal/bar.ts';
import { style } from '../terminal/colour.ts';
import { typed } from '../terminal/inline.ts';
import { labelled } from '../terminal/labelled.ts';
import { hang } from '../terminal/wrap.ts';
import { failingOf } from './failure.ts';

/** The closing lines: the points, and the next thing to do. */
export function summaryLines(run: RunResult, { solutions }: Pick<ReportOptions, 'solutions'>, width: number): string[] {
  return ['', ...pointLines(run, width), ...(solutions ? [] : nextLines(run, width)), ''];
}

function pointLines({ points, maxPoints, bonus, maxBonus, seed, durationMs }: RunResult, width: number): string[] {
  const parts = [
    ...(maxPoints > 0 ? [style.strong(`${points} of ${maxPoints} points`)] : []),
    ...(maxBonus > 0 ? [`${bonus} of ${maxBonus} ★`] : []),
    style.quiet(`seed ${seed}`),
    style.quiet(`${(durationMs / 1000).toFixed(1)} s`),
  ];
  const lead = width >= 60 ? `${bar(points + bonus, maxPoints + maxBonus, 20)}  ` : '';
  return hang(parts.join(style.quiet(' · ')), width, `  ${lead}`, '  ');
}

/** What to do next: what was asked for, as long as it does not pass, then the lesson's next exercise. */
function nextLines(run: RunResult, width: number): string[] {
  const progress = readProgress();
  const [asked, ...others] = run.lessons.flatMap(({ exercises }) => exercises);
  const checked = run.lessons.map(({ number }) => lessons.find((lesson) => lesson.number === number)!);
  if (asked && others.length === 0 && asked.verdict !== 'pass' && asked.verdict !== 'blocked') {
    const exercise = checked[0].exercises.find(({ id }) => id === asked.id)!;
    return ['', ...exerciseLines(checked[0], exercise, width, failingOf(asked)[0])];
  }
  const open = checked.find((lesson) => !isDone(lesson, progress)) ?? checked.at(-1);
  return open ? ['', ...openLines(open, progress, width)] : [];
}

/** What is next in a lesson: an exercise, or what lies behind its end. */
export function openLines(lesson: Lesson, progress: Progress, width: number): string[] {
  const next = nextExercise(lesson, progress);
  return isDone(lesson, progress) || !next ? doneLines(lesson, next, width) : exerciseLines(lesson, next, width);
}

/** The exercise, the file to open and the commands that go with it. @param failing what stands in the report first */
function exerciseLines(lesson: Lesson, exercise: Exercise, width: number, failing?: TestResult): string[] {
  const { id, title, points, bonus, lines } = exercise;
  const worth = `${points} ${bonus ? '★' : 'points'}, about ${lines} lines`;
  const commands = [`npm run check ${id}`, `npm run hint ${id}`].map(typed);
  return indented(width, [
    ['next', `${style.strong(`${id} ${title}`)} ${style.quiet(`(${worth})`)}`],
    ['open', style.path(placeOf(lesson, exercise, failing))],
    ['then', `${commands[0]} ${style.quiet('· stuck?')} ${commands[1]}`],
  ]);
}

function doneLines(lesson: Lesson, bonus: Exercise | undefined, width: number): string[] {
  const after = lessonAfter(lesson);
  const onwards = after
    ? `${typed(`npm run lesson ${after.number}`)} ${style.quiet(`(${after.title})`)}`
    : 'That is all that this workbook holds so far.';
  const left = bonus ? `${bonus.id} ${bonus.title} ${style.quiet(`(${bonus.points} ★)`)}` : undefined;
  return [
    ...hang(style.good(`Lesson ${lesson.number} is done.`), width, '  '),
    '',
    ...indented(width, [
      ['live', typed(`npm run play ${lesson.number}`)],
      ...(left ? [['bonus', left] as [string, string]] : []),
      ['next', onwards],
    ]),
  ];
}

function indented(width: number, rows: [label: string, value: string][]): string[] {
  return labelled(rows, width - 2).map((line) => `  ${line}`);
}
