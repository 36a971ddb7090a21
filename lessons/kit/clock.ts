/**
 * Time, handed in. Code that reads no clock of its own can be run in virtual time: hours in a second, and the same
 * every time.
 */
export interface Clock {
  /** Milliseconds since some fixed moment. Never goes back. */
  now(): number;
  /**
   * Calls `action` once, `delayMs` milliseconds from now or a little later, never before `setTimer` has returned.
   *
   * @param delayMs 0 or more
   * @returns a function that cancels the timer; calling it late or twice does nothing
   */
  setTimer(delayMs: number, action: () => void): () => void;
}
