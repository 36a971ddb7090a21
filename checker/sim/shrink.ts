/**
 * Delta debugging: from a list of things that together make something fail, the ones that are needed.
 *
 *     a b c d e f g h    fails
 *     . . . . e f g h    passes: something of the first half is needed
 *     a b c d . . . .    fails:  the second half is not
 *     … then by quarters, and at last one by one: not a single one can be spared
 *
 * Source: A. Zeller, R. Hildebrandt, "Simplifying and Isolating Failure-Inducing Input" (2002).
 */

/** How many tries there may still be, shared by all that shrink the same failure. */
export interface ShrinkBudget {
  tries: number;
}

/**
 * @param fails whether the failure is still there with these alone
 * @returns items that still fail; none of them can be left out by itself, if the budget was enough
 */
export function shrinkList<T>(items: readonly T[], fails: (items: T[]) => boolean, budget: ShrinkBudget): T[] {
  let current = [...items];
  const attempt = (candidate: T[]) => budget.tries-- > 0 && fails(candidate);
  if (current.length === 0 || attempt([])) return [];
  let size = Math.ceil(current.length / 2);
  while (size >= 1 && budget.tries > 0) {
    const before = current.length;
    // From the end: what came last depends on what came first, more often than the other way round.
    for (let at = current.length - size; at > -size; at -= size) {
      const candidate = [...current.slice(0, Math.max(0, at)), ...current.slice(at + size)];
      if (candidate.length < current.length && attempt(candidate)) current = candidate;
    }
    if (size === 1 && current.length === before) break;
    size = Math.max(1, Math.ceil(size / 2));
  }
  return current;
}

/** Tries each simpler form of each item, as long as one of them still fails. */
export function simplifyItems<T>(
  items: readonly T[],
  simpler: (item: T) => T[],
  fails: (items: T[]) => boolean,
  budget: ShrinkBudget,
): T[] {
  let current = [...items];
  for (let at = 0; at < current.length; at++) {
    for (let candidates = simpler(current[at]); candidates.length > 0 && budget.tries > 0; ) {
      const candidate = current.with(at, candidates.shift()!);
      budget.tries--;
      if (!fails(candidate)) continue;
      current = candidate;
      candidates = simpler(current[at]);
    }
  }
  return current;
}
