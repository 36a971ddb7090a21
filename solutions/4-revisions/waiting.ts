/**
 * Given: requests that wait for an answer, but not forever.
 *
 *     wait(ask) ──► settles as the answer does, or with request-timed-out, or as whoever closes the server says
 */
import type { Clock } from '#kit/clock.ts';
import { etcdFailure } from '#kit/etcd/errors.ts';

export interface Waiting {
  /** Asks, and waits for the answer. What becomes of it when the time is over is of no interest. */
  wait<T>(ask: () => Promise<T>): Promise<T>;
  /** Time passes: whose time is over is told so. */
  tick(): void;
  /** Everyone who waits, and everyone who would wait from now on, is refused. */
  refuseAll(why: Error): void;
}

interface Waiter {
  /** In the clock's milliseconds. */
  deadline: number;
  reject(why: Error): void;
}

/** @param timeoutMs for every request the same, so the first to come is the first to run out of time */
export function createWaiting(clock: Clock, timeoutMs: number): Waiting {
  const waiters = new Set<Waiter>();
  let over: Error | undefined;

  return {
    async wait<T>(ask: () => Promise<T>): Promise<T> {
      if (over) throw over;
      return new Promise<T>((resolve, reject) => {
        const waiter = { deadline: clock.now() + timeoutMs, reject };
        waiters.add(waiter);
        ask()
          .then(resolve, reject)
          .finally(() => waiters.delete(waiter));
      });
    },
    tick() {
      for (const waiter of waiters) {
        if (waiter.deadline > clock.now()) return;
        waiters.delete(waiter);
        waiter.reject(etcdFailure('request-timed-out'));
      }
    },
    refuseAll(why) {
      over = why;
      for (const { reject } of waiters) reject(why);
      waiters.clear();
    },
  };
}
