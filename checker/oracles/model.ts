/**
 * What a correct service would do, one operation after another: the sequential specification that a concurrent history
 * is held against.
 */
export interface Model<State, Input, Output> {
  initial: State;
  /**
   * The state after `input` was answered with `output`, or `undefined` where a correct service in this state would
   * never answer so. An output that is left out is unknown, and then any answer will do.
   */
  step(state: State, input: Input, output: Output | undefined): { state: State } | undefined;
  /** A text that is the same for equal states and differs for others. */
  keyOf(state: State): string;
  /** Whether the operation never changes the state. */
  isRead(input: Input): boolean;
  /** Operations of different parts never affect each other, so that each part can be checked by itself. */
  partOf(input: Input): string;
  /** The operation as people read it, with its answer: `get("a") → "1"`. */
  inWords(input: Input, output: Output | undefined): string;
  /** Whether `reader`, coming right after `writer`, may owe its answer, or what it does, to it. Yes where in doubt. */
  feeds(writer: Input, reader: Input, output: Output | undefined): boolean;
}
