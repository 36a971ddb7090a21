/**
 * Forgetting: what only older revisions show goes, and its memory with it.
 *
 *     before           a@2  a@5  a@9        b@3  b@4 tombstone
 *     compact to 6          a@5  a@9        (nothing)
 *
 *     as of 6 and later, all reads give the same as before; as of 5 and earlier they are refused
 *
 * Of the events, those of the compacted revision itself stay whole, so that a watch may still start there.
 *
 * Source: the etcd API reference, `CompactionRequest`.
 */
import type { Event } from '#kit/etcd/api.ts';
import { etcdFailure } from '#kit/etcd/errors.ts';
import { createByteBlocks } from './byte-blocks.ts';
import { firstEventFrom } from './history.ts';
import { forgetBefore, isTombstone } from './key-history.ts';
import type { StoreState } from './store-state.ts';

/**
 * Makes `revision` the oldest that can be read. No revision is used for it.
 *
 * @throws {Failure} `compacted` unless it is later than the compacted revision; `future-revision` if it is later than the
 *   store's
 */
export function compactTo(state: StoreState, revision: number): void {
  //: todo 4.4 Refuse what is not later, or too late; then forget in every key's history and among the events.
  if (revision <= state.compactedRevision) throw etcdFailure('compacted');
  if (revision > state.revision) throw etcdFailure('future-revision');
  state.compactedRevision = revision;
  const firstNewer = firstEventFrom(state.events, revision + 1);
  const old = state.events.slice(0, firstNewer);
  state.events = stillReadable(old, revision).concat(state.events.slice(firstNewer));
  forgetInIndex(state, old, revision);
  moveValues(state);
  //: end
}
//: solution

/** Of the events up to the revision those that stay. They lose what they say of the key as it was before. */
function stillReadable(old: Event[], revision: number): Event[] {
  const replaced = new Set(old.map(({ prevKv }) => prevKv));
  const stays = ({ kv }: Event) => kv.modRevision === revision || !(replaced.has(kv) || isTombstone(kv));
  return old.filter(stays).map(withoutPrevious);
}

/** Only those keys have something to forget that an event up to the revision has replaced a version of. */
function forgetInIndex({ index }: StoreState, old: Event[], revision: number): void {
  // All versions of a key share its bytes, so that the same key is the same object.
  const keys = new Set(old.filter(({ prevKv }) => prevKv).map(({ kv }) => kv.key));
  for (const key of keys) {
    const history = index.get(key)!;
    forgetBefore(history, revision);
    if (history.length === 0) index.delete(key);
  }
}

function withoutPrevious(event: Event): Event {
  return event.prevKv ? { type: event.type, kv: event.kv } : event;
}

/**
 * Moves the values that are left to new blocks, where more than half of what is in the old ones is of no use any more. So
 * the blocks hold at most twice what is needed, and a value is not moved at every compaction.
 */
function moveValues(state: StoreState): void {
  const needed = state.events.reduce((bytes, { kv }) => bytes + kv.value.length, 0);
  if (state.values.bytes() <= 2 * needed) return;
  state.values = createByteBlocks();
  for (const { kv } of state.events) kv.value = state.values.copy(kv.value);
}
//: end
