/**
 * Who manages which field of an object.
 *
 *     managedFields:
 *     - manager: kubectl      operation: Apply     fieldsV1: f:spec f:template …
 *     - manager: autoscaler   operation: Update    fieldsV1: f:spec f:replicas
 *
 * A plain update makes its sender the manager of every field that it changes, and takes the field from all others: what
 * counts is who has written last. Only an apply asks first (`apply.ts`).
 *
 * Source: Kubernetes documentation, "Server-Side Apply", "Field management".
 */
import { codeOf } from '#kit/failure.ts';
import type { Write } from '#kit/kubernetes/http.ts';
import type { ResourceType } from '#kit/kubernetes/resources.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import type { FieldRules } from './field-rules.ts';
import { type FieldPath, type FieldsV1, isFieldsV1 } from './field-set.ts';
import { timestamp } from './names.ts';
import type { Finish } from './registry.ts';
//: solution

import { decodeFields, encodeFields, fieldsOf } from './field-set.ts';
import { sameValue } from './json-value.ts';
//: end

/** One entry of `metadata.managedFields`. */
export interface ManagedEntry {
  manager: string;
  operation: 'Apply' | 'Update';
  apiVersion: string;
  time?: string;
  fieldsType: 'FieldsV1';
  fieldsV1: FieldsV1;
  /** '' or missing for the object itself. */
  subresource?: string;
}

/** Whose an entry is. Entries that agree in all of this are one; of one who applies the version does not matter. */
export type Manager = Pick<ManagedEntry, 'manager' | 'operation' | 'apiVersion'> & { subresource: string };

export function entriesOf(object: KubernetesObject | undefined): ManagedEntry[] {
  const entries = object?.metadata.managedFields;
  return Array.isArray(entries) ? entries : [];
}

/**
 * Given: the entries that an update begins with. A client may hand in others than there are, and so move fields from one
 * manager to another; a single empty entry asks for none; none at all, or some that cannot be read, for those that there are.
 */
export function entriesAskedFor(object: KubernetesObject, old: KubernetesObject | undefined): ManagedEntry[] {
  const asked = entriesOf(object);
  const isReadable = asked.every(({ fieldsV1 = {} }) => isFieldsV1(fieldsV1));
  if (asked.length === 0 || !isReadable) return entriesOf(old);
  return asked.filter(({ manager, fieldsV1 }) => manager && fieldsV1);
}

/** Given: whether the entry is this manager's. */
export function isOf(entry: ManagedEntry, { manager, operation, apiVersion, subresource }: Manager): boolean {
  const isSame = entry.manager === manager && entry.operation === operation;
  const isVersion = operation === 'Apply' || entry.apiVersion === apiVersion;
  return isSame && isVersion && (entry.subresource ?? '') === subresource;
}

/**
 * The entries after a plain update by a manager: it has, besides what it had, every field whose value is new or another;
 * nobody else has these any more; and nobody has a field that is gone. An entry without fields goes. One that is as before
 * keeps its time. A new one comes last.
 *
 * @param old missing in a create: every field is new
 * @param object with the entries that the client asks for: see {@link entriesAskedFor}
 * @param time for entries that change
 */
export function entriesAfterUpdate(
  old: KubernetesObject | undefined,
  object: KubernetesObject,
  manager: Manager,
  rules: FieldRules,
  time: string,
): ManagedEntry[] {
  //: todo 5.12 Compare field by field; then go through the entries.
  const before = fieldsOf(old ?? {}, rules);
  const after = fieldsOf(object, rules);
  const changed = [...after].filter(([path, value]) => !before.has(path) || !sameValue(before.get(path), value));
  const changedPaths = new Set(changed.map(([path]) => path));
  const asked = entriesAskedFor(object, old);
  const entries = asked.flatMap((entry) => {
    const isOwn = isOf(entry, manager);
    const kept = [...decodeFields(entry.fieldsV1)].filter((path) => after.has(path) && !changedPaths.has(path));
    return withFields(entry, isOwn ? [...kept, ...changedPaths] : kept, time);
  });
  const isNew = changedPaths.size > 0 && !asked.some((entry) => isOf(entry, manager));
  return isNew ? [...entries, newEntry(manager, changedPaths, time)] : entries;
  //: end
}

/** The entry with other fields; none without any; as it is where they are the same. */
export function withFields(entry: ManagedEntry, paths: Iterable<FieldPath>, time: string): ManagedEntry[] {
  //: todo 5.12 Compare with what it has.
  const next = new Set(paths);
  if (next.size === 0) return [];
  const had = decodeFields(entry.fieldsV1);
  const isSame = had.size === next.size && [...next].every((path) => had.has(path));
  return [isSame ? entry : { ...entry, time, fieldsV1: encodeFields(next) }];
  //: end
}

export function newEntry(manager: Manager, paths: Iterable<FieldPath>, time: string): ManagedEntry {
  //: todo 5.12 Fill in an entry.
  const { subresource, ...who } = manager;
  return {
    ...who,
    time,
    fieldsType: 'FieldsV1',
    fieldsV1: encodeFields(paths),
    ...(subresource && { subresource }),
  };
  //: end
}

/** Given: the object with its entries; without the field where there are none. */
export function withEntries(object: KubernetesObject, entries: ManagedEntry[]): KubernetesObject {
  const { managedFields: _, ...metadata } = object.metadata;
  const managed = entries.length > 0 ? { ...metadata, managedFields: entries } : metadata;
  return { ...object, metadata: managed as KubernetesObject['metadata'] };
}

/** Given: what is written behind the chain of a plain write. Until exercise 5.12 is done, nobody manages anything. */
export function trackUpdate(rulesOf: (resource: ResourceType) => FieldRules, now: () => number): Finish {
  return (write) => {
    try {
      return tracked(write, rulesOf(write.resource), timestamp(now()));
    } catch (thrown) {
      if (codeOf(thrown) === 'todo') return write.object!;
      throw thrown;
    }
  };
}

function tracked({ old, object, fieldManager, subresource }: Write, rules: FieldRules, time: string): KubernetesObject {
  const manager: Manager = { manager: fieldManager, operation: 'Update', apiVersion: object!.apiVersion, subresource };
  return withEntries(object!, entriesAfterUpdate(old, object!, manager, rules, time));
}
