/**
 * What clients saw: each operation with the moment it was asked for, the moment its answer came, and the answer.
 *
 *     c1  put("a", "1")     ├────┤
 *     c2  get("a") → "1"       ├───┤
 *     c1  put("a", "2")            ├──────────   no answer: it may have happened, at any later time, or never will
 *
 * Times only order the events. An answer and a call of the same moment count as overlapping.
 */
export interface HistoryOperation<Input, Output> {
  /** Who asked, for people to read; the order of one client's operations follows from the times alone. */
  client: string;
  input: Input;
  invokedAt: number;
  /** Left out where no answer came. */
  returnedAt?: number;
  /** The answer; unknown where none came. */
  output?: Output;
  /** See {@link forget}. */
  forgotten?: boolean;
}

/** Whether an answer came. */
export function isComplete(operation: HistoryOperation<unknown, unknown>): boolean {
  return operation.returnedAt !== undefined;
}

/**
 * The operation forgotten: it may have happened any number of times since its call, or never. This only ever allows
 * more, so what is impossible with operations forgotten was impossible with them remembered.
 */
export function forget<Input, Output>(operation: HistoryOperation<Input, Output>): HistoryOperation<Input, Output> {
  return { ...unanswered(operation), forgotten: true };
}

/** The history as it stood at a moment: later calls are gone, later answers have not come. */
export function cutAt<Input, Output>(
  history: readonly HistoryOperation<Input, Output>[],
  moment: number,
): HistoryOperation<Input, Output>[] {
  return history
    .filter(({ invokedAt }) => invokedAt <= moment)
    .map((operation) => (operation.returnedAt! > moment ? unanswered(operation) : operation));
}

function unanswered<Input, Output>({ client, input, invokedAt }: HistoryOperation<Input, Output>) {
  return { client, input, invokedAt };
}
