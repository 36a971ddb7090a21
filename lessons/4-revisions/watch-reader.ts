/**
 * What a watch wants of what happened.
 *
 *     watch "a" to "c", no-put      put a@5      not wanted
 *                                   delete b@6   wanted, without `prevKv` unless it was asked for
 *                                   delete d@7   not in the range
 */
import type { Event, WatchCreateRequest } from '#kit/etcd/api.ts';
import { todo } from '#kit/todo.ts';
import { boundsOf, isWithin } from './key-selection.ts';
import type { RevisionStore } from './revision-store.ts';

/** Past events that go into one batch. */
export interface Lot {
  events: Event[];
  /** The first revision that was not looked at. */
  next: number;
}

/** How many revisions of the past are put together to one batch. */
export const batchRevisionsMax = 100;

/** No further revision joins a batch whose keys and values have so many bytes. */
export const batchBytesMax = 64 * 1024;

/**
 * The event as the watch wants it, or `undefined` where its filters leave it out.
 *
 * @param event of a key that the watch has selected
 */
export function wantedOf({ filters = [], prevKv }: WatchCreateRequest, event: Event): Event | undefined {
  todo('4.5', 'Apply the filters; leave the previous version out where it was not asked for.');
}

/**
 * The wanted events from a revision on, as many as fit into one batch: there are none only if nothing wanted is left. The
 * events of one revision are never parted.
 *
 * @param from a revision not newer than the store's
 * @throws {Failure} `compacted` where that is before the compacted revision
 */
export function readLot(store: RevisionStore, request: WatchCreateRequest, from: number): Lot {
  todo('4.5', "Read the store's changes, some at a time, until the batch is full or there are no more.");
}
