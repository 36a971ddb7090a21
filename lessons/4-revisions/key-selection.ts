/**
 * Which keys a request means.
 *
 *     { key: "a" }                     only "a"             from "a", before "a\0": nothing fits in between
 *     { key: "a", rangeEnd: "c" }      "a" up to "c"        from "a", before "c"
 *     { key: "a", rangeEnd: "\0" }     "a" and all behind   from "a", no end
 *     { key: "c", rangeEnd: "a" }      no key               from "c", before "a"
 *
 * Source: the etcd API reference, `RangeRequest.range_end`.
 */
import { compareBytes, concatBytes } from '#kit/bytes.ts';
import type { KeySelection, KeyValue } from '#kit/etcd/api.ts';
import { todo } from '#kit/todo.ts';
import type { OrderedMap } from '#kv-store/ordered-map.ts';
import { asOf, type KeyHistory } from './key-history.ts';

/** The keys from `start` on and before `end`; `undefined` is no end. Where `end` is not behind `start`: no keys. */
export interface KeyBounds {
  start: Uint8Array;
  end: Uint8Array | undefined;
}

/** Whether the selection is one key and not a range, however few keys that may hold. */
export function isOneKey({ rangeEnd }: KeySelection): boolean {
  return rangeEnd === undefined || rangeEnd.length === 0;
}

/** The selection as a range; so is that of one key, which ends before the smallest key behind it. */
export function boundsOf(selection: KeySelection): KeyBounds {
  todo('4.1', 'Say where the selection starts and ends: one key, a range, or a range without an end.');
}

/** The keys of the selection that are there right after the given revision, by ascending key. */
export function selected(
  index: OrderedMap<Uint8Array, KeyHistory>,
  selection: KeySelection,
  revision: number,
): KeyValue[] {
  todo('4.1', 'Take each history in the selection as of the revision; leave out the keys that are not there.');
}

/** Whether the key is within the bounds. */
export function isWithin({ start, end }: KeyBounds, key: Uint8Array): boolean {
  return compareBytes(key, start) >= 0 && (end === undefined || compareBytes(key, end) < 0);
}

/** The smallest key behind this one: the key with a zero byte added. */
export function keyAfter(key: Uint8Array): Uint8Array {
  return concatBytes(key, zero);
}

const zero = new Uint8Array(1);
