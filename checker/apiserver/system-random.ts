import { randomFillSync } from 'node:crypto';
import type { Random } from '#kit/random.ts';

/** Chance of the system's own, which nobody can foretell. */
export function systemRandom(): Random {
  const words = new Uint32Array(256);
  let at = words.length;

  function next(): number {
    if (at === words.length) {
      randomFillSync(words);
      at = 0;
    }
    return words[at++] / 2 ** 32;
  }

  return { next, integer: (min, max) => min + Math.floor(next() * (max - min + 1)) };
}
