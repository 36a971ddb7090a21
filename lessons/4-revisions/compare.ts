/**
 * The conditions of a transaction.
 *
 *     version("a") = 0              "a" is not there
 *     create("a") = 5               it still is the "a" that was made at revision 5
 *     mod("a") < 9                  nobody has changed "a" from revision 9 on
 *     mod("a" to "c") < 9           nor any key of the range
 *
 * Of a key that is not there, version, create, mod and lease are 0, and a condition on its value never holds, not even
 * `not-equal`: it has none. A range without keys is one such key.
 *
 * Source: the etcd API reference, `Compare`, and etcd 3.4, as it answers.
 */
import { compareBytes } from '#kit/bytes.ts';
import type { Compare, KeyValue } from '#kit/etcd/api.ts';
import { todo } from '#kit/todo.ts';
import { tombstone } from './key-history.ts';
import { selected } from './key-selection.ts';
import type { StoreState } from './store-state.ts';

/** Whether the condition holds for every key of its selection, as the store is now. */
export function holds(state: StoreState, compare: Compare): boolean {
  todo('4.3', 'Evaluate the condition for each key, or once for a key that is not there.');
}
