import type { OrderedMap } from '#kv-store/ordered-map.ts';

/** An array that counts how many of its items are looked at. */
export interface CountedArray<T> {
  array: T[];
  /** Since the last `clear`. 0 where the array was copied whole on its way, as a membrane does: nobody can tell then. */
  count(): number;
  clear(): void;
}

export function countLooks<T>(items: T[]): CountedArray<T> {
  let looks = 0;
  let isIterated = false;
  const array = new Proxy(items, {
    get(target, name) {
      if (name === Symbol.iterator) isIterated = true;
      if (typeof name === 'string' && /^\d+$/.test(name)) looks++;
      return Reflect.get(target, name);
    },
  });
  return {
    array,
    count: () => (isIterated && looks === items.length ? 0 : looks),
    clear() {
      looks = 0;
      isIterated = false;
    },
  };
}

/** The same map, which counts the entries that it gives out. */
export function countWalked<K, V>(inner: OrderedMap<K, V>) {
  let count = 0;
  const map: OrderedMap<K, V> = {
    ...inner,
    get(key) {
      count++;
      return inner.get(key);
    },
    range(start, end, limit) {
      const found = inner.range(start, end, limit);
      count += found.length;
      return found;
    },
    walk(start, end) {
      const cursor = inner.walk(start, end);
      return {
        next() {
          count++;
          return cursor.next();
        },
      };
    },
  };
  return { map, count: () => count };
}
