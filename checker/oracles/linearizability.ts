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
 * A `no` comes with its smallest impossible part. From the history up to the first answer that cannot be explained,
 * operations are forgotten (see `forget`) for as long as the rest stays impossible. What is left is impossible whatever
 * the forgotten ones did, and not one of them can be spared.
 *
 * Source: M. Herlihy, J. Wing, "Linearizability: A Correctness Condition for Concurrent Objects" (1990). That a history
 * may be checked part by part is its locality theorem.
 */
import { cutAt, forget, type HistoryOperation, isComplete } from './history.ts';
import type { Model } from './model.ts';
import { type SearchResult, searchOrder } from './wgl.ts';

export type Linearizability<Input, Output> =
  | { verdict: 'yes'; steps: number }
  | { verdict: 'inconclusive'; steps: number; part: string }
  | { verdict: 'no'; steps: number; part: string; impossible: ImpossiblePart<Input, Output> };

/** Why a history is not linearizable. */
export interface ImpossiblePart<Input, Output> {
  /** The operations that cannot all be explained, by the time of their calls. */
  operations: HistoryOperation<Input, Output>[];
  /** The one among them whose answer came last, and made it impossible. */
  culprit: HistoryOperation<Input, Output>;
  /** The longest order that explains some of them; whatever was to come next contradicts it. */
  order: HistoryOperation<Input, Output>[];
  /** How many other operations there were on this part until then: what they did or did not do makes no difference. */
  others: number;
}

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
    const impossible = impossiblePart(model, operations, budget);
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

function impossiblePart<State, Input, Output>(
  model: Model<State, Input, Output>,
  history: HistoryOperation<Input, Output>[],
  budget: number,
): ImpossiblePart<Input, Output> {
  const search = (operations: HistoryOperation<Input, Output>[]): SearchResult =>
    searchOrder(model, operations, budget);
  const isImpossible = (operations: HistoryOperation<Input, Output>[]) => search(operations).verdict === 'no';
  const smallest = forgetAllThatCanBe(shortestImpossiblePrefix(history, isImpossible), isImpossible);
  const kept = smallest.filter(isComplete);
  const shown = smallest.filter((each) => isComplete(each) || isSource(model, each, kept));
  shown.sort((a, b) => a.invokedAt - b.invokedAt);
  return {
    operations: shown,
    culprit: kept.reduce((latest, each) => (each.returnedAt! > latest.returnedAt! ? each : latest)),
    order: searchOrder(model, shown, budget).order.map((position) => shown[position]),
    others: smallest.length - shown.length,
  };
}

/** The history up to the first answer that cannot be explained. Found by halving: adding to an impossible one never mends it. */
function shortestImpossiblePrefix<Input, Output>(
  history: HistoryOperation<Input, Output>[],
  isImpossible: (operations: HistoryOperation<Input, Output>[]) => boolean,
): HistoryOperation<Input, Output>[] {
  const byAnswer = history.filter(isComplete).sort((a, b) => a.returnedAt! - b.returnedAt!);
  let low = 0;
  let high = byAnswer.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isImpossible(cutAt(history, byAnswer[middle].returnedAt!))) high = middle;
    else low = middle + 1;
  }
  return cutAt(history, byAnswer[high].returnedAt!);
}

/** Forgets the answers in halves, quarters and so on, down to single ones, until not one more can be forgotten. */
function forgetAllThatCanBe<Input, Output>(
  history: HistoryOperation<Input, Output>[],
  isImpossible: (operations: HistoryOperation<Input, Output>[]) => boolean,
): HistoryOperation<Input, Output>[] {
  let current = history;
  let size = Math.ceil(current.filter(isComplete).length / 2);
  while (size >= 1) {
    const before = current;
    const complete = current.flatMap((operation, position) => (isComplete(operation) ? [position] : []));
    for (let at = 0; at < complete.length; at += size) {
      const chunk = new Set(complete.slice(at, at + size));
      const attempt = current.map((operation, position) => (chunk.has(position) ? forget(operation) : operation));
      if (isImpossible(attempt)) current = attempt;
    }
    if (size > 1) size = Math.ceil(size / 2);
    else if (current === before) size = 0;
  }
  return current;
}

/** Whether a forgotten operation wrote what one of the kept ones saw. */
function isSource<State, Input, Output>(
  model: Model<State, Input, Output>,
  { input }: HistoryOperation<Input, Output>,
  kept: HistoryOperation<Input, Output>[],
): boolean {
  return kept.some((reader) => model.feeds(input, reader.input, reader.output));
}
