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
import { todo } from '#kit/todo.ts';
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
  todo('4.1', 'Look for the lease and, where something of the key is to be kept, for the key.');
}

/**
 * Sets a key's value and lease; one that it had goes unless it is to be kept. The same value again is a change too.
 *
 * @throws {Failure} as {@link checkPossible} does
 */
export function put(draft: Draft, request: PutRequest): PutResponse {
  todo('4.1', "Add the next version to the key's history and its event to the draft; detach the key, then attach it.");
}

/** Deletes the keys of the selection that are there, by ascending key. A key that the draft has deleted is not there. */
export function deleteRange(draft: Draft, request: DeleteRangeRequest): DeleteRangeResponse {
  todo('4.1', 'Leave a tombstone and an event for each key that is there, and take it from its lease.');
}
