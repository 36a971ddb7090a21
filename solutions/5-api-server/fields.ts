/**
 * Given: reaching into objects whose types have been checked, where any field may be missing.
 */

export type Fields = Record<string, unknown>;

/** The object in a field; an empty one, which belongs to nobody, where there is none. */
export function fieldsIn(parent: object | undefined, field: string): Fields {
  return ((parent as Fields | undefined)?.[field] as Fields | undefined) ?? {};
}

/** The objects of a list in a field; none where it is missing. */
export function itemsIn(parent: object | undefined, field: string): Fields[] {
  return ((parent as Fields | undefined)?.[field] as Fields[] | undefined) ?? [];
}

/** Sets the fields that are missing, and leaves the others alone. */
export function fill(target: Fields, values: Fields): void {
  for (const [field, value] of Object.entries(values)) target[field] ??= value;
}
