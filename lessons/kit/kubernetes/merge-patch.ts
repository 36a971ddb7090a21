/**
 * JSON merge patch: what the patch has replaces what is there, null removes, objects are merged, lists are replaced whole.
 *
 *     { a: 1, b: { c: 2, d: 3 } }  with  { a: null, b: { c: 9 } }   →   { b: { c: 9, d: 3 } }
 *
 * Source: RFC 7386.
 */

/** A new value; neither `target` nor `patch` is changed. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isFields(patch)) return structuredClone(patch);
  const merged = new Map(isFields(target) ? Object.entries(target) : []);
  for (const [field, value] of Object.entries(patch)) {
    if (value === null) merged.delete(field);
    else merged.set(field, mergePatch(merged.get(field), value));
  }
  return Object.fromEntries(merged);
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
