/**
 * A map whose keys are kept in order, so that a list of neighbours is one step after another and not a search.
 *
 *     set("b", 1)  set("d", 2)  set("a", 3)
 *
 *     range("a", "d")         [["a", 3], ["b", 1]]               "d" is the end, and not in it
 *     range("b", undefined)   [["b", 1], ["d", 2]]               from "b" on
 *     range(undefined, undefined, 1)   [["a", 3]]                the first of all
 *
 * The order is the caller's: `compare` alone says which key comes first and which two are the same. The map never looks
 * into a key.
 *
 * Among n keys, an operation may call `compare` a small multiple of log2(n) times: some 20 for a million keys, in
 * whatever order they came.
 *
 * Known limits: in memory only, and for one program at a time.
 */

import { todo } from '#kit/todo.ts';

/** A key with its value, not to be changed by whoever receives it. */
export type Entry<K, V> = readonly [key: K, value: V];

/** A place in a walk through a range. */
export interface Cursor<K, V> {
  /** The next entry by ascending key, or `undefined` once there is none, and from then on. */
  next(): Entry<K, V> | undefined;
}

export interface OrderedMap<K, V> {
  /** The value set last under the key, or `undefined` where there is no such key. */
  get(key: K): V | undefined;
  /** Sets the key's value and returns the one from before, or `undefined` where the key is new. */
  set(key: K, value: V): V | undefined;
  /** Removes the key and returns the value that it had, or `undefined` where there was no such key. */
  delete(key: K): V | undefined;
  /** How many keys there are. */
  size(): number;
  /**
   * The entries from `start` on, as far as `end` and without it, by ascending key. The array is the caller's: what is
   * set or deleted later changes neither it nor its entries.
   *
   * @param start the first key wanted, whether or not it is there; `undefined`: from the smallest key
   * @param end the key before which to stop; `undefined`: to the greatest key
   * @param limit how many entries at most, a whole number; 0 asks for none, `undefined` for all
   */
  range(start: K | undefined, end: K | undefined, limit?: number): Entry<K, V>[];
  /** Like `range`, one entry at a time: the entries as they are now, whatever is set or deleted while the walk goes on. */
  walk(start: K | undefined, end: K | undefined): Cursor<K, V>;
}

/**
 * An empty map.
 *
 * @param compare any negative number (not only -1), zero, or any positive number as `a` comes before, is the same key as,
 *   or comes after `b`
 */
export function createOrderedMap<K, V>(compare: (a: K, b: K) => number): OrderedMap<K, V> {
  return {
    get(key) {
      todo('1.1', "Find the key's value.");
    },
    set(key, value) {
      todo('1.1', 'Keep the value under the key and return the one from before.');
    },
    delete(key) {
      todo('1.1', 'Forget the key and return the value that it had.');
    },
    size() {
      todo('1.1', 'Say how many keys there are.');
    },
    range(start, end, limit = Number.POSITIVE_INFINITY) {
      todo('1.2', 'List the entries from start to before end, at most limit of them.');
    },
    walk(start, end) {
      todo('1.7', 'Give the entries one at a time, as they are now.');
    },
  };
}

/**
 * Where the range ends that holds every key beginning with `prefix`: the smallest key that is greater than all of them.
 *
 *     prefixEnd("pods/")     "pods0": "0" is the byte after "/"
 *     prefixEnd(<61 ff>)     <62>
 *     prefixEnd(<ff ff>)     undefined: nothing is greater than all of them, so the range is open
 *
 * @returns a new array, or `undefined` for an open end; so for an empty prefix, with which every key begins
 */
export function prefixEnd(prefix: Uint8Array): Uint8Array | undefined {
  todo('1.2', 'Find the smallest key after all keys that begin with the prefix.');
}
