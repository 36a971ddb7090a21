/**
 * Takes out of an object what its schema does not have, as Go's decoder would never have read it.
 *
 *     { spec: { replicas: 3, size: 5 }, status: null }   →   { spec: { replicas: 3 } }
 *
 * Source: Kubernetes documentation, "Extend the Kubernetes API with CustomResourceDefinitions", "Field pruning" and
 * "Defaulting".
 */

import type { KubernetesObject } from '../objects.ts';
import { resolve, schemaOf, withObjectFields } from './definitions.ts';
import type { ResourceType } from './resources.ts';
import { anything, schemaUnder } from './schema.ts';
import type { Schema } from './schema-types.ts';

/** A new object without unknown fields; without nulls too, where a field is not nullable. */
export function pruneObject(type: ResourceType, object: KubernetesObject): KubernetesObject {
  return prune(schemaOf(type), object) as KubernetesObject;
}

export function prune(given: Schema, value: unknown): unknown {
  const found = resolve(given);
  const schema = found['x-kubernetes-embedded-resource'] ? withObjectFields(found) : found;
  if (Array.isArray(value)) {
    const { items } = schema;
    return items ? value.map((item) => prune(items, item)) : value;
  }
  if (typeof value !== 'object' || value === null || found === anything) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, child]) => {
      const under = schemaUnder(schema, key);
      if (under === undefined) return [];
      const isKept = child !== null || under.nullable || schema['x-kubernetes-preserve-unknown-fields'];
      return isKept ? [[key, prune(under, child)]] : [];
    }),
  );
}

/** A new value with the defaults of a custom schema wherever a field is missing. */
export function withSchemaDefaults(schema: Schema, value: unknown): unknown {
  if (Array.isArray(value)) {
    const { items } = schema;
    return items ? value.map((item) => withSchemaDefaults(items, item)) : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  const filled = new Map(Object.entries(value));
  for (const [key, { default: preset }] of Object.entries(schema.properties ?? {})) {
    if (filled.get(key) === undefined && preset !== undefined) filled.set(key, structuredClone(preset));
  }
  for (const [key, child] of filled) {
    const under = schemaUnder(schema, key);
    if (under !== undefined) filled.set(key, withSchemaDefaults(under, child));
  }
  return Object.fromEntries(filled);
}
