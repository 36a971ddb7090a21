import type { Verdict } from '../../judge/verdict.ts';
import { style } from '../terminal/colour.ts';
import { displayWidth, padEnd, padStart } from '../terminal/width.ts';
import { shorten } from '../terminal/wrap.ts';
import { markOf, paintOf } from './marks.ts';

export interface ExerciseRow {
  id: string;
  title: string;
  verdict?: Verdict;
  points: number;
  maxPoints: number;
  bonus: boolean;
}

/** No row is wider, so that the eye finds the points that belong to a title. */
const widest = 84;
const verdictWidth = 'nondeterministic'.length;
const narrow = 56;

/**
 * One exercise in a line:
 *
 *     ✘ 1.2   Ordered ranges                            fail          0/15
 *     ✔ 1.7 ★ A walk does not see later writes          pass         10/10
 */
export function exerciseRow({ id, title, verdict, points, maxPoints, bonus }: ExerciseRow, width: number): string {
  const score = padStart(`${points}/${maxPoints}`, 5);
  const word = paintOf(verdict)(width < narrow ? (verdict ?? '') : padEnd(verdict ?? 'not checked', verdictWidth));
  const end = `${word} ${verdict === 'pass' ? score : style.quiet(score)}`;
  const begin = `${markOf(verdict)} ${padEnd(id, 4)}${bonus ? '★' : ' '} `;
  const room = Math.min(width, widest) - displayWidth(begin) - displayWidth(end) - 1;
  return `${begin}${padEnd(shorten(title, room), room)} ${end}`;
}
