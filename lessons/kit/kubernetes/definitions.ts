/**
 * The schemas of the built-in kinds, as the generator wrote them, and of custom ones, as their definitions brought them.
 *
 *     schemaOf(deployments)                       { type: 'object', properties: { apiVersion, kind, metadata, spec, … } }
 *     resolve({ $ref: '#/components/schemas/x' })  the definition x
 */
import { invariant } from '../invariant.ts';
import type { ResourceType } from './resources.ts';
import type { Schema } from './schema-types.ts';
import json from './schemas.json' with { type: 'json' };

/** By its OpenAPI name, as in `io.k8s.api.core.v1.Pod`. */
export const definitions = json as unknown as Record<string, Schema>;

const refPrefix = '#/components/schemas/';

/** The OpenAPI name that a schema refers to; empty where it does not. */
export function referredName({ $ref }: Schema): string {
  return $ref === undefined ? '' : $ref.slice(refPrefix.length);
}

/** The schema itself, or what it refers to. What it says about merging stays with it. */
export function resolve(schema: Schema): Schema {
  if (schema.$ref === undefined) return schema;
  const definition = definitions[schema.$ref.slice(refPrefix.length)];
  invariant(definition !== undefined, `${schema.$ref} is defined`);
  return definition;
}

/** The schema of a resource's objects. */
export function schemaOf(type: ResourceType): Schema {
  const schema = type.custom ? wholeSchema(type.custom.schema) : schemaOfKind(type.group, type.version, type.kind);
  invariant(schema !== undefined, `${type.kind} of ${type.group} has a schema`);
  return schema;
}

/** The schema of a body, such as a Scale or an Eviction; nothing where there is none. */
export function schemaOfKind(group: string, version: string, kind: string): Schema | undefined {
  const name = definitionName(group, version, kind);
  return Object.hasOwn(definitions, name) ? definitions[name] : undefined;
}

/** The OpenAPI name of a kind: `io.k8s.api.apps.v1.Deployment`. */
export function definitionName(group: string, version: string, kind: string): string {
  if (kind === 'DeleteOptions' || kind === 'Status') return `io.k8s.apimachinery.pkg.apis.meta.v1.${kind}`;
  if (group === 'apiextensions.k8s.io')
    return `io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.${version}.${kind}`;
  if (group === '' || !group.includes('.') || group.endsWith('.k8s.io')) {
    return `io.k8s.api.${group.split('.')[0] || 'core'}.${version}.${kind}`;
  }
  return `${group.split('.').reverse().join('.')}.${version}.${kind}`;
}

const wholes = new WeakMap<Schema, Schema>();

/** What a custom schema says, with the fields that every object has. */
function wholeSchema(schema: Schema): Schema {
  const known = wholes.get(schema);
  if (known) return known;
  const whole = withObjectFields(schema);
  wholes.set(schema, whole);
  return whole;
}

/** The schema of an object, or of one embedded in another: with apiVersion, kind and metadata. */
export function withObjectFields(schema: Schema): Schema {
  const text: Schema = { type: 'string' };
  const metadata: Schema = { $ref: `${refPrefix}io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta` };
  return { ...schema, type: 'object', properties: { ...schema.properties, apiVersion: text, kind: text, metadata } };
}
