import { folderOf, type Lesson } from '../../judge/lesson.ts';
import type { Progress } from '../../progress/progress-file.ts';
import { pointsOf } from '../guide.ts';
import { markOf } from '../report/marks.ts';
import { exerciseRow } from '../report/row.ts';
import { bar } from '../terminal/bar.ts';
import { style } from '../terminal/colour.ts';
import { displayWidth, padEnd } from '../terminal/width.ts';
import { hang, shorten } from '../terminal/wrap.ts';

const widest = 84;
const barWidth = 20;

/** A lesson's line of points: `1 · KV store   ━━━━━─────   25/100   0 ★`. */
export function lessonLine(lesson: Lesson, progress: Progress, width: number): string {
  const { points, maxPoints, bonus } = pointsOf(lesson.exercises, progress);
  const stars = padEnd(bonus > 0 ? `${bonus} ★` : '', 4);
  const drawn = width >= 60 ? `${bar(points, maxPoints, barWidth)}  ` : '';
  const end = `${drawn}${style.strong(`${String(points).padStart(3)}/${maxPoints}`)} ${stars}`;
  const room = Math.min(width, widest) - displayWidth(end) - 1;
  return `${style.title(padEnd(shorten(`${lesson.number} · ${lesson.title}`, room), room))} ${end}`;
}

/** Every exercise of a lesson with the verdict on file. */
export function exerciseLines(lesson: Lesson, progress: Progress, width: number): string[] {
  return lesson.exercises.map((exercise) => {
    const verdict = progress.exercises[exercise.id]?.verdict;
    const row = { ...exercise, verdict, maxPoints: exercise.points, points: verdict === 'pass' ? exercise.points : 0 };
    return `  ${exerciseRow(row, width - 4)}`;
  });
}

/** The files of a lesson that the learner edits, each with its exercises. */
export function fileLines(lesson: Lesson, progress: Progress, width: number): string[] {
  const files = [...new Set(lesson.exercises.map(({ file }) => file))];
  return files.flatMap((file) => {
    const own = lesson.exercises.filter((exercise) => exercise.file === file);
    const marked = own.map(
      ({ id, bonus }) => `${markOf(progress.exercises[id]?.verdict)}\u00a0${bonus ? '★' : ''}${id}`,
    );
    return hang(`${style.path(`lessons/${folderOf(lesson)}/${file}`)}   ${marked.join('  ')}`, width, '  ', '      ');
  });
}
