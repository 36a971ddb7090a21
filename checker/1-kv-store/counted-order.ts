/**
 * Keys of which only the judge knows the order, and a comparator that counts. Whoever wants to know which of two keys
 * comes first must ask, and each question costs.
 *
 *     const order = createCountedOrder(t.random);
 *     order.key(0) … order.key(999_999)        ascending keys: numbers without any pattern
 *     order.spend(1_000, () => map.get(key))   broken off at the 1,001st comparison
 */
import type { Random } from '#kit/random.ts';

export interface CountedOrder {
  /** The key of the given rank, `[0, 2^32)`: keys ascend with their ranks. */
  key(rank: number): number;
  compare(a: number, b: number): number;
  /**
   * Runs the action, which may compare as often as the allowance says and is broken off when it compares more: so
   * whatever is quadratic fails soon and does not run for hours.
   *
   * @returns what the action gave, or `undefined` where it was broken off
   */
  spend<T>(allowance: number, action: () => T): { value: T } | undefined;
}

export function createCountedOrder(random: Random): CountedOrder {
  const { key, rankOf } = createDisguise(random);
  let left = Number.POSITIVE_INFINITY;
  return {
    key,
    compare(a, b) {
      if (--left < 0) throw new Error('the comparisons allowed are used up');
      return rankOf(a) - rankOf(b);
    },
    spend(allowance, action) {
      left = allowance;
      try {
        const value = action();
        return left < 0 ? undefined : { value };
      } catch (thrown) {
        if (left < 0) return undefined;
        throw thrown;
      } finally {
        left = Number.POSITIVE_INFINITY;
      }
    },
  };
}

/** How often so many operations among `n` keys may compare, all together. */
export function allowanceAmong(n: number, operations = 1): number {
  return Math.floor(operations * (8 * Math.log2(Math.max(n, 1)) + 64));
}

export function inDigits(count: number): string {
  return count.toLocaleString('en-US');
}

/** Ranks to keys and back: a multiplication by an odd number has an inverse modulo 2^32. */
function createDisguise(random: Random): { key(rank: number): number; rankOf(key: number): number } {
  const factor = random.integer(2 ** 30, 2 ** 31 - 1) * 2 + 1;
  const salt = random.integer(0, 2 ** 32 - 1);
  // Newton's method: an odd number is its own inverse in the last 3 bits, and each round doubles the bits that are right.
  let inverse = factor;
  for (let rightBits = 3; rightBits < 32; rightBits *= 2) {
    inverse = Math.imul(inverse, 2 - Math.imul(factor, inverse));
  }
  return {
    key: (rank) => (Math.imul(rank, factor) ^ salt) >>> 0,
    rankOf: (key) => Math.imul(key ^ salt, inverse) >>> 0,
  };
}
