/**
 * A batch is the entries that one record holds, and so what one sync makes durable: all of them or none.
 *
 *     ┌────────┬─────────┬────────┬─────────┬ …
 *     │ length │ entry 1 │ length │ entry 2 │      lengths are unsigned, 32 bits, little-endian
 *     └────────┴─────────┴────────┴─────────┴ …
 *
 * Why not a record for each entry of the batch? The blocks of one unsynced write reach the disk in any order. After a
 * crash the first record may be gone and the second whole, which is just what damage looks like (see `record.ts`). In
 * one record there is no second one.
 */

import { todo } from '#kit/todo.ts';

/** The entries, one after another. */
export function encodeBatch(entries: readonly Uint8Array[]): Uint8Array {
  todo('2.7', 'Write each entry behind its length.');
}

/** The entries of a batch, in order. @param batch what {@link encodeBatch} gave */
export function decodeBatch(batch: Uint8Array): Uint8Array[] {
  todo('2.7', 'Read the entries back, one length after another.');
}
