/**
 * Reads: the store as it is now, or as it was.
 *
 *     range "a" to "d" at revision 5
 *
 *       select     a@2  b@5  c@4      the keys as they were: this is `count`
 *       bounds     b@5  c@4           minModRevision 3
 *       sort       c@4  b@5           by mod
 *       limit      c@4                1, so there is `more`
 *
 * Source: the etcd API reference, `RangeRequest`.
 */
import { compareBytes } from '#kit/bytes.ts';
import type { KeyValue, RangeRequest, RangeResponse, SortTarget } from '#kit/etcd/api.ts';
import { etcdFailure } from '#kit/etcd/errors.ts';
import { todo } from '#kit/todo.ts';
import { selected } from './key-selection.ts';
import type { StoreState } from './store-state.ts';

/**
 * Serves a read.
 *
 * `count` is the number of keys in the selection, before bounds and limit. Which of two keys comes first that are equal in
 * what they are sorted by is nobody's promise.
 *
 * @param now the newest revision there is to read, and the one that the header tells, however old what is read
 * @throws {Failure} `future-revision` beyond `now`; `compacted` before the compacted revision
 */
export function rangeOf(state: StoreState, request: RangeRequest, now: number): RangeResponse {
  todo('4.2', 'Select the keys as of the revision; apply bounds, order and limit; count and blank what is asked for.');
}

/**
 * Refuses a read of a revision that is not there yet or not there any more. The compacted revision itself can be read.
 *
 * @param now the newest revision there is to read
 * @throws {Failure} `future-revision`, `compacted`
 */
export function checkReadable({ compactedRevision }: StoreState, request: RangeRequest, now: number): void {
  todo('4.2', 'Compare the revision asked for with the newest one and with the compacted one.');
}
