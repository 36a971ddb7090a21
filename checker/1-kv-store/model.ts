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

/** Few and short, so that operations meet on the same keys, and of the bytes that are easily got wrong. */
export const someBytes = fc
  .array(fc.constantFrom(0x61, 0x62, 0x00, 0x7f, 0x80, 0xff), { maxLength: 3 })
  .map((bytes) => Uint8Array.from(bytes));

export const someBound = fc.option(someBytes, { nil: undefined });

export const someLimit = fc.option(fc.nat(4), { nil: undefined });

export type MapOperation<K> = { type: 'set'; key: K; value: number } | { type: 'get' | 'delete'; key: K };

/** Operations on a map with the given keys. Half of them set, so that something is there to be got and deleted. */
export function mapOperations<K>(key: fc.Arbitrary<K>): fc.Arbitrary<MapOperation<K>[]> {
  const operation: fc.Arbitrary<MapOperation<K>> = fc.oneof(
    { weight: 2, arbitrary: fc.record({ type: fc.constant('set' as const), key, value: fc.nat(9) }) },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('get' as const), key }) },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('delete' as const), key }) },
  );
  return fc.array(operation, { maxLength: 40 });
}
