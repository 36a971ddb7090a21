import type { KubernetesObject } from '#kit/objects.ts';

/**
 * The names of the fields that have come, gone or become something else, each once. Where a whole map is new, it is the
 * map's name.
 */
export function changedFields(before: KubernetesObject, after: KubernetesObject): string[] {
  return [...new Set(differences(before, after, ''))];
}

function differences(before: unknown, after: unknown, field: string): string[] {
  if (!isParent(before) || !isParent(after)) {
    return JSON.stringify(before) === JSON.stringify(after) ? [] : [field];
  }
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  // The items of a list go by the list's name.
  const named = (name: string) => (/^\d+$/.test(name) ? field : name);
  return names.flatMap((name) => differences(before[name], after[name], named(name)));
}

function isParent(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
