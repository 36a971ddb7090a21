/**
 * Objects in etcd. Everything that the API server keeps goes through here, and nothing else talks to etcd but the watch.
 *
 *     Deployment web in default                        etcd, at revision 42
 *     { metadata: { name: 'web',             ──►       /registry/deployments/default/web
 *         resourceVersion: '42' }, … }                 {"apiVersion":"apps/v1", … }      without a resourceVersion
 *
 * An object's resourceVersion is not stored: it is the revision at which etcd was last told the object, as a text. So
 * whoever hands a resourceVersion back says which state of the object they have seen.
 *
 * A write is ONE transaction: "if the object is still at revision 41, put this". Of two who have both read revision 41,
 * one is told that it is done, and the other what is there now.
 */
import type { EtcdApi } from '#kit/etcd/api.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { type ObjectKey, registryPrefix } from '#kv-store/registry-key.ts';
import { endOfPrefix } from './key-range.ts';
import type { LeasePool } from './lease-pool.ts';
import { orApiFailure } from './storage-errors.ts';
import { type Known, nameIn, nothingKnown } from './stored-object.ts';
//: solution

import type { Compare, RequestOp, TxnResponse } from '#kit/etcd/api.ts';
import { invariant } from '#kit/invariant.ts';
import { registryKey } from '#kv-store/registry-key.ts';
import { behind } from './key-range.ts';
import { decodeStored, encodeStored, isSame, revisionOf, withRevision } from './stored-object.ts';
//: end

/** One write of one object. */
export interface Change {
  key: ObjectKey;
  /** The revision that the object must still have; 0: there must be no such object. */
  expected: number;
  /** What is to be there; missing: nothing, the object is removed. */
  object?: KubernetesObject;
  /** Other keys that must be free and are taken in the same transaction, such as a Service's address. */
  claims?: ObjectKey[];
  /** Other keys that are given back in the same transaction. */
  releases?: ObjectKey[];
  /** Seconds after which the object goes away by itself; for ever unless said. */
  ttl?: number;
}

/**
 * `done`: the object as it is now, or as it was last if it is removed; either way with the resourceVersion of this write.
 * Not done: the object that is there now, if any, and which of the claims somebody has.
 */
export type Outcome =
  | { done: true; object: KubernetesObject }
  | { done: false; current?: KubernetesObject; taken: ObjectKey[] };

export interface ListRequest {
  resource: string;
  /** All namespaces unless said. */
  namespace?: string;
  /** The store as of this revision; as it is now unless said. */
  revision?: number;
  /** Goes on behind this key. */
  after?: Uint8Array;
  /** How many objects at most; all unless said. */
  limit?: number;
}

export interface StoredList {
  /** Sorted by key: by namespace, then by name. */
  objects: KubernetesObject[];
  /** The revision that the list shows. */
  revision: number;
  /** The key of the last object; missing where the list is complete. */
  last?: Uint8Array;
  /** How many objects are left behind the last one. */
  remaining: number;
}

/** Rejects with `ServiceUnavailable` where etcd does not answer, with `Expired` for a compacted revision. */
export interface Storage {
  get(key: ObjectKey): Promise<KubernetesObject | undefined>;
  list(request: ListRequest): Promise<StoredList>;
  /** The one place at which anything changes. */
  commit(change: Change): Promise<Outcome>;
  /** The names below a resource, without the objects: which addresses are taken. */
  names(resource: string): Promise<Set<string>>;
  /** The store's revision now: that of the last write of anything by anyone. */
  revision(): Promise<number>;
  /** The revision of the last write of this resource that was made through here; 0 for none. */
  lastWrite(resource: string): number;
}

/** What a write of an object comes to; `object` missing: the object is removed. */
export type Decision = Pick<Change, 'object' | 'claims' | 'releases' | 'ttl'>;

