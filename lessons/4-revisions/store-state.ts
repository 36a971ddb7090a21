/**
 * What a store holds. The same versions are reached in two ways: by key, for reads, and by revision, for watches.
 *
 *     index     "a" ──► [ a@2, a@5 ]          "b" ──► [ b@3, b@4 tombstone ]
 *
 *     events    put a@2    put b@3    delete b@4    put a@5
 *
 * A version is in memory once, and both refer to it.
 */
import { compareBytes } from '#kit/bytes.ts';
import type { Event } from '#kit/etcd/api.ts';
import { createOrderedMap, type OrderedMap } from '#kv-store/ordered-map.ts';
import { type ByteBlocks, createByteBlocks } from './byte-blocks.ts';
import type { KeyHistory } from './key-history.ts';

export interface StoreState {
  /** That of the last change. 1 for a new store: the first change makes revision 2. */
  revision: number;
  /** What is older cannot be read any more. 0 where nothing was ever compacted; 0 <= compactedRevision <= revision. */
  compactedRevision: number;
  /** Every key with a version left, so also those that are deleted and not yet compacted. No history is empty. */
  index: OrderedMap<Uint8Array, KeyHistory>;
  /**
   * Every version left, in the order in which the changes were made: by modRevision, and within one revision as executed.
   * An event newer than compactedRevision has its `prevKv` if the key was there before; one up to it has none.
   */
  events: Event[];
  /** Where the values are. */
  values: ByteBlocks;
}

/** What the keys attached to leases look like from a store. `leases.ts` keeps such a book. */
export interface LeaseBook {
  has(id: bigint): boolean;
  /** The key goes away with the lease. Attaching twice is attaching once. */
  attach(id: bigint, key: Uint8Array): void;
  /** The key does not go away with the lease any more. Does nothing where there is no such lease or key. */
  detach(id: bigint, key: Uint8Array): void;
}

/** One revision while it is made: by a put, a delete or a whole transaction. */
export interface Draft {
  state: StoreState;
  leases: LeaseBook;
  /** What all of its changes carry: `state.revision + 1`. */
  revision: number;
  /** What was done so far, in this order. If nothing is, there is no new revision. */
  events: Event[];
}

export function emptyState(): StoreState {
  return {
    revision: 1,
    compactedRevision: 0,
    index: createOrderedMap(compareBytes),
    events: [],
    values: createByteBlocks(),
  };
}

/** The revision to show and to read in the midst of a draft: the new one from its first change on. */
export function revisionIn({ state, revision, events }: Draft): number {
  return events.length > 0 ? revision : state.revision;
}
