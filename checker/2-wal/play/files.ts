/**
 * The log's files, as someone with a hammer sees them.
 */
import { appendFileSync, closeSync, openSync, readdirSync, readSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { utf8 } from '#kit/bytes.ts';
import { encodeRecord } from '#wal/record.ts';

/** The log's segments, oldest first. */
export function segmentsIn(folder: string): { name: string; bytes: number }[] {
  return readdirSync(folder)
    .filter((name) => name.startsWith('wal-'))
    .sort()
    .map((name) => ({ name, bytes: statSync(join(folder, name)).size }));
}

/**
 * Leaves the first part of a record at the log's end, as a power cut in the middle of a write does.
 *
 * @returns how many bytes of it
 */
export function leaveHalfARecord(folder: string): number {
  const whole = encodeRecord(utf8('this write was never finished, so it was never acknowledged'));
  const half = whole.subarray(0, Math.ceil(whole.length / 2));
  appendFileSync(join(folder, segmentsIn(folder).at(-1)!.name), half);
  return half.length;
}

export interface Damage {
  name: string;
  offset: number;
}

/** Turns over every bit of one byte in the middle of the largest segment. Doing it twice undoes it. */
export function middleOf(folder: string): Damage {
  const [largest] = segmentsIn(folder).sort((a, b) => b.bytes - a.bytes);
  return { name: largest.name, offset: Math.floor(largest.bytes / 2) };
}

export function flip(folder: string, { name, offset }: Damage): void {
  const file = openSync(join(folder, name), 'r+');
  const byte = Buffer.alloc(1);
  readSync(file, byte, 0, 1, offset);
  byte[0] ^= 0xff;
  writeSync(file, byte, 0, 1, offset);
  closeSync(file);
}
