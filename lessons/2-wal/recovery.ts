/**
 * What a log finds when it is opened, and what it makes of it.
 *
 *     wal-0000000000000001   ▓▓▓▓▓▓▓▓▓▓▓▓▓▓   entries 1 to 4, whole
 *     wal-0000000000000005   ▓▓▓▓▓▓▓▓▓▓▓▓▓▓   entries 5 to 8, whole
 *     wal-0000000000000009   ▓▓▓▓▓▓▓░░        entries 9 and 10, and a torn record: cut off
 *
 * A segment is named after its first entry, so an empty one still says where counting goes on, and a missing one
 * shows as a gap. The digits are padded, because names are sorted as texts.
 *
 * Everything is read and judged before anything is changed: a damaged log is left exactly as it was found.
 */
import type { Disk } from '#kit/disk.ts';
import { todo } from '#kit/todo.ts';

/** A file of the log. */
export interface Segment {
  name: string;
  /** The index of the first entry that it holds, or will hold. */
  firstIndex: number;
  /** How many bytes of it are whole, durable records. What is behind them is not the log's. */
  bytes: number;
}

/** A log that is fit to go on: every byte of it is whole and durable. */
export interface Recovered {
  /** By ascending index, without gaps; only the last is written to. Empty where there is no log yet. */
  segments: Segment[];
  /** The last entry's index; 0 where there is none. */
  lastIndex: number;
}

/**
 * Reads the log, cuts a torn tail off and makes durable what is left. Removes segments that a snapshot has replaced.
 *
 * @param snapshotIndex entries up to this index are in a snapshot and need not be in the log; 0 for none
 * @throws {Failure} `damaged`, with `{ file, offset }`, having changed nothing; whatever the disk rejects with
 */
export async function recover(disk: Disk, snapshotIndex: number): Promise<Recovered> {
  todo('2.2', 'List the segments in order, read each to the end of its records, and count the entries.');
}
