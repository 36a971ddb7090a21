/**
 * The reference as a learner may see it who asks for one exercise: without markers, and with the bodies of other
 * exercises left open as long as they are not solved.
 */
import { isSolutionFile, stretchesOf } from '../workshop/markers.ts';
import { displayOf, stubOf } from '../workshop/stub.ts';
import { unixLineEnds } from '../workshop/text.ts';

export interface Reference {
  text: string;
  /** Ids of the exercises whose bodies were left out. */
  leftOut: string[];
}

/**
 * @param solution the source with its markers
 * @param isOpen whether the bodies of an exercise may be shown
 */
export function referenceFor(solution: string, isOpen: (exercise: string) => boolean): Reference {
  if (isSolutionFile(solution)) return { text: displayOf(solution), leftOut: [] };
  const stretches = stretchesOf(unixLineEnds(solution), 'solution');
  const ids = new Set(stretches.flatMap(({ todo }) => todo?.exercise ?? []));
  const leftOut = [...ids].filter((id) => !isOpen(id));
  if (leftOut.length === 0) return { text: displayOf(solution), leftOut };
  return { text: stubOf(withoutMarkersOf((id) => !leftOut.includes(id), solution)), leftOut };
}

/** Turns what stands between the markers of open exercises, and between those of helpers, into ordinary lines. */
function withoutMarkersOf(isOpen: (exercise: string) => boolean, solution: string): string {
  let isInside = false;
  const lines = unixLineEnds(solution)
    .split('\n')
    .filter((line) => {
      const [, kind, id] = /^\s*\/\/: *(todo|solution|end)\b\s*([\d.]*)/.exec(line) ?? [];
      if (kind === undefined) return true;
      if (kind === 'end') return !isInside;
      isInside = kind === 'solution' || isOpen(id);
      return !isInside;
    });
  return lines.join('\n');
}
