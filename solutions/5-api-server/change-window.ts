/**
 * The last changes of a resource, and any number of readers, each at its own place.
 *
 *     since 40     41 web    43 db    44 web    47 log     newest
 *                     ▲                 ▲                    ▲
 *                  a slow reader     another             all the others
 *
 * A reader costs its place and nothing else, however slow it is: the changes are here once for all. The window has an end,
 * though. A reader that is still behind when its next change drops out has lost it, is told so, and has to list again.
 */
import type { KubernetesObject } from '#kit/objects.ts';

/** One write of one object, as etcd tells it. */
export interface ObjectChange {
  revision: number;
  /** As it is after the write; missing where it was removed. */
  object?: KubernetesObject;
  /** As it was before; missing where it is new. Has the resourceVersion that it had. */
  old?: KubernetesObject;
}

export interface ChangeReader {
  /** The next change; `up-to-date` where there is none yet; `lost` where it has dropped out of the window, and from then on. */
  next(): ObjectChange | 'up-to-date' | 'lost';
  /** Whether the next change has dropped out. */
  isLost(): boolean;
  /** Nothing is told any more. */
  close(): void;
}

export interface ChangeWindow {
  /** All changes behind this revision are in the window. */
  since(): number;
  /** Adds the newest change and tells every reader. What is more than the window may hold drops out at its old end. */
  add(change: ObjectChange): void;
  /**
   * Adds older changes, those behind `since` up to the oldest in the window. Readers stay where they are; one that is lost
   * stays lost.
   *
   * @returns whether there was room; if not, nothing has changed
   */
  addBefore(since: number, changes: readonly ObjectChange[]): boolean;
  /** Begins anew: every reader is lost, and told so. */
  reset(since: number): void;
  /**
   * A reader of the changes behind a revision.
   *
   * @param after `since` or later; may be in the future: what comes up to it is passed over. Whether a reader is lost where
   *   that drops out before it was passed over, is left to you
   * @param tell called when there is something new to find out by `next`; not during this call
   */
  read(after: number, tell: () => void): ChangeReader;
  /** How many readers there are. */
  readers(): number;
}

/**
 * @param since the revision behind which changes will be added
 * @param sizeMax how many changes it holds at most, 1 or more
 */
export function createChangeWindow(since: number, sizeMax: number): ChangeWindow {
  /** By ascending revision; those before `dropped` have dropped out and only wait to be cleared away. */
  let changes: ObjectChange[] = [];
  let dropped = 0;
  /** The number that the first of `changes` has when all that ever came are counted; less than 0 after `addBefore`. */
  let firstNumber = 0;
  let from = since;
  const tells = new Set<() => void>();

  /** The number of the oldest change that is still there. */
  const oldest = () => firstNumber + dropped;

  function tellAll(): void {
    for (const tell of [...tells]) tell();
  }

  /** Drops the oldest change. To cut the array each time would move all that is in it each time. */
  function drop(): void {
    //: todo 5.9 The window now begins behind the oldest change; clear away what has dropped out, but not at every step.
    from = changes[dropped].revision;
    dropped++;
    if (dropped <= sizeMax) return;
    changes = changes.slice(dropped);
    firstNumber += dropped;
    dropped = 0;
    //: end
  }

  return {
    since: () => from,
    add(change) {
      //: todo 5.9 Keep the change, drop the oldest if there are too many, and tell all readers.
      changes.push(change);
      if (changes.length - dropped > sizeMax) drop();
      tellAll();
      //: end
    },
    addBefore(earlier, older) {
      //: todo 5.10 If there is room, put them in front; no number of a change that is there may change.
      const kept = changes.slice(dropped);
      if (older.length + kept.length > sizeMax) return false;
      firstNumber = oldest() - older.length;
      changes = [...older, ...kept];
      dropped = 0;
      from = earlier;
      return true;
      //: end
    },
    reset(newSince) {
      //: todo 5.9 Leave a gap in the numbers that no reader can be behind.
      // Wider than all that may come in front later (5.10), or a reader would find its number again.
      firstNumber += changes.length + sizeMax + 1;
      changes = [];
      dropped = 0;
      from = newSince;
      tellAll();
      //: end
    },
    read(after, tell) {
      //: todo 5.9 Find the first change behind the revision, by halving; from there on count.
      const own = () => tell();
      tells.add(own);
      let number = firstNumber + firstBehind(after);
      let isLost = false;
      const lost = () => {
        isLost ||= number < oldest();
        return isLost;
      };
      return {
        isLost: lost,
        next() {
          for (;;) {
            if (lost()) return 'lost';
            const change = changes[number - firstNumber];
            if (change === undefined) return 'up-to-date';
            number++;
            // One that asked for the future is not told of what comes before.
            if (change.revision > after) return change;
          }
        },
        close: () => void tells.delete(own),
      };
      //: end
    },
    readers: () => tells.size,
  };
  //: solution

  /** Where in `changes` the first change behind a revision is, or will be. */
  function firstBehind(revision: number): number {
    let [low, high] = [dropped, changes.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (changes[middle].revision > revision) high = middle;
      else low = middle + 1;
    }
    return low;
  }
  //: end
}
