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

//: solution
import { Failure } from '#kit/failure.ts';
import { decodeBatch } from './batch.ts';
import type { LogErrorCode } from './log.ts';
import { decodeRecord } from './record.ts';
//: end

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
  //: todo 2.2 List the segments in order, read each to the end of its records, and count the entries.
  const { needed, leftovers } = sortOut(await disk.list(), snapshotIndex);
  const segments: Segment[] = [];
  let lastIndex = needed[0] ? needed[0].firstIndex - 1 : 0;
  for (const [i, { name, firstIndex }] of needed.entries()) {
    if (firstIndex !== lastIndex + 1) throw damaged(name, 0, `entry ${lastIndex + 1} is missing before it`);
    const isLast = i === needed.length - 1;
    const { entries, end } = check(name, await disk.read(name), isLast);
    segments.push({ name, firstIndex, bytes: end });
    lastIndex += entries;
  }
  if (lastIndex < snapshotIndex) throw damaged(segmentName(lastIndex + 1), 0, `entry ${lastIndex + 1} is missing`);
  await makeDurable(disk, segments.at(-1), leftovers);
  return { segments, lastIndex };
  //: end
}
//: solution

/** The entries of a segment's whole records, in order. @throws {Failure} `damaged` at anything else */
export function entriesOf(name: string, bytes: Uint8Array): Uint8Array[] {
  const { entries, end } = scan(bytes);
  if (end < bytes.length) throw damaged(name, end, 'the record is not what was written');
  return entries;
}

export function segmentName(firstIndex: number): string {
  return `wal-${String(firstIndex).padStart(16, '0')}`;
}

/** The segments by index: those that hold an entry behind the snapshot, or may come to, and those that do not. */
function sortOut(names: string[], snapshotIndex: number) {
  const all = names
    .filter((name) => /^wal-\d{16}$/.test(name))
    .sort()
    .map((name) => ({ name, firstIndex: Number(name.slice(4)) }));
  const isLeftover = (i: number) => i + 1 < all.length && all[i + 1].firstIndex <= snapshotIndex + 1;
  const firstNeeded = all.findIndex((_, i) => !isLeftover(i));
  const needed = firstNeeded < 0 ? [] : all.slice(firstNeeded);
  if (needed[0] && needed[0].firstIndex > snapshotIndex + 1) {
    throw damaged(needed[0].name, 0, `entry ${snapshotIndex + 1} is missing before it`);
  }
  return { needed, leftovers: all.slice(0, all.length - needed.length) };
}

/** How far a segment is whole. Only the last may be torn: the others were synced before the next was begun. */
function check(name: string, bytes: Uint8Array, isLast: boolean): { entries: number; end: number } {
  const { entries, end, kind } = scan(bytes);
  if (kind === 'damaged') throw damaged(name, end, 'a whole record comes after this broken one');
  if (kind === 'torn' && !isLast) throw damaged(name, end, 'a whole segment comes after this broken record');
  return { entries: entries.length, end };
}

function scan(bytes: Uint8Array) {
  const entries: Uint8Array[] = [];
  let end = 0;
  for (;;) {
    const decoded = decodeRecord(bytes, end);
    if (decoded.kind !== 'record') return { entries, end, kind: decoded.kind };
    for (const entry of decodeBatch(decoded.payload)) entries.push(entry);
    end = decoded.next;
  }
}

/**
 * What is shown from now on must stay. The records were read, but a process that was killed may have left them, or the
 * segment's name, in memory only: so both are synced even where nothing was cut.
 */
async function makeDurable(disk: Disk, tail: Segment | undefined, leftovers: { name: string }[]): Promise<void> {
  for (const { name } of leftovers) await disk.remove(name);
  if (!tail) return;
  if ((await disk.size(tail.name)) > tail.bytes) await disk.truncate(tail.name, tail.bytes);
  await disk.sync(tail.name);
  await disk.syncDirectory();
}

function damaged(file: string, offset: number, why: string): Failure<LogErrorCode> {
  return new Failure('damaged', `${file} is damaged at byte ${offset}: ${why}`, { file, offset });
}
//: end
