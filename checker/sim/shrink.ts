/**
 * Delta debugging: from a list of things that together make something fail, the ones that are needed.
 *
 *     a b c d e f g h    fails
 *     . . . . e f g h    passes: something of the first half is needed
 *     a b c d . . . .    fails:  the second half is not
 *     … then by quarters, and at last one by one: not a single one can be spared
 *
 * The search is a {@link Trying}: it gives out what is to be tried and is told whether that fails, so that it can be
 * used where a run is a call and where it is a promise.
 *
 * Source: A. Zeller, R. Hildebrandt, "Simplifying and Isolating Failure-Inducing Input" (2002).
 */

/** Gives out candidates, takes answers, returns a result. */
export type Trying<Candidate, Answer, Result> = Generator<Candidate, Result, Answer>;

export function tryAll<Candidate, Answer, Result>(
  trying: Trying<Candidate, Answer, Result>,
  attempt: (candidate: Candidate) => Answer,
): Result {
  let step = trying.next();
  while (!step.done) step = trying.next(attempt(step.value));
  return step.value;
}

export async function tryAllAsync<Candidate, Answer, Result>(
  trying: Trying<Candidate, Answer, Result>,
  attempt: (candidate: Candidate) => Promise<Answer>,
): Promise<Result> {
  let step = trying.next();
  while (!step.done) step = trying.next(await attempt(step.value));
  return step.value;
}

/** @returns items that still fail; none of them can be left out by itself, if all tries were answered */
export function* shrinkList<T>(items: readonly T[]): Trying<T[], boolean, T[]> {
  let current = [...items];
  if (current.length === 0 || (yield [])) return [];
  let size = Math.ceil(current.length / 2);
  while (size >= 1) {
    const before = current.length;
    // From the end: what came last depends on what came first, more often than the other way round.
    for (let at = current.length - size; at > -size; at -= size) {
      const candidate = [...current.slice(0, Math.max(0, at)), ...current.slice(at + size)];
      if (candidate.length < current.length && (yield candidate)) current = candidate;
    }
    if (size === 1 && current.length === before) break;
    size = Math.max(1, Math.ceil(size / 2));
  }
  return current;
}

/** Tries the simpler forms of each item, as long as one of them still fails. */
export function* simplifyItems<T>(items: readonly T[], simpler: (item: T) => T[]): Trying<T[], boolean, T[]> {
  let current = [...items];
  for (let at = 0; at < current.length; at++) {
    for (let forms = simpler(current[at]); forms.length > 0; ) {
      const candidate = current.with(at, forms.shift()!);
      if (!(yield candidate)) continue;
      current = candidate;
      forms = simpler(current[at]);
    }
  }
  return current;
}
