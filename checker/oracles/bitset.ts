/**
 * A set of small numbers that is cheap to tell from others. Only the words from the first that is not full to the last
 * that is not empty stand in the key, so that it stays short while the set grows from its low end.
 */
export interface Bitset {
  has(bit: number): boolean;
  add(bit: number): void;
  remove(bit: number): void;
  /** A text for the set's contents. */
  key(): string;
}

/** An empty set of numbers from 0 up to, and without, `size`. */
export function createBitset(size: number): Bitset {
  const words = new Int32Array((size >> 5) + 1);
  // Every word below `low` is full, and every word above `high` is empty.
  let low = 0;
  let high = 0;
  return {
    has: (bit) => (words[bit >> 5] & (1 << (bit & 31))) !== 0,
    add(bit) {
      words[bit >> 5] |= 1 << (bit & 31);
      high = Math.max(high, bit >> 5);
    },
    remove(bit) {
      words[bit >> 5] &= ~(1 << (bit & 31));
      low = Math.min(low, bit >> 5);
    },
    key() {
      while (words[low] === -1) low++;
      while (high > 0 && words[high] === 0) high--;
      let key = `${low}`;
      for (let at = low; at <= high; at++) key += `,${words[at]}`;
      return key;
    },
  };
}
