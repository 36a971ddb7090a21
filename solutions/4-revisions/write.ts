/**
 * Puts and deletes: each adds a version to a key's history and an event to the draft of the revision.
 *
 *     revision 7   put "a" "3"          event  put a@7      index  "a" ──► [ …, a@7 ]
 *     revision 8   delete "a" to "c"    events delete a@8, delete b@8, by ascending key
 *     revision 8   delete "x"           no such key: no event, so no new revision
 *
 * The store keeps copies of the bytes that it is given. A part of a larger array would keep all of that in memory.
 */
import type { DeleteRangeRequest, DeleteRangeResponse, PutRequest, PutResponse } from '#kit/etcd/api.ts';
import { etcdFailure } from '#kit/etcd/errors.ts';
import { latest, nextVersion, tombstone } from './key-history.ts';
import { selected } from './key-selection.ts';
import { type Draft, revisionIn } from './store-state.ts';

/**
 * Refuses a put that what the store holds now makes impossible. Changes nothing.
 *
 * @throws {Failure} `lease-not-found` for a lease that is not there; `key-not-found` where `ignoreValue` or `ignoreLease`
 *   wants to keep something of a key that is not there
 */
export function checkPossible({ state, leases }: Pick<Draft, 'state' | 'leases'>, request: PutRequest): void {
  //: todo 4.1 Look for the lease and, where something of the key is to be kept, for the key.
  const { key, lease = 0n, ignoreValue, ignoreLease } = request;
  if (lease !== 0n && !leases.has(lease)) throw etcdFailure('lease-not-found');
  if (!ignoreValue && !ignoreLease) return;
  if (!latest(state.index.get(key) ?? [])) throw etcdFailure('key-not-found');
  //: end
}

/**
 * Sets a key's value and lease; one that it had goes unless it is to be kept. The same value again is a change too.
 *
 * @throws {Failure} as {@link checkPossible} does
 */
export function put(draft: Draft, request: PutRequest): PutResponse {
  //: todo 4.1 Add the next version to the key's history and its event to the draft; detach the key, then attach it.
  checkPossible(draft, request);
  const { state, leases, revision, events } = draft;
  const history = state.index.get(request.key) ?? [];
  const before = latest(history);
  const value = request.ignoreValue ? before!.value : state.values.copy(request.value);
  const lease = request.ignoreLease ? before!.lease : (request.lease ?? 0n);
  // One copy of the key serves all of its versions.
  const key = history.length > 0 ? history[0].key : new Uint8Array(request.key);
  const kv = nextVersion(before, { key, value, lease }, revision);
  if (history.length > 0) history.push(kv);
  else state.index.set(key, [kv]);
  events.push(before ? { type: 'put', kv, prevKv: before } : { type: 'put', kv });
  if (before && before.lease !== 0n) leases.detach(before.lease, key);
  if (lease !== 0n) leases.attach(lease, key);
  return request.prevKv && before ? { header: { revision }, prevKv: before } : { header: { revision } };
  //: end
}

/** Deletes the keys of the selection that are there, by ascending key. A key that the draft has deleted is not there. */
export function deleteRange(draft: Draft, request: DeleteRangeRequest): DeleteRangeResponse {
  //: todo 4.1 Leave a tombstone and an event for each key that is there, and take it from its lease.
  const { state, leases, revision, events } = draft;
  const deleted = selected(state.index, request, revision);
  for (const kv of deleted) {
    const grave = tombstone(kv.key, revision);
    state.index.get(kv.key)!.push(grave);
    events.push({ type: 'delete', kv: grave, prevKv: kv });
    if (kv.lease !== 0n) leases.detach(kv.lease, kv.key);
  }
  const prevKvs = request.prevKv ? deleted : [];
  return { header: { revision: revisionIn(draft) }, deleted: deleted.length, prevKvs };
  //: end
}
