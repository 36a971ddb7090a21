/** Thrown by a run that was broken off on purpose: what it was about has changed. Nobody's fault, and no verdict. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}
