/**
 * How lists and maps are merged, by a strategic merge patch and by server-side apply: what the schemas say about it.
 *
 *     PodSpec.containers    mergeKey name             applyKeys name
 *     Container.ports       mergeKey containerPort    applyKeys containerPort, protocol
 *     PodSpec.tolerations   nothing: the list is replaced whole
 *
 * Source: Kubernetes documentation, "Update API Objects in Place Using kubectl patch", "Server-Side Apply".
 */
import { resolve } from './definitions.ts';
import { schemaUnder } from './schema.ts';
import type { Schema } from './schema-types.ts';

export interface MergeFacts {
  /** The items of the list, or the field, are merged by a strategic merge patch, not replaced. */
  isMerged: boolean;
  /** The object is emptied of fields that the patch does not name, where the patch says so with `$retainKeys`. */
  retainsKeys: boolean;
  /** The field that tells the items of a merged list apart; empty for texts, which are their own keys. */
  mergeKey: string;
  /** How server-side apply sees a list: one value, a set of texts, or items with keys. */
  listType: 'atomic' | 'set' | 'map';
  applyKeys: string[];
  /** For server-side apply the object is one value. */
  isAtomicMap: boolean;
}

/** @param schema of the field, as `fieldSchema` finds it */
export function mergeFactsOf(schema: Schema): MergeFacts {
  const strategies = (schema['x-kubernetes-patch-strategy'] ?? '').split(',');
  return {
    isMerged: strategies.includes('merge'),
    retainsKeys: strategies.includes('retainKeys'),
    mergeKey: schema['x-kubernetes-patch-merge-key'] ?? '',
    listType: schema['x-kubernetes-list-type'] ?? 'atomic',
    applyKeys: schema['x-kubernetes-list-map-keys'] ?? [],
    isAtomicMap: (schema['x-kubernetes-map-type'] ?? resolve(schema)['x-kubernetes-map-type']) === 'atomic',
  };
}

/** The schema of an object's field with what is said about its merging; nothing for an unknown field. */
export function fieldSchema(schema: Schema, field: string): Schema | undefined {
  return schemaUnder(resolve(schema), field);
}

/** The schema of a list's items; nothing for what is no list. */
export function itemSchema(schema: Schema): Schema | undefined {
  return resolve(schema).items;
}
