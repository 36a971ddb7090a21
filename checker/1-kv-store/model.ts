/**
 * What is right, in the plainest way: all entries in one sorted array, each found by looking at one after another.
 * Beside it, the keys and operations that random runs are made of.
 */
import { compareBytes } from '#kit/bytes.ts';
import { fc } from '../judge/exercise.ts';

export type Compare<K> = (a: K, b: K) => number;

export interface Model<K, V> {
  get(key: K): V | undefined;
  set(key: K, value: V): V | undefined;
  delete(key: K): V | undefined;
  size(): number;
  range(start: K | undefined, end: K | undefined, limit?: number): [K, V][];
}

export function createModel<K, V>(compare: Compare<K>): Model<K, V> {
  const entries: [K, V][] = [];
  const indexOf = (key: K) => entries.findIndex(([each]) => compare(each, key) === 0);
  const put = (key: K, value: V) => {
    const after = entries.findIndex(([each]) => compare(each, key) > 0);
    entries.splice(after < 0 ? entries.length : after, 0, [key, value]);
  };
  return {
    get: (key) => entries[indexOf(key)]?.[1],
    set(key, value) {
      const at = indexOf(key);
      if (at < 0) put(key, value);
      return at < 0 ? undefined : entries.splice(at, 1, [entries[at][0], value])[0][1];
    },
    delete(key) {
      const at = indexOf(key);
      return at < 0 ? undefined : entries.splice(at, 1)[0][1];
    },
    size: () => entries.length,
    range: (start, end, limit) =>
      entries
        .filter(
          ([key]) => (start === undefined || compare(key, start) >= 0) && (end === undefined || compare(key, end) < 0),
        )
        .slice(0, limit),
  };
}

/** Whether the key begins with the prefix: the definition, with no range in it. */
export function beginsWith(key: Uint8Array, prefix: Uint8Array): boolean {
  return key.length >= prefix.length && compareBytes(key.subarray(0, prefix.length), prefix) === 0;
}

/** Keys that are easily got wrong, the plainest first: beginnings of one another, zeros, signs, and 0xff at the end. */
export const tellingKeys: readonly Uint8Array[] = [
  [0x61],
  [0x62],
  [0x61, 0x62],
  [0x62, 0x61],
  [],
  [0x61, 0x00],
  [0x00],
  [0x7f],
  [0x80],
  [0xff],
  [0x61, 0xff],
  [0x61, 0xff, 0xff],
  [0xff, 0xff],
  [0xff, 0x61],
].map((bytes) => Uint8Array.from(bytes));

export const someKey = fc.constantFrom(...tellingKeys).map(insideLarger);

export const someBound = fc.option(someKey, { nil: undefined });

export const someLimit = fc.option(fc.nat(4), { nil: undefined });

/**
 * What `make` makes of four of the keys, so that operations meet on the same ones. It is made of the first four and
 * then told which keys those stand for: so two operations on one key shrink together.
 */
export function onFewOf<K, T>(keys: readonly K[], make: (key: fc.Arbitrary<K>) => fc.Arbitrary<T>): fc.Arbitrary<T> {
  const standIns = keys.slice(0, 4);
  const few = fc.uniqueArray(fc.nat(keys.length - 1), { minLength: 4, maxLength: 4 });
  return fc.tuple(few, make(fc.constantFrom(...standIns))).map(([chosen, made]) => {
    const keyFor = new Map<unknown, unknown>(standIns.map((standIn, i) => [standIn, keys[chosen[i]]]));
    return replaced(made, keyFor) as T;
  });
}

function replaced(value: unknown, by: Map<unknown, unknown>): unknown {
  if (by.has(value)) return another(by.get(value));
  if (Array.isArray(value)) return value.map((item) => replaced(item, by));
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, replaced(member, by)]));
}

/** The same key as another array, since one that is only ever the same array would hide who compares by identity. */
function another(key: unknown): unknown {
  return key instanceof Uint8Array ? insideLarger(key) : key;
}

/** The same bytes as a part of a larger array, as they come from a network or a file: its `buffer` holds more. */
export function insideLarger(bytes: Uint8Array): Uint8Array {
  const larger = new Uint8Array(bytes.length + 5).fill(0x21);
  larger.set(bytes, 3);
  return larger.subarray(3, 3 + bytes.length);
}

export type MapOperation<K> = { type: 'set'; key: K; value: number } | { type: 'get' | 'delete'; key: K };

/** Operations on a map. Half of them set, so that something is there to be got and deleted. */
export function mapOperations<K>(keys: readonly K[]): fc.Arbitrary<MapOperation<K>[]> {
  return onFewOf<K, MapOperation<K>[]>(keys, (key) =>
    fc.array(
      fc.oneof(
        { weight: 2, arbitrary: fc.record({ type: fc.constant('set' as const), key, value: fc.nat(9) }) },
        { weight: 1, arbitrary: fc.record({ type: fc.constant('get' as const), key }) },
        { weight: 1, arbitrary: fc.record({ type: fc.constant('delete' as const), key }) },
      ),
      { maxLength: 30 },
    ),
  );
}
