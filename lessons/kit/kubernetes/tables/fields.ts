/**
 * Reads fields out of objects of any kind, whatever is missing on the way.
 *
 *     textAt(pod, 'status.podIP', '<none>')      the address, or <none>
 *     listAt(pod, 'spec.containers')             the containers, or an empty list
 */

/** What `kubectl get` shows where there is nothing. */
export const none = '<none>';

export type Fields = Record<string, unknown>;

/** The value at a path of fields; nothing where a part of it is missing. */
export function valueAt(object: unknown, path: string): unknown {
  let value = object;
  for (const field of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Fields)[field];
  }
  return value ?? undefined;
}

/** @param preset for what is missing or empty */
export function textAt(object: unknown, path: string, preset = ''): string {
  const value = valueAt(object, path);
  return value === undefined || value === '' ? preset : String(value);
}

export function numberAt(object: unknown, path: string): number {
  const value = valueAt(object, path);
  return typeof value === 'number' ? value : 0;
}

export function listAt(object: unknown, path: string): Fields[] {
  const value = valueAt(object, path);
  return Array.isArray(value) ? value.map((item) => (typeof item === 'object' && item !== null ? item : {})) : [];
}

export function textsAt(object: unknown, path: string): string[] {
  const value = valueAt(object, path);
  return Array.isArray(value) ? value.map(String) : [];
}

export function mapAt(object: unknown, path: string): Fields {
  const value = valueAt(object, path);
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

/** The texts with commas, or `<none>`. */
export function joinedOrNone(texts: readonly string[]): string {
  return texts.length === 0 ? none : texts.join(',');
}

/** As `joinedOrNone`, with at most so many; the rest is counted: `a,b,c + 2 more...`. */
export function firstFew(texts: readonly string[], countMax: number): string {
  const rest = texts.length - countMax;
  return rest > 0 ? `${texts.slice(0, countMax).join(',')} + ${rest} more...` : joinedOrNone(texts);
}
