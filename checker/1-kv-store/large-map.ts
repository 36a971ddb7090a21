/**
 * Maps large enough that a tree has several levels, described by so few numbers that a failure shrinks to a map just
 * large enough.
 */
import { createRandom } from '#kit/random.ts';
import type { OrderedMap } from '#kv-store/ordered-map.ts';
import { fc, type TestContext } from '../judge/exercise.ts';
import { type Arrangement, arrange, arrangements } from './arrangement.ts';
import { inDigits } from './counted-order.ts';

/** Set so many keys, then delete all but the multiples of `keep`. */
export interface LargeMap {
  count: number;
  setIn: Arrangement;
  keep: number;
  deleteIn: Arrangement;
  shuffle: number;
}

export function largeMap(most: number): fc.Arbitrary<LargeMap> {
  return fc.record({
    count: fc.nat(most),
    setIn: fc.constantFrom(...arrangements),
    keep: fc.integer({ min: 1, max: 12 }),
    deleteIn: fc.constantFrom(...arrangements),
    shuffle: fc.nat(),
  });
}

/** Sets the keys from 0 to `count - 1`, each with a value ten times as large. */
export function setAll(t: TestContext, map: OrderedMap<number, number>, { count, setIn, shuffle }: LargeMap): void {
  const keys = count === 1 ? 'key 0' : `keys 0 to ${inDigits(count - 1)}, in ${setIn} order`;
  t.step(count === 0 ? 'set nothing' : `set the ${keys}, each to ten times itself`);
  for (const key of arrange(setIn, count, createRandom(shuffle))) {
    t.equal(map.set(key, key * 10), undefined, `the key ${key} is new, so there is no value from before`);
  }
}

export function deleteMost(t: TestContext, map: OrderedMap<number, number>, large: LargeMap): void {
  const { count, keep, deleteIn, shuffle } = large;
  if (keep === 1) return;
  t.step(`delete all but the multiples of ${keep}, in ${deleteIn} order`);
  for (const key of arrange(deleteIn, count, createRandom(shuffle))) {
    if (key % keep !== 0) t.equal(map.delete(key), key * 10, `delete(${key}) must return the value that it removes`);
  }
}

export const ascending = (a: number, b: number) => a - b;
