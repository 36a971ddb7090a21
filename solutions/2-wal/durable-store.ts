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
//: solution
import { codeOf } from '#kit/failure.ts';
//: end
import type { KeyRange, KeyValue, RangeRequest, Txn, TxnResult } from '#kv-store/store.ts';
//: solution
import { createStore, type StoreErrorCode } from '#kv-store/store.ts';
import { decodeEntries, decodeTxn, encodeEntries, encodeTxn } from './command.ts';
//: end
import type { LogOptions } from './log.ts';
//: solution
import { openLog } from './log.ts';
import { loadSnapshot, saveSnapshot } from './snapshot.ts';
//: end

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
  //: todo 2.6 Load the snapshot, replay the log behind it, then log every transaction before running it.
  const store = createStore();
  const snapshot = await loadSnapshot(disk);
  for (const { key, value } of snapshot ? decodeEntries(snapshot.state) : []) store.put(key, value);

  /** Index of the last entry that the store has seen. */
  let applied = snapshot?.index ?? 0;
  const log = await openLog(disk, { ...options, snapshotIndex: applied });
  await log.replay((bytes, index) => {
    applied = index;
    runAgain(() => store.txn(decodeTxn(bytes)));
  });

  async function txn(request: Txn): Promise<TxnResult> {
    const bytes = encodeTxn(request);
    applied = await log.append(bytes);
    return store.txn(decodeTxn(bytes));
  }

  async function change(operation: Txn['success'][number]): Promise<Uint8Array | undefined> {
    const { results } = await txn({ compare: [], success: [operation], failure: [] });
    return (results[0] as { previous?: Uint8Array }).previous;
  }

  async function takeSnapshot(): Promise<void> {
    const index = applied;
    await saveSnapshot(disk, { index, state: encodeEntries(store.range()) });
    await log.dropThrough(index);
  }

  let snapshots: Promise<void> = Promise.resolve();
  return {
    get: (key) => store.get(key),
    range: (request) => store.range(request),
    count: (range) => store.count(range),
    put: (key, value) => change({ type: 'put', key, value }),
    delete: (key) => change({ type: 'delete', key }),
    txn,
    snapshot() {
      // One at a time, whether or not the one before succeeded.
      const turn = snapshots.then(takeSnapshot);
      snapshots = turn.catch(() => undefined);
      return turn;
    },
    async close() {
      await snapshots;
      await log.close();
    },
  };
  //: end
}
//: solution

/** A transaction that was refused when it was new is refused again, and that is right: it changed nothing then. */
function runAgain(transaction: () => void): void {
  const refusals: StoreErrorCode[] = ['empty-key', 'key-not-found'];
  try {
    transaction();
  } catch (thrown) {
    if (!refusals.includes(codeOf(thrown) as StoreErrorCode)) throw thrown;
  }
}
//: end
