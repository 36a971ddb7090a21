/**
 * A record is what the log writes at one go: some bytes, framed so that a reader can tell whether they are whole.
 *
 *      0         4          8          12
 *     ┌─────────┬──────────┬──────────┬────────────────────┐
 *     │ length  │ crc of   │ crc of   │ payload            │   numbers are unsigned, 32 bits, little-endian
 *     │ payload │ payload  │ bytes 0–7│ (length bytes)     │   crc is CRC-32C
 *     └─────────┴──────────┴──────────┴────────────────────┘
 *
 * The header has a checksum of its own, because everything hangs on `length`: a reader that believes a damaged length
 * looks for the next record in the wrong place. It also makes a stretch of zeros no record: a length of 0 and the
 * checksum of no bytes are both zero, the checksum of eight zero bytes is not.
 *
 * What a reader can tell. Records are written one at a time, each synced before the next is begun, so a crash can only
 * spoil the last one. Whatever has a whole record behind it was synced, and then no crash explains that it is broken.
 *
 *     the file ends inside the record                    torn      a crash leaves that
 *     payload's checksum wrong, nothing behind it        torn      a crash leaves that: zeros, or other bytes
 *     payload's checksum wrong, more behind it           damaged
 *     header's checksum wrong, no whole record behind it torn
 *     header's checksum wrong, a whole record behind it  damaged
 *
 * Known limits: a flipped bit in the last record looks like a torn one. So does a damaged header right before a torn
 * record. A payload that holds an encoded record can make a torn record look damaged: the reader errs on the loud side.
 */
import { crc32c } from '#kit/crc32c.ts';
import { todo } from '#kit/todo.ts';

/** What stands at an offset. Plain data. */
export type Decoded =
  | { kind: 'record'; payload: Uint8Array /** Where the next record begins. */; next: number }
  /** The bytes end exactly here. */
  | { kind: 'end' }
  /** A record that a crash may have left half-written; nothing that was synced is lost by cutting it off. */
  | { kind: 'torn' }
  /** A record that was whole once, and is not now. */
  | { kind: 'damaged' };

/** Bytes in front of the payload. */
export const headerBytes = 12;

/**
 * The payload, framed.
 *
 * @param payload 0 to 2^32 − 1 bytes
 */
export function encodeRecord(payload: Uint8Array): Uint8Array {
  todo('2.1', 'Write length, checksum of the payload, checksum of the header so far, and the payload.');
}

/**
 * What stands at `offset`, read as far as the end of `bytes`. Never throws, whatever the bytes are.
 *
 * @param bytes a whole file, since only what comes behind a broken record tells whether it is torn or damaged
 * @param offset where a record begins, 0 to `bytes.length`
 */
export function decodeRecord(bytes: Uint8Array, offset: number): Decoded {
  todo('2.1', 'Check the header, then the payload, and tell apart the four cases of the table above.');
}
