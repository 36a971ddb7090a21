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
import { tombstone } from './key-history.ts';
import { selected } from './key-selection.ts';
import type { StoreState } from './store-state.ts';

/** Whether the condition holds for every key of its selection, as the store is now. */
export function holds(state: StoreState, compare: Compare): boolean {
  //: todo 4.3 Evaluate the condition for each key, or once for a key that is not there.
  const kvs = selected(state.index, compare, state.revision);
  if (kvs.length > 0) return kvs.every((kv) => holdsFor(compare, kv));
  return compare.target !== 'value' && holdsFor(compare, tombstone(compare.key, 0));
  //: end
}
//: solution

function holdsFor(compare: Compare, kv: KeyValue): boolean {
  const order = orderOf(compare, kv);
  switch (compare.result) {
    case 'equal':
      return order === 0;
    case 'not-equal':
      return order !== 0;
    case 'greater':
      return order > 0;
    case 'less':
      return order < 0;
  }
}

/** Negative, zero or positive as what the key has is less than, equal to or greater than what it is compared with. */
function orderOf(compare: Compare, kv: KeyValue): number {
  switch (compare.target) {
    case 'version':
      return kv.version - compare.value;
    case 'create':
      return kv.createRevision - compare.value;
    case 'mod':
      return kv.modRevision - compare.value;
    case 'lease':
      return kv.lease < compare.value ? -1 : Number(kv.lease > compare.value);
    case 'value':
      return compareBytes(kv.value, compare.value);
  }
}
//: end
