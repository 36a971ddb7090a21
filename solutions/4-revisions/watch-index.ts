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
  //: solution
  const byKey = createOrderedMap<Uint8Array, Set<Watcher>>(compare);
  /** By the end of each segment, which is not in it. */
  const segments = createOrderedMap<Uint8Array, Segment<Watcher>>(compare);
  /** The segment without an end. */
  const last: Segment<Watcher> = { cuts: 0, watchers: new Set() };

  /** The segment that holds the keys just before the given point. */
  function segmentBefore(point: Uint8Array): Segment<Watcher> {
    return segments.range(point, undefined, 1)[0]?.[1] ?? last;
  }

  /** Has a segment end at this point, once more if one does already. */
  function cut(point: Uint8Array): void {
    const found = segments.get(point);
    if (found) found.cuts++;
    else segments.set(point.slice(), { cuts: 1, watchers: new Set(segmentBefore(point).watchers) });
  }

  /** Takes back one cut. Where it was the only one, the two segments have become alike, and are one again. */
  function mend(point: Uint8Array): void {
    const segment = segments.get(point)!;
    segment.cuts--;
    if (segment.cuts === 0) segments.delete(point);
  }

  /** The segments from `start` to `end`, at both of which there is a cut. */
  function covered({ start, end }: KeyBounds): Segment<Watcher>[] {
    const bounded = segments.range(keyAfter(start), end && keyAfter(end)).map(([, segment]) => segment);
    return end ? bounded : [...bounded, last];
  }

  function isEmpty({ start, end }: KeyBounds): boolean {
    return end !== undefined && compare(start, end) >= 0;
  }
  //: end
  return {
    add(selection, watcher) {
      //: todo 4.5 Add it under its key; or cut at both ends of its range and add it to the segments in between.
      const bounds = boundsOf(selection);
      if (isOneKey(selection)) {
        const watchers = byKey.get(selection.key);
        if (watchers) watchers.add(watcher);
        else byKey.set(selection.key.slice(), new Set([watcher]));
      } else if (!isEmpty(bounds)) {
        cut(bounds.start);
        if (bounds.end) cut(bounds.end);
        for (const segment of covered(bounds)) segment.watchers.add(watcher);
      }
      //: end
    },
    remove(selection, watcher) {
      //: todo 4.5 Take it out again, and leave nothing behind.
      const bounds = boundsOf(selection);
      if (isOneKey(selection)) {
        const watchers = byKey.get(selection.key)!;
        watchers.delete(watcher);
        if (watchers.size === 0) byKey.delete(selection.key);
      } else if (!isEmpty(bounds)) {
        for (const segment of covered(bounds)) segment.watchers.delete(watcher);
        mend(bounds.start);
        if (bounds.end) mend(bounds.end);
      }
      //: end
    },
    find(key) {
      //: todo 4.5 Gather those of the key and those of its segment.
      return [...(byKey.get(key) ?? []), ...segmentBefore(keyAfter(key)).watchers];
      //: end
    },
  };
}
//: solution

/** The keys between two cuts. */
interface Segment<Watcher> {
  /** How many ranges start or end where this segment ends. */
  cuts: number;
  /** Those whose ranges hold all of it. */
  watchers: Set<Watcher>;
}
//: end
