/**
 * Chance, handed in. Everything random in a run is drawn from one seed, so that the seed replays the run.
 */
export interface Random {
  /** A number in `[0, 1)`. */
  next(): number;
  /** A whole number in `[min, max]`, both included. */
  integer(min: number, max: number): number;
}

/**
 * A small fast generator of good quality (sfc32, 128 bits of state). Not for secrets.
 *
 * @param seed a whole number in `[0, 2^32)`; the same seed gives the same numbers on every machine
 */
export function createRandom(seed: number): Random {
  let [a, b, c, counter] = [0x9e3779b9, 0x243f6a88, seed >>> 0, 1];
  function word(): number {
    const sum = (a + b + counter++) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  }
  for (let warmUp = 0; warmUp < 12; warmUp++) word();
  const next = () => word() / 4294967296;
  return { next, integer: (min, max) => min + Math.floor(next() * (max - min + 1)) };
}
