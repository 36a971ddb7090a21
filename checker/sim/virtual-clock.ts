/**
 * Virtual time: a queue of what is to happen, and a hand that jumps from one to the next. Hours pass in as long as it
 * takes to do what happens in them.
 *
 *     at(5, a)   at(3, b)   at(5, c)   →   b at 3, then a and c at 5: of the same moment, first come first served
 *
 * Whole milliseconds. Nothing else in the world has a time of its own.
 */
import type { Clock } from '#kit/clock.ts';

export interface VirtualClock extends Clock {
  /** Calls `action` at the moment `when`, or now if that is over. */
  at(when: number, action: () => void): void;
  /** Jumps to the next thing that is to happen, and does it. False where nothing is left, or nothing up to `until`. */
  step(until?: number): boolean;
}

interface Due {
  when: number;
  /** Counts up: decides between things of the same moment. */
  order: number;
  action: () => void;
  cancelled?: boolean;
}

export function createVirtualClock(): VirtualClock {
  const heap: Due[] = [];
  let time = 0;
  let order = 0;

  function enqueue(when: number, action: () => void): Due {
    const due = { when: Math.max(time, when), order: order++, action };
    push(heap, due);
    return due;
  }

  return {
    now: () => time,
    at: (when, action) => void enqueue(when, action),
    setTimer(delayMs, action) {
      const due: Due = enqueue(time + Math.ceil(delayMs), action);
      return () => {
        due.cancelled = true;
      };
    },
    step(until = Number.POSITIVE_INFINITY) {
      while (heap.length > 0 && heap[0].when <= until) {
        const due = pop(heap);
        if (due.cancelled) continue;
        time = due.when;
        due.action();
        return true;
      }
      if (until !== Number.POSITIVE_INFINITY) time = Math.max(time, until);
      return false;
    },
  };
}

function isBefore(a: Due, b: Due): boolean {
  return a.when < b.when || (a.when === b.when && a.order < b.order);
}

/** A binary heap: the parent of `i` is `(i - 1) >> 1`, and never comes after its children. */
function push(heap: Due[], due: Due): void {
  let at = heap.length;
  heap.push(due);
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!isBefore(due, heap[parent])) break;
    heap[at] = heap[parent];
    at = parent;
  }
  heap[at] = due;
}

function pop(heap: Due[]): Due {
  const top = heap[0];
  const last = heap.pop()!;
  if (heap.length === 0) return top;
  let at = 0;
  for (let child = 1; child < heap.length; child = 2 * at + 1) {
    if (child + 1 < heap.length && isBefore(heap[child + 1], heap[child])) child++;
    if (!isBefore(heap[child], last)) break;
    heap[at] = heap[child];
    at = child;
  }
  heap[at] = last;
  return top;
}
