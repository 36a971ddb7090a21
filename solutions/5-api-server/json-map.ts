/** Given: JSON values that are neither plain nor lists. */
export type JsonMap = Record<string, unknown>;

export function isMap(value: unknown): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The map without these fields; the map itself stays as it is. */
export function without(map: JsonMap, ...fields: string[]): JsonMap {
  return Object.fromEntries(Object.entries(map).filter(([field]) => !fields.includes(field)));
}

/** The map with a value at a path of fields; maps on the way are copied, or made. */
export function withValueAt(map: JsonMap, [field, ...rest]: readonly string[], value: unknown): JsonMap {
  if (rest.length === 0) return { ...map, [field]: value };
  const child = map[field];
  return { ...map, [field]: withValueAt(isMap(child) ? child : {}, rest, value) };
}

/** What stands at a path of fields; nothing where the path leads nowhere. */
export function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, field) => (isMap(at) && Object.hasOwn(at, field) ? at[field] : undefined), value);
}

/** Whether two JSON values are the same, in whatever order their fields stand. A field that is `undefined` is none. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, i) => sameJson(item, b[i]));
  }
  if (!isMap(a) || !isMap(b)) return false;
  const fields = Object.keys(a).filter((field) => a[field] !== undefined);
  if (Object.keys(b).filter((field) => b[field] !== undefined).length !== fields.length) return false;
  return fields.every((field) => Object.hasOwn(b, field) && sameJson(a[field], b[field]));
}
