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
import { todo } from '#kit/todo.ts';
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
  todo('4.4', "Refuse what is not later, or too late; then forget in every key's history and among the events.");
}
