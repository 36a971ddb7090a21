/**
 * What happened, revision by revision: what a watch reads that starts in the past.
 *
 *     events      put a@2 │ put b@3, delete c@3 │ put a@4
 *     changes     2       │ 3                   │ 4
 *
 * Every revision that is not older than the compacted one is there whole; of older ones, only what can still be read.
 */
import type { Event } from '#kit/etcd/api.ts';
import { etcdFailure } from '#kit/etcd/errors.ts';
import { todo } from '#kit/todo.ts';
import type { StoreState } from './store-state.ts';

/** All that one revision changed. */
export interface Change {
  revision: number;
  /** As executed; at least one. Each with `prevKv` where the key was there before and that can still be read. */
  events: Event[];
}

/**
 * The changes from a revision on, in order.
 *
 * @param from a revision, past or future; a future one gives no changes
 * @param limit how many revisions at most
 * @throws {Failure} `compacted` where `from` is before the compacted revision
 */
export function changesFrom(state: StoreState, from: number, limit: number): Change[] {
  todo('4.5', 'Find the first event of the revision by halving, then gather the events of each revision.');
}

/** The place of the first event of this revision or a later one. Among n events it looks at some log2(n). */
export function firstEventFrom(events: Event[], revision: number): number {
  todo('4.4', 'Find it by halving.');
}
