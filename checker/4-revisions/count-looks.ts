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
