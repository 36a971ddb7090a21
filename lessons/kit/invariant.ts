/**
 * States what must be true here if the program is right. A broken invariant is a bug, never a user's mistake
 * and never a fault of the disk or the network, so nobody catches it: the program stops.
 *
 * @param condition what must hold
 * @param message what it means that it does not, as a sentence without a full stop
 * @throws {InvariantError} when the condition is false
 */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new InvariantError(message);
}

/** Thrown by {@link invariant}: the program has a bug and must not go on. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
  readonly code = 'invariant';

  constructor(message: string) {
    super(`broken invariant: ${message}`);
  }
}
