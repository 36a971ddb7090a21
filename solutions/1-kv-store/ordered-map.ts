export interface OrderedMap<K, V> {
  get(key: K): V | undefined;
  set(key: K, value: V): V | undefined;
  delete(key: K): V | undefined;
  size(): number;
  range(start: K | undefined, end: K | undefined, limit?: number): (readonly [K, V])[];
}
export function createOrderedMap<K, V>(compare: (a: K, b: K) => number): OrderedMap<K, V> {
  throw compare;
}
