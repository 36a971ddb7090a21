/**
 * An expected failure: something a correct program meets and answers for, such as a full disk or a missing key.
 * Each layer has one closed union of codes and names it, as in
 *
 *     export type StoreErrorCode = 'empty-key' | 'key-not-found';
 *     throw new Failure<StoreErrorCode>('empty-key', 'a key has at least one byte');
 *
 * Tell failures apart by `code`, never by `instanceof`: an error may come from the other side of a boundary
 * that hands over plain data only.
 */
export class Failure<Code extends string = string> extends Error {
  override readonly name = 'Failure';
  /** Which failure it is; the only part that a program may branch on. */
  readonly code: Code;
  /** Plain data that belongs to the failure, such as `{ file, offset }`. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: Code, message: string, details: Record<string, unknown> = {}) {
    super(message);
    this.code = code;
    this.details = details;
  }
}

/** The `code` of anything thrown that carries one, else `undefined`. Works across a boundary. */
export function codeOf(thrown: unknown): string | undefined {
  if (typeof thrown !== 'object' || thrown === null) return undefined;
  const { code } = thrown as { code?: unknown };
  return typeof code === 'string' ? code : undefined;
}
