import type { KubernetesObject } from '#kit/objects.ts';

/**
 * The fields that have come, gone or become something else, each name once, as in `protocol=TCP`. Where a whole map is
 * new, it is the map's name.
 */
export function changedFields(before: KubernetesObject, after: KubernetesObject): string[] {
  const values = new Map(differences(before, after, '').reverse());
  return [...values]
    .reverse()
    .map(([name, value]) => `${name}${value === undefined ? ' is gone' : `=${inWords(value)}`}`);
}

/** As YAML has it in one line, so that it can be broken. */
function inWords(value: unknown): string {
  if (!isParent(value)) return String(value);
  if (Array.isArray(value)) return `[${value.map(inWords).join(', ')}]`;
  const fields = Object.entries(value).map(([name, of]) => `${name}: ${inWords(of)}`);
  return `{${fields.join(', ')}}`;
}

/** Names, and what they have become. */
function differences(before: unknown, after: unknown, field: string): [name: string, value: unknown][] {
  if (!isParent(before) || !isParent(after)) {
    return JSON.stringify(before) === JSON.stringify(after) ? [] : [[field, after]];
  }
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  // The items of a list go by the list's name.
  const named = (name: string) => (/^\d+$/.test(name) ? field : name);
  return names.flatMap((name) => differences(before[name], after[name], named(name)));
}

function isParent(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
