/**
 * Given: the calls of lesson 1's store, on a replica. What changes something goes through the log and so to the leader;
 * what only reads asks how far the log is committed, and then its own store.
 *
 *     put("a", "1")   ──► propose ──► a majority has it ──► applied ──► resolves with the value from before
 *     get("a")        ──► read: committed up to 7 ──► applied up to 7 ──► resolves with the value
 */
import { Failure } from '#kit/failure.ts';
import type { KeyValue, Operation, RangeRequest, Txn, TxnResult } from '#kv-store/store.ts';
import { encodeTxn } from '#wal/command.ts';
import { createKvMachine, type KvResult } from './kv-machine.ts';
import { openReplica, type Replica, type ReplicaOptions } from './replica.ts';

export interface ReplicatedStore {
  /** Linearizable, on any replica. @throws {Failure} `empty-key`, `closed` */
  get(key: Uint8Array): Promise<Uint8Array | undefined>;
  /** Linearizable, on any replica. @throws {Failure} `closed` */
  range(request?: RangeRequest): Promise<KeyValue[]>;
  /** Resolves with the value from before. @throws {Failure} `empty-key` and as `Replica.propose` */
  put(key: Uint8Array, value: Uint8Array): Promise<Uint8Array | undefined>;
  /** Resolves with the value from before. @throws {Failure} `empty-key` and as `Replica.propose` */
  delete(key: Uint8Array): Promise<Uint8Array | undefined>;
  /** @throws {Failure} `empty-key`, `key-not-found` and as `Replica.propose` */
  txn(txn: Txn): Promise<TxnResult>;
  /** What drives it: ticks, messages, status, close. */
  replica: Replica<KvResult>;
}

export async function openReplicatedStore(
  options: Omit<ReplicaOptions<KvResult>, 'machine'>,
): Promise<ReplicatedStore> {
  const machine = createKvMachine();
  const replica = await openReplica({ ...options, machine });

  async function txn(request: Txn): Promise<TxnResult> {
    const outcome = await replica.propose(encodeTxn(request));
    if (outcome.type === 'refused') throw new Failure(outcome.code, outcome.message);
    return outcome.result;
  }

  async function change(operation: Operation): Promise<Uint8Array | undefined> {
    const { results } = await txn({ compare: [], success: [operation], failure: [] });
    return (results[0] as { previous?: Uint8Array }).previous;
  }

  return {
    async get(key) {
      await replica.read();
      return machine.store().get(key);
    },
    async range(request) {
      await replica.read();
      return machine.store().range(request);
    },
    put: (key, value) => change({ type: 'put', key, value }),
    delete: (key) => change({ type: 'delete', key }),
    txn,
    replica,
  };
}
