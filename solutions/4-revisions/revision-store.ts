/**
 * The store with a memory: every change makes a new revision of the whole, and older ones can still be read.
 *
 *     revision 1   {}                       a new store
 *     revision 2   { a: "1" }               put "a" "1"
 *     revision 3   { a: "1", b: "1" }       put "b" "1"
 *     revision 4   { b: "2" }               one transaction: delete "a", put "b" "2"
 *
 *     range "a" now                 nothing
 *     range "a" at revision 3       "1", made at revision 2
 *     changes from 3                3: put b     4: delete a, put b
 *
 * A change is made whole or not at all: whatever is thrown, nothing has changed. What responses and changes hold is shared
 * with the store and not to be changed; of what is given to it, it keeps copies.
 *
 * Known limits: all of it is in memory, and only `compact` makes it less.
 */
import type {
  DeleteRangeRequest,
  DeleteRangeResponse,
  KeyValue,
  PutRequest,
  PutResponse,
  RangeRequest,
  RangeResponse,
  TxnRequest,
  TxnResponse,
} from '#kit/etcd/api.ts';
import { invariant } from '#kit/invariant.ts';
import { checkKey, checkPut } from './checks.ts';
import { compactTo } from './compaction.ts';
import { type Change, changesFrom } from './history.ts';
import { rangeOf } from './range.ts';
import {
  attachLeases,
  decodeState,
  encodeInPieces,
  encodeState,
  hashOf,
  type NextPiece,
  roughBytesOf,
} from './store-snapshot.ts';
import { type Draft, emptyState, type LeaseBook } from './store-state.ts';
import { runTxn } from './txn.ts';
import { deleteRange, put } from './write.ts';

export type { Change } from './history.ts';
export type { LeaseBook } from './store-state.ts';

/** Headers have the store's revision and no more. Everything throws at once, with the codes of `#kit/etcd/errors.ts`. */
export interface RevisionStore {
  /** That of the last change; 1 for a new store. */
  revision(): number;
  /** The oldest that can be read; 0 where nothing was ever compacted. */
  compactedRevision(): number;
  /** @throws {Failure} `key-required`, `future-revision`, `compacted` */
  range(request: RangeRequest): RangeResponse;
  /** @throws {Failure} `key-required`, `value-provided`, `lease-provided`, `lease-not-found`, `key-not-found` */
  put(request: PutRequest): PutResponse;
  /** @throws {Failure} `key-required` */
  deleteRange(request: DeleteRangeRequest): DeleteRangeResponse;
  /** Deletes those of the keys that are there, in the order given, as one revision. Returns how many. */
  deleteKeys(keys: Uint8Array[]): number;
  /** @throws {Failure} what the others throw, `too-many-operations`, `duplicate-key` */
  txn(request: TxnRequest): TxnResponse;
  /** @throws {Failure} `compacted` for a revision that is not later than the compacted one, `future-revision` */
  compact(revision: number): void;
  /**
   * The changes from a revision on; none for a future one.
   *
   * @param limit how many revisions at most; all unless said
   * @throws {Failure} `compacted` for a revision before the compacted one, which itself is still there
   */
  changes(from: number, limit?: number): Change[];
  /**
   * Has every change told, once, in order, before the call that made it returns. The listener must not change the store.
   *
   * @returns a function that stops it
   */
  onChange(listener: (change: Change) => void): () => void;
  /** Has it told when `restore` has replaced everything; whatever changes came in between are not told. */
  onRestore(listener: () => void): () => void;
  /**
   * A checksum of what is left up to the revision; 0 means now. Stores that did the same have the same.
   *
   * @throws {Failure} `compacted` for the compacted revision and older ones, `future-revision`
   */
  hash(revision: number): number;
  /** Every version left, tombstones too, in the order in which they were made: what `snapshot` holds. */
  versions(): KeyValue[];
  /** Roughly how many bytes it takes. Looks at nothing for it. */
  bytes(): number;
  /** Everything, leases' keys included, but not the leases themselves. */
  snapshot(): Uint8Array;
  /** The same, piece by piece. Later changes do not show. */
  snapshotInPieces(): NextPiece;
  /** Replaces everything by what `snapshot` gave. The leases are there already; they get their keys back. */
  restore(state: Uint8Array): void;
}

/** A new store. Unless it is told of leases, there are none. */
export function createRevisionStore({ leases = noLeases }: { leases?: LeaseBook } = {}): RevisionStore {
  const changeListeners = new Set<(change: Change) => void>();
  const restoreListeners = new Set<() => void>();
  let state = emptyState();
  let isTelling = false;

  /** Runs one write. What it adds to its draft becomes the next revision; if it adds nothing, there is none. */
  function write<Response>(work: (draft: Draft) => Response): Response {
    //: todo 4.1 Do the work on a draft of the next revision; if it has events, keep them, move on and tell.
    invariant(!isTelling, 'a listener must not change the store');
    const { revision, events }: Change = { revision: state.revision + 1, events: [] };
    const response = work({ state, leases, revision, events });
    if (events.length === 0) return response;
    for (const event of events) state.events.push(event);
    state.revision = revision;
    tell({ revision, events });
    return response;
    //: end
  }

  function tell(change: Change): void {
    isTelling = true;
    try {
      for (const listener of changeListeners) listener(change);
    } finally {
      isTelling = false;
    }
  }

  return {
    revision: () => state.revision,
    compactedRevision: () => state.compactedRevision,
    range(request) {
      checkKey(request);
      return rangeOf(state, request, state.revision);
    },
    put(request) {
      checkPut(request);
      return write((draft) => put(draft, request));
    },
    deleteRange(request) {
      checkKey(request);
      return write((draft) => deleteRange(draft, request));
    },
    deleteKeys(keys) {
      return write((draft) => keys.reduce((deleted, key) => deleted + deleteRange(draft, { key }).deleted, 0));
    },
    txn: (request) => write((draft) => runTxn(draft, request)),
    compact: (revision) => compactTo(state, revision),
    changes: (from, limit = Number.POSITIVE_INFINITY) => changesFrom(state, from, limit),
    onChange: (listener) => listen(changeListeners, listener),
    onRestore: (listener) => listen(restoreListeners, listener),
    hash: (revision) => hashOf(state, revision),
    versions: () => state.events.map(({ kv }) => kv),
    bytes: () => roughBytesOf(state),
    snapshot: () => encodeState(state),
    snapshotInPieces: () => encodeInPieces(state),
    restore(bytes) {
      state = decodeState(bytes);
      attachLeases(state, leases);
      for (const listener of restoreListeners) listener();
    },
  };
}

const noLeases: LeaseBook = { has: () => false, attach() {}, detach() {} };

function listen<Listener>(listeners: Set<Listener>, listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