export function createStorage(etcd: EtcdApi, leases: LeasePool, known: Known = nothingKnown): Storage {
  const lastWrites = new Map<string, number>();

  return {
    async get(key) {
      //: todo 5.6 Range over the one key, and give the object its resourceVersion.
      const { kvs } = await orApiFailure(etcd.range({ key: registryKey(key) }));
      return kvs.length === 0 ? undefined : decodeStored(kvs[0], known);
      //: end
    },

    async list({ resource, namespace, revision, after, limit }) {
      //: todo 5.6 Range over what the keys have in common, from the first or from behind `after`.
      const prefix = registryPrefix({ resource, namespace });
      const keys = { key: after ? behind(after) : prefix, rangeEnd: endOfPrefix(prefix) };
      const { header, kvs, more, count } = await orApiFailure(etcd.range({ ...keys, revision, limit }));
      const objects = kvs.map((kv) => decodeStored(kv, known));
      const last = more ? kvs[kvs.length - 1].key : undefined;
      return { objects, revision: revision ?? header.revision, last, remaining: count - kvs.length };
      //: end
    },

    async commit({ key, expected, object, claims = [], releases = [], ttl }) {
      //: todo 5.6 Make one transaction: each condition is a compare, and where one fails, what is there is read in the same breath.
      const lease = ttl === undefined ? 0n : await orApiFailure(leases.leaseFor(ttl));
      const compare = [stillAt(key, expected), ...claims.map((claim) => stillAt(claim, 0))];
      const success = [
        object ? put(key, encodeStored(object), lease) : remove(key),
        ...claims.map((claim) => put(claim, registryKey(key))),
        ...releases.map(remove),
      ];
      const failure = [key, ...claims].map(read);
      // Here an object comes into being, changes or goes away: before this line nothing has happened, after it all has.
      const response = await orApiFailure(etcd.txn({ compare, success, failure }));
      if (!response.succeeded) return refusal(response, claims);
      const { revision } = response.header;
      lastWrites.set(key.resource, Math.max(revision, lastWrites.get(key.resource) ?? 0));
      return { done: true, object: withRevision(object ?? removedBy(response), revision) };
      //: end
    },

    async names(resource) {
      const prefix = registryPrefix({ resource });
      const range = { key: prefix, rangeEnd: endOfPrefix(prefix), keysOnly: true };
      const { kvs } = await orApiFailure(etcd.range(range));
      return new Set(kvs.map(nameIn));
    },

    async revision() {
      const { header } = await orApiFailure(etcd.range({ key: Uint8Array.of(0), keysOnly: true }));
      return header.revision;
    },

    lastWrite: (resource) => lastWrites.get(resource) ?? 0,
  };
  //: solution

  function refusal(response: TxnResponse, claims: ObjectKey[]): Outcome {
    const found = response.responses.map((each) => (each.type === 'range' ? each.response.kvs[0] : undefined));
    const [current, ...claimed] = found;
    const taken = claims.filter((_, i) => claimed[i] !== undefined);
    return { done: false, current: current && decodeStored(current, known), taken };
  }

  function removedBy({ responses: [first] }: TxnResponse): KubernetesObject {
    invariant(first.type === 'delete-range', 'the first operation of a removal deletes the object');
    return decodeStored(first.response.prevKvs[0], known);
  }
  //: end
}

/**
 * Reads an object, has it decided what becomes of it, and commits that; if somebody else was faster, decides again on
 * what is there now. Whatever `decide` gives as it was is not written, and keeps its resourceVersion.
 *
 * @param decide rejects where the write must not be; that is the end of it
 * @returns the object as it is now, or as it was when it was removed
 */
export async function guaranteedUpdate(
  storage: Storage,
  key: ObjectKey,
  decide: (current: KubernetesObject | undefined, taken: ObjectKey[]) => Promise<Decision>,
): Promise<KubernetesObject> {
  //: todo 5.6 Read, decide, commit; whoever loses the race goes on from what the transaction has found.
  let current = await storage.get(key);
  let taken: ObjectKey[] = [];
  for (;;) {
    const decision = await decide(current, taken);
    if (current && decision.object && isSame(current, decision.object)) return current;
    const outcome = await storage.commit({ key, expected: revisionOf(current), ...decision });
    if (outcome.done) return outcome.object;
    ({ current, taken } = outcome);
  }
  //: end
}
//: solution

/** Holds while the key was last put at this revision; 0: while there is no such key. */
function stillAt(key: ObjectKey, revision: number): Compare {
  return { key: registryKey(key), target: 'mod', result: 'equal', value: revision };
}

function put(key: ObjectKey, value: Uint8Array, lease = 0n): RequestOp {
  return { type: 'put', request: { key: registryKey(key), value, lease } };
}

function remove(key: ObjectKey): RequestOp {
  return { type: 'delete-range', request: { key: registryKey(key), prevKv: true } };
}

function read(key: ObjectKey): RequestOp {
  return { type: 'range', request: { key: registryKey(key) } };
}
//: end
