/**
 * What every object's metadata must be like.
 *
 * Source: Kubernetes documentation, "Object Names and IDs", "Labels and Selectors", "Annotations", "Owners and Dependents".
 */
import type { FieldError } from '#kit/kubernetes/field-errors.ts';
import { childField, invalidValue, itemField, required } from '#kit/kubernetes/field-errors.ts';
import type { ObjectMeta } from '#kit/objects.ts';
import { todo } from '#kit/todo.ts';

/** @returns what is wrong with a name */
export type NameFaults = (name: string) => string[];

/** All annotations together, keys and values, in UTF-8. */
const annotationsBytesMax = 256 * 1024;

/**
 * What is wrong with the metadata:
 *
 * - `metadata.name`: missing, with the detail `name or generateName is required`; or each fault of the name;
 * - `metadata.labels`: each fault of a key, with the key for its value, then each of its value, with that;
 * - `metadata.annotations`: each fault of a key, which is looked at in small letters; `tooLong` if they have more than
 *   {@link annotationsBytesMax} bytes all together;
 * - `metadata.ownerReferences[i].apiVersion`, `kind`, `name`, `uid`: missing or empty, with the detail `must not be empty`;
 *   more than one with `controller: true`: {@link invalidValue} at `metadata.ownerReferences`.
 *
 * @param nameFaults what the kind asks of a name
 */
export function metadataFaults(metadata: ObjectMeta, nameFaults: NameFaults): FieldError[] {
  todo('5.4', 'Look at the name, the labels, the annotations and the owners.');
}

/** Faults of keys and values, where labels stand. */
export function labelFaultsAt(field: string, labels: Record<string, string>): FieldError[] {
  todo('5.4', 'Look at each key and each value.');
}

const nameIsRequired = 'name or generateName is required';

/** Given. */
interface OwnerReference extends Record<string, unknown> {
  name?: string;
  controller?: boolean;
}

/** Given. */
function ownerFaults(owners: OwnerReference[]): FieldError[] {
  const field = 'metadata.ownerReferences';
  const empty = owners.flatMap((owner, i) =>
    ['apiVersion', 'kind', 'name', 'uid']
      .filter((key) => !owner[key])
      .map((key) => invalidValue(childField(itemField(field, i), key), owner[key] ?? '', 'must not be empty')),
  );
  const controllers = owners.filter(({ controller }) => controller).map(({ name }) => name);
  if (controllers.length < 2) return empty;
  const detail = `Only one reference can have Controller set to true. Found "true" in references for ${controllers.join(' and ')}`;
  return [...empty, invalidValue(field, owners, detail)];
}

/** Given: each text about a value, as an error of its field. */
export function faultsAt(field: string, value: unknown, texts: string[]): FieldError[] {
  return texts.map((text) => ({ kind: 'Invalid', field, value, detail: text }));
}
