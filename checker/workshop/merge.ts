/**
 * Merges what the learner wrote with what a newer workbook changed in the stub, both counted from the base, the stub
 * that the learner's file started from:
 *
 *     base      range(start, end) {          mine   range(start, end) {        theirs   range(start, end, limit) {
 *                 todo('1.2', 'List …');              return between(…);                  todo('1.2', 'List …');
 *
 *     merged    range(start, end, limit) {
 *                 return between(…);
 *
 * It is the merge that git makes, by lines, with two things known beforehand that git would call conflicts: a `todo`
 * that only got other words gives way to what the learner wrote in its place, and the `todo` import comes and goes with
 * its last use.
 */
import { diff3Merge, diffIndices } from 'node-diff3';
import { likeLineEndsOf, normalised, sameText } from './text.ts';
import { hasTodo, reworded } from './todo-calls.ts';
import { hasTodoImport, withoutTodoImport, withTodoImport } from './todo-import.ts';

export interface Merged {
  /** With the learner's kind of line ends. Each conflict stands between marks. */
  text: string;
  conflicts: number;
}

const marks = ['<<<<<<< yours', '=======', '>>>>>>> the newer workbook'] as const;

/** Whether conflicts are still marked in the text. */
export function hasMarks(text: string): boolean {
  return normalised(text)
    .split('\n')
    .some((line) => marks.some((mark) => line === mark));
}

export function merge(versions: { base: string; mine: string; theirs: string }): Merged {
  const { base, mine, theirs } = versions;
  if (sameText(mine, theirs) || sameText(base, theirs)) return { text: mine, conflicts: 0 };
  if (sameText(base, mine)) return { text: likeLineEndsOf(mine, normalised(theirs)), conflicts: 0 };
  const sides = withOneTodoImport(
    withOneWording({ base: normalised(base), mine: normalised(mine), theirs: normalised(theirs) }),
  );
  let conflicts = 0;
  const merged = diff3Merge(linesOf(sides.mine), linesOf(sides.base), linesOf(sides.theirs)).flatMap((region) => {
    if (region.ok) return region.ok;
    conflicts++;
    return [marks[0], ...region.conflict!.a, marks[1], ...region.conflict!.b, marks[2]];
  });
  const text = merged.join('\n');
  return { text: likeLineEndsOf(mine, hasTodo(text) ? withTodoImport(text) : text), conflicts };
}

/** How many lines differ between the two. */
export function distance(a: string, b: string): number {
  const differences = diffIndices(linesOf(normalised(a)), linesOf(normalised(b)));
  return differences.reduce((sum, { buffer1, buffer2 }) => sum + buffer1[1] + buffer2[1], 0);
}

interface Sides {
  base: string;
  mine: string;
  theirs: string;
}

/** Gives the todos of the base, and those that the learner has left alone, their new words. */
function withOneWording({ base, mine, theirs }: Sides): Sides {
  return { base: reworded(base, base, theirs), mine: reworded(mine, base, theirs), theirs };
}

/** A learner who wrote the last body took the import out: then it is no difference either that the stubs have it. */
function withOneTodoImport(sides: Sides): Sides {
  if (hasTodoImport(sides.mine)) return sides;
  return { ...sides, base: withoutTodoImport(sides.base), theirs: withoutTodoImport(sides.theirs) };
}

function linesOf(text: string): string[] {
  return text.split('\n');
}
