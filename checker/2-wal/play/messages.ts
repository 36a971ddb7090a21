/** What the writer and the player tell each other over a channel. */

/** The writer works in lanes, each of which waits for an acknowledgement before its next write. */
export const lanes = 8;

/** A lane writes its numbers 1, 2, 3, … round and round into this many keys, so that the store stays small. */
export const keysPerLane = 50;

export type FromWriter =
  /** The store is open. `found[lane]` is the greatest number found; `missing` counts keys that hold an older one than they must. */
  | { kind: 'opened'; ms: number; found: number[]; missing: number }
  | { kind: 'acknowledged'; lane: number; number: number }
  | { kind: 'snapshot taken' }
  | { kind: 'failed'; code?: string; exercise?: string; message: string; details?: Record<string, unknown> };

export type ToWriter = { kind: 'write' } | { kind: 'take snapshot' };
