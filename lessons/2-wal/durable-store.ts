/**
 * The store of lesson 1, made to outlive the process: write it down first, do it then.
 *
 *     txn ──► log.append ──► durable ──► store.txn ──► the caller is told
 *
 *     restart:  newest snapshot ──► store ──► every entry behind it, once, in order ──► ready
 *
 * The log holds the transactions, not what they did. Running them again gives the same state, because a transaction is
 * plain data and does the same each time; one that fails, fails again and changes nothing.
 *
 * Reads are answered from memory. They never show what is not durable yet: it could be gone a moment later.
 */
import type { Disk } from '#kit/disk.ts';
import { todo } from '#kit/todo.ts';
import type { KeyRange, KeyValue, RangeRequest, Txn, TxnResult } from '#kv-store/store.ts';
import type { LogOptions } from './log.ts';

export type DurableStoreOptions = Pick<LogOptions, 'segmentBytes'>;

/**
 * The store's calls; those that change something resolve once it is durable and done. They take effect in the order of
 * the calls, and reject with the codes of the store (`empty-key`, `key-not-found`) or of the log (`log-failed`, `closed`).
 */
export interface DurableStore {
  get(key: Uint8Array): Uint8Array | undefined;
  range(request?: RangeRequest): KeyValue[];
  count(range?: KeyRange): number;
  /** Resolves with the value from before, or `undefined`. */
  put(key: Uint8Array, value: Uint8Array): Promise<Uint8Array | undefined>;
  /** Resolves with the value that the key had, or `undefined`. */
  delete(key: Uint8Array): Promise<Uint8Array | undefined>;
  txn(txn: Txn): Promise<TxnResult>;
  /**
   * Writes the state down and drops the log behind it. The store goes on answering and changing meanwhile. Where the
   * disk fails or is full, the store is as good as before and the log is kept.
   *
   * @throws {Failure} whatever the disk rejects with
   */
  snapshot(): Promise<void>;
  /** Resolves once everything called before is settled. */
  close(): Promise<void>;
}

/**
 * Opens the store that the disk holds, or an empty one.
 *
 * @throws {Failure} `damaged` where snapshot and log together no longer hold everything; whatever the disk rejects with
 */
export async function openDurableStore(disk: Disk, options: DurableStoreOptions = {}): Promise<DurableStore> {
  todo('2.6', 'Load the snapshot, replay the log behind it, then log every transaction before running it.');
}
