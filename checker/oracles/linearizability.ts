/**
 * Is a history linearizable: can every operation be given one instant between its call and its answer, so that the
 * answers are those of a service that does one thing at a time?
 *
 *     c1  put("a", "1") → done      ├──┤
 *     c2  put("a", "2") → done           ├──┤
 *     c3  get("a") → "1"                      ├──┤     no: "2" was there before the get began
 *
 * The answer is `yes`, `no`, or `inconclusive` where the budget ran out first. Inconclusive is never a pass.
 *
 * A `no` comes with its smallest impossible part (see `impossible-part.ts`).
 *
 * Source: M. Herlihy, J. Wing, "Linearizability: A Correctness Condition for Concurrent Objects" (1990). That a history
 * may be checked part by part is its locality theorem.
 */
import { forget, type HistoryOperation, isComplete } from './history.ts';
import { type ImpossiblePart, impossiblePart } from './impossible-part.ts';
import type { Model } from './model.ts';
import { type SearchResult, searchOrder } from './wgl.ts';

export type Linearizability<Input, Output> =
  | { verdict: 'yes'; steps: number }
  | { verdict: 'inconclusive'; steps: number; part: string }
  | { verdict: 'no'; steps: number; part: string; impossible: ImpossiblePart<Input, Output> };

/** Enough for any history of a few thousand operations that a dozen clients make. */
const defaultBudget = 2_000_000;

/** @param options.budget how many tries of an operation there may be in all, {@link defaultBudget} unless said */
export function checkLinearizable<State, Input, Output>(
  model: Model<State, Input, Output>,
  history: readonly HistoryOperation<Input, Output>[],
  { budget = defaultBudget }: { budget?: number } = {},
): Linearizability<Input, Output> {
  let steps = 0;
  let undecided: string | undefined;
  let smallest: { part: string; impossible: ImpossiblePart<Input, Output> } | undefined;
  for (const [part, operations] of partsOf(model, history)) {
    const result = decide(model, operations, budget - steps);
    steps += result.steps;
    if (result.verdict === 'inconclusive') undecided ??= part;
    if (result.verdict !== 'no') continue;
    const isImpossible = (some: readonly HistoryOperation<Input, Output>[]) =>
      decide(model, some, budget).verdict === 'no';
    const impossible = impossiblePart(model, operations, isImpossible, budget);
    if (!smallest || impossible.operations.length < smallest.impossible.operations.length)
      smallest = { part, impossible };
  }
  if (smallest) return { verdict: 'no', steps, ...smallest };
  return undecided === undefined ? { verdict: 'yes', steps } : { verdict: 'inconclusive', steps, part: undecided };
}

/**
 * Searches, and where many operations without an answer make that too long, searches again with those forgotten: that
 * is quick, and a `no` still holds.
 */
function decide<State, Input, Output>(
  model: Model<State, Input, Output>,
  history: readonly HistoryOperation<Input, Output>[],
  budget: number,
): SearchResult {
  const exact = searchOrder(model, history, budget);
  if (exact.verdict !== 'inconclusive') return exact;
  const loose = history.map((operation) => (isComplete(operation) ? operation : forget(operation)));
  const rough = searchOrder(model, loose, budget);
  return rough.verdict === 'no' ? rough : exact;
}

/** The operations of each part, the parts in the order of their names. */
function partsOf<State, Input, Output>(
  model: Model<State, Input, Output>,
  history: readonly HistoryOperation<Input, Output>[],
): [string, HistoryOperation<Input, Output>[]][] {
  const parts = new Map<string, HistoryOperation<Input, Output>[]>();
  for (const operation of history) {
    const part = model.partOf(operation.input);
    const known = parts.get(part);
    if (known) known.push(operation);
    else parts.set(part, [operation]);
  }
  return [...parts].sort(([a], [b]) => (a < b ? -1 : 1));
}
