/**
 * Who wants to know of a key? Asked once for every change, so it must not take a look at every watcher.
 *
 * Watchers of one key are found by that key. For ranges, the keys are cut into segments wherever a range starts or ends; so
 * within a segment the watchers are the same for all keys.
 *
 *     range of A              ├───────────────────┤
 *     range of B                        ├────────────────────────
 *                             b         d         f
 *     segments         {}     │  {A}    │ {A, B}  │  {B}
 *                      ends at b     at d      at f   no end
 *
 * The segment of "e" is the first whose end is behind "e".
 *
 * Among n watchers, a key is found with a small multiple of log2(n) comparisons. To add or remove a range touches the
 * segments that it covers.
 */
import { compareBytes } from '#kit/bytes.ts';
import type { KeySelection } from '#kit/etcd/api.ts';
import { todo } from '#kit/todo.ts';
import { createOrderedMap } from '#kv-store/ordered-map.ts';
import { boundsOf, isOneKey, type KeyBounds, keyAfter } from './key-selection.ts';

export interface WatchIndex<Watcher> {
  /** Adds a watcher, which is not in here, for the keys of a selection. */
  add(selection: KeySelection, watcher: Watcher): void;
  /** Removes one that was added, with the selection that it was added with. */
  remove(selection: KeySelection, watcher: Watcher): void;
  /** Everyone whose selection holds the key, once each, in any order. */
  find(key: Uint8Array): Watcher[];
}

/**
 * An empty index.
 *
 * @param compare the order of the keys; whatever is compared, is compared with it, so that a caller can count
 */
export function createWatchIndex<Watcher>(compare = compareBytes): WatchIndex<Watcher> {
  return {
    add(selection, watcher) {
      todo('4.5', 'Add it under its key; or cut at both ends of its range and add it to the segments in between.');
    },
    remove(selection, watcher) {
      todo('4.5', 'Take it out again, and leave nothing behind.');
    },
    find(key) {
      todo('4.5', 'Gather those of the key and those of its segment.');
    },
  };
}
