import { type Exercise, folderOf, type Lesson } from '../../judge/lesson.ts';
import { root } from '../../paths.ts';
import type { Progress } from '../../progress/progress-file.ts';
import { filesUnder, textIfThere } from '../../workshop/files.ts';
import { pointsOf } from '../guide.ts';
import { markOf } from '../report/marks.ts';
import { exerciseRow } from '../report/row.ts';
import { bar } from '../terminal/bar.ts';
import { style } from '../terminal/colour.ts';
import { displayWidth, padEnd } from '../terminal/width.ts';
import { glue, hang, shorten } from '../terminal/wrap.ts';

const widest = 84;
const barWidth = 20;
const narrow = 60;

/** A lesson: its points, then each exercise with the verdict on file. */
export function standingLines(lesson: Lesson, progress: Progress, width: number): string[] {
  return [lessonLine(lesson, progress, width), '', ...exerciseLines(lesson, progress, width)];
}

/** A lesson's points in a line: `1 · KV store        ★ 15  ━━━━━─────   25/100`. */
function lessonLine(lesson: Lesson, progress: Progress, width: number): string {
  const { points, maxPoints, bonus } = pointsOf(lesson.exercises, progress);
  const stars = bonus > 0 ? `★ ${bonus}  ` : '';
  const drawn = width < narrow ? '' : `${bar(points, maxPoints, barWidth)} `;
  const end = `${stars}${drawn}${style.strong(`${points}/${maxPoints}`.padStart(7))}`;
  const room = Math.min(width - 2, widest + 2) - displayWidth(end) - 1;
  return `${style.title(padEnd(shorten(`${lesson.number} · ${lesson.title}`, room), room))} ${end}`;
}

function exerciseLines(lesson: Lesson, progress: Progress, width: number): string[] {
  return lesson.exercises.map((exercise) => {
    const verdict = progress.exercises[exercise.id]?.verdict;
    const row = { ...exercise, verdict, maxPoints: exercise.points, points: verdict === 'pass' ? exercise.points : 0 };
    return `  ${exerciseRow(row, width - 4)}`;
  });
}

/** The files of a lesson that the learner edits, each with its exercises. */
export function fileLines(lesson: Lesson, progress: Progress, width: number): string[] {
  const files = filesToEdit(lesson).map(({ file, ids }) => ({
    path: `lessons/${folderOf(lesson)}/${file}`,
    ids: lesson.exercises.filter(({ id }) => ids.has(id)).map((exercise) => marked(exercise, progress)),
  }));
  const column = Math.max(...files.map(({ path }) => path.length)) + 2;
  return files.flatMap(({ path, ids }) => {
    if (width < narrow) return [...hang(style.path(path), width, '  '), ...hang(ids.join(`${glue} `), width, '    ')];
    return hang(ids.join(`${glue} `), width, `  ${style.path(path)}${' '.repeat(column - path.length)}`);
  });
}

/** Beside the file that the catalog names for an exercise there may be others with a body of it to write. */
function filesToEdit(lesson: Lesson): { file: string; ids: Set<string> }[] {
  const found = new Map<string, Set<string>>();
  const add = (file: string, id: string) => found.set(file, (found.get(file) ?? new Set()).add(id));
  for (const { file, id } of lesson.exercises) add(file, id);
  const folder = `solutions/${folderOf(lesson)}`;
  for (const path of filesUnder(root, folder)) {
    const source = path.endsWith('.ts') ? (textIfThere(root, path) ?? '') : '';
    for (const [, id] of source.matchAll(/^ *\/\/: todo (\d+\.\d+)/gm)) add(path.slice(folder.length + 1), id);
  }
  return [...found].map(([file, ids]) => ({ file, ids }));
}

/** `✔ 1.1`, with room for the sign where there is no verdict yet. */
function marked({ id, bonus }: Exercise, progress: Progress): string {
  const verdict = progress.exercises[id]?.verdict;
  return `${verdict ? `${markOf(verdict)}${glue}` : ''}${bonus ? '★' : ''}${id}`;
}
