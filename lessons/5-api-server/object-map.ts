/** Given: objects by their keys, in order. */
import { text } from '#kit/bytes.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { createOrderedMap } from '#kv-store/ordered-map.ts';

export interface ObjectMap {
  /** @param key as a text */
  get(key: string): KubernetesObject | undefined;
  set(key: Uint8Array, object: KubernetesObject): void;
  delete(key: Uint8Array): void;
  clear(): void;
  /** Those whose keys begin with a prefix, by key. */
  under(prefix: Uint8Array): KubernetesObject[];
}

// Names of objects are ASCII, so texts have the order of their bytes.
const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

export function createObjectMap(): ObjectMap {
  let objects = createOrderedMap<string, KubernetesObject>(byText);
  return {
    get: (key) => objects.get(key),
    set: (key, object) => void objects.set(text(key), object),
    delete: (key) => void objects.delete(text(key)),
    clear() {
      objects = createOrderedMap(byText);
    },
    under(prefix) {
      const start = text(prefix);
      // The prefix ends in "/", and "0" comes next.
      return objects.range(start, `${start.slice(0, -1)}0`).map(([, object]) => object);
    },
  };
}
