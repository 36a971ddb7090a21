/**
 * The log: entries of bytes, numbered 1, 2, 3, … in the order in which they were appended, kept on a disk that may lose
 * power at any moment.
 *
 *     append(b) ─┐
 *     append(c) ─┼─► waiting ──► one record ──► disk.append ──► disk.sync ──► acknowledged: b, c, d
 *     append(d) ─┘               (a batch)                      durable!
 *
 * While one batch is being written, whatever is appended waits for the next. The more callers there are, the larger
 * the batches: a sync is shared by all who wait for it.
 *
 * Rules W3 to W8, W11 and W12 of the lesson are kept here and in `recovery.ts`. The log has no clock and sets no timer.
 *
 * Known limits: one process at a time, which nothing enforces. A segment is read into memory whole. A log that has
 * failed stays failed: open it again.
 */
import type { Disk } from '#kit/disk.ts';

//: solution
import { codeOf, Failure } from '#kit/failure.ts';
import { encodeBatch } from './batch.ts';
import { encodeRecord } from './record.ts';
import { entriesOf, recover, type Segment, segmentName } from './recovery.ts';
//: end

export interface LogOptions {
  /** A segment that has reached this many bytes takes no further record. 64 MiB unless said. */
  segmentBytes?: number;
  /** Entries up to this index are in a snapshot: the log need not hold them and does not replay them. 0 for none. */
  snapshotIndex?: number;
}

/**
 * `damaged`: the log is not what was written, and no crash explains it; `details` say `{ file, offset }`, where offset is
 * the byte at which the broken record begins, or 0 if entries before the file are missing. `log-failed`: a write or a
 * sync has failed, now or before. `closed`: the log was closed. Carried as the `code` of a `Failure` (`#kit/failure.ts`).
 */
export type LogErrorCode = 'damaged' | 'log-failed' | 'closed';

export interface Log {
  /**
   * Adds an entry and resolves with its index once it is durable; that is its acknowledgement. Entries are numbered in
   * the order of the calls and acknowledged in that order. The bytes are taken at the call.
   *
   * @param payload any bytes, none too
   * @throws {Failure} `log-failed`, `closed`
   */
  append(payload: Uint8Array): Promise<number>;
  /**
   * Calls `visit` for each acknowledged entry behind the snapshot, in order, waiting for the promise that it may return.
   *
   * @throws {Failure} `damaged`; whatever `visit` throws
   */
  replay(visit: (payload: Uint8Array, index: number) => void | Promise<void>): Promise<void>;
  /** The index of the last acknowledged entry; 0 where there is none. */
  lastIndex(): number;
  /**
   * Removes the segments that hold no entry behind `index`; the last segment always stays. Call it once a snapshot of
   * everything up to `index` is durable.
   */
  dropThrough(index: number): Promise<void>;
  /** Resolves once everything appended before is settled. Later appends reject with `closed`. */
  close(): Promise<void>;
}

/**
 * Opens the log that the disk holds, or a new one, ready for appending. The disk may hold other files too: the log's own
 * names begin with `wal-`, and it touches no others.
 *
 * @throws {Failure} `damaged`, having changed nothing; whatever the disk rejects with
 */
export async function openLog(disk: Disk, options: LogOptions = {}): Promise<Log> {
  //: todo 2.2 Recover what is there; append writes a record and syncs it; replay reads the records back.
  const { segmentBytes = 64 * 1024 * 1024, snapshotIndex = 0 } = options;
  const { segments, lastIndex } = await recover(disk, snapshotIndex);

  async function write(entries: Uint8Array[], firstIndex: number): Promise<void> {
    const segment = await segmentFor(firstIndex);
    const record = encodeRecord(encodeBatch(entries));
    await disk.append(segment.name, record);
    // The entries are durable once this has resolved, not before.
    await disk.sync(segment.name);
    segment.bytes += record.length;
  }

  /** The last segment, or a new one when that is full or there is none. Its name is durable before it is written to. */
  async function segmentFor(firstIndex: number): Promise<Segment> {
    const last = segments.at(-1);
    if (last && last.bytes < segmentBytes) return last;
    const segment = { name: segmentName(firstIndex), firstIndex, bytes: 0 };
    await disk.create(segment.name);
    await disk.syncDirectory();
    segments.push(segment);
    return segment;
  }

  const commits = createGroupCommit(lastIndex, write);
  return {
    append: commits.append,
    lastIndex: commits.lastIndex,
    close: commits.close,
    async replay(visit) {
      for (const { name, firstIndex, bytes } of [...segments]) {
        let index = firstIndex;
        for (const entry of entriesOf(name, await disk.read(name, 0, bytes))) {
          if (index > snapshotIndex) await visit(entry, index);
          index++;
        }
      }
    },
    async dropThrough(index) {
      while (segments.length > 1 && segments[1].firstIndex <= index + 1) await disk.remove(segments.shift()!.name);
    },
  };
  //: end
}
//: solution

/** An entry on its way, and how to tell whoever appended it. */
interface Waiting {
  payload: Uint8Array;
  acknowledge(index: number): void;
  refuse(why: Failure<LogErrorCode>): void;
}

/**
 * Gathers entries while a write is under way and hands them over together for the next one.
 *
 * @param durable the index of the last entry that is durable
 * @param write makes entries durable, or throws; never called again once it has thrown
 */
function createGroupCommit(durable: number, write: (entries: Uint8Array[], firstIndex: number) => Promise<void>) {
  let waiting: Waiting[] = [];
  let committing: Promise<void> | undefined;
  /** Why no entry is taken any more. */
  let over: Failure<LogErrorCode> | undefined;

  async function commitAll(): Promise<void> {
    // One turn later, so that entries appended together are written together.
    await Promise.resolve();
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      try {
        const entries = batch.map(({ payload }) => payload);
        await write(entries, durable + 1);
      } catch (thrown) {
        // What the file holds now is unknown, and a second sync would say nothing about it. So this is the end.
        over = failed(thrown);
        for (const { refuse } of [...batch, ...waiting]) refuse(over);
        return;
      }
      for (const { acknowledge } of batch) acknowledge(++durable);
    }
    committing = undefined;
  }

  return {
    lastIndex: () => durable,
    async append(payload: Uint8Array): Promise<number> {
      if (over) throw over;
      return new Promise<number>((acknowledge, refuse) => {
        waiting.push({ payload: new Uint8Array(payload), acknowledge, refuse });
        committing ??= commitAll();
      });
    },
    async close(): Promise<void> {
      over ??= new Failure<LogErrorCode>('closed', 'the log was closed');
      await committing;
    },
  };
}

function failed(thrown: unknown): Failure<LogErrorCode> {
  const { message } = thrown as Error;
  return new Failure('log-failed', `the log could not be written: ${message}`, { cause: codeOf(thrown) });
}
//: end
