/** The program does not start, or ends. The message is one line for whoever has started it. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly exitCode: number;

  /** @param exitCode 2 for what was typed, 1 for all else */
  constructor(message: string, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** What was typed cannot be done. */
export function usage(what: string): Refusal {
  return new Refusal(what, 2);
}
