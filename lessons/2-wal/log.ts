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
import { todo } from '#kit/todo.ts';

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
  todo('2.2', 'Recover what is there; append writes a record and syncs it; replay reads the records back.');
}
