/**
 * The smallest impossible part of a history that is not linearizable. From the history up to the first answer that
 * cannot be explained, operations are forgotten (see `forget`) for as long as the rest stays impossible. What is left
 * is impossible whatever the forgotten ones did, and not one of them can be spared.
 */
import { cutAt, forget, type HistoryOperation, isComplete } from './history.ts';
import type { Model } from './model.ts';
import { searchOrder } from './wgl.ts';

/** Why a history is not linearizable. */
export interface ImpossiblePart<Input, Output> {
  /**
   * The operations that cannot all be explained, by the time of their calls. Those marked as forgotten are shown only
   * because one of the others saw what they wrote; when their own answers came makes no difference.
   */
  operations: HistoryOperation<Input, Output>[];
  /** The one among them whose answer came last, and made it impossible. */
  culprit: HistoryOperation<Input, Output>;
  /** The longest order that explains some of them; whatever was to come next contradicts it. */
  order: HistoryOperation<Input, Output>[];
  /** How many other operations there were on this part until then: what they did or did not do makes no difference. */
  others: number;
}

type IsImpossible<Input, Output> = (operations: readonly HistoryOperation<Input, Output>[]) => boolean;

/**
 * @param history a history of one part of the model for which `isImpossible` holds
 * @param budget how many tries the search for the longest order may take
 */
export function impossiblePart<State, Input, Output>(
  model: Model<State, Input, Output>,
  history: HistoryOperation<Input, Output>[],
  isImpossible: IsImpossible<Input, Output>,
  budget: number,
): ImpossiblePart<Input, Output> {
  const moment = firstImpossibleMoment(history, isImpossible);
  const smallest = forgetAllThatCanBe(cutAt(history, moment), isImpossible);
  const originals = history.filter(({ invokedAt }) => invokedAt <= moment);
  const { order } = searchOrder(model, smallest, budget);
  const shown = smallest.flatMap((each, i) => {
    if (!each.forgotten && (isComplete(each) || order.includes(i))) return [{ operation: each, i }];
    return order.includes(i) ? [{ operation: { ...originals[i], forgotten: true }, i }] : [];
  });
  const operations = shown.map(({ operation }) => operation).sort((a, b) => a.invokedAt - b.invokedAt);
  return {
    operations,
    culprit: operations.filter((each) => !each.forgotten && isComplete(each)).reduce(laterAnswer),
    order: order.map((position) => shown.find(({ i }) => i === position)!.operation),
    others: originals.length - operations.length,
  };
}

function laterAnswer<Input, Output>(a: HistoryOperation<Input, Output>, b: HistoryOperation<Input, Output>) {
  return a.returnedAt! > b.returnedAt! ? a : b;
}

/** When the first answer came that cannot be explained. Found by halving: adding to an impossible one never mends it. */
function firstImpossibleMoment<Input, Output>(
  history: HistoryOperation<Input, Output>[],
  isImpossible: IsImpossible<Input, Output>,
): number {
  const byAnswer = history.filter(isComplete).sort((a, b) => a.returnedAt! - b.returnedAt!);
  let low = 0;
  let high = byAnswer.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isImpossible(cutAt(history, byAnswer[middle].returnedAt!))) high = middle;
    else low = middle + 1;
  }
  return byAnswer[high].returnedAt!;
}

/** Forgets operations in halves, quarters and so on, down to single ones, until not one more can be forgotten. */
function forgetAllThatCanBe<Input, Output>(
  history: HistoryOperation<Input, Output>[],
  isImpossible: IsImpossible<Input, Output>,
): HistoryOperation<Input, Output>[] {
  let current = history;
  let size = Math.ceil(current.length / 2);
  while (size >= 1) {
    const before = current;
    const left = current.flatMap(({ forgotten }, position) => (forgotten ? [] : [position]));
    for (let at = 0; at < left.length; at += size) {
      const chunk = new Set(left.slice(at, at + size));
      const attempt = current.map((operation, position) => (chunk.has(position) ? forget(operation) : operation));
      if (isImpossible(attempt)) current = attempt;
    }
    if (size > 1) size = Math.ceil(size / 2);
    else if (current === before) size = 0;
  }
  return current;
}
