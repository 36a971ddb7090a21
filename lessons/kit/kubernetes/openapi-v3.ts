/**
 * The OpenAPI v3 documents: one for each group and version, and an index of them.
 *
 *     GET /openapi/v3                              { paths: { 'apis/apps/v1': { serverRelativeURL: '…?hash=1f…' } } }
 *     GET /openapi/v3/apis/apps/v1?hash=1f…        { openapi: '3.0.0', paths: { … }, components: { schemas: { … } } }
 *
 * kubectl reads from a path's `patch` operation whether the server checks fields itself (`fieldValidation`) and knows
 * dry runs, and prints the schemas for `kubectl explain`. Strategic merge patches are not listed among the bodies of
 * `patch`: kubectl would then compute its patches from this document instead of the types that it was built with.
 *
 * Source: Kubernetes documentation, "The Kubernetes API", "OpenAPI V3".
 */
import { createHash } from 'node:crypto';
import { definitionName, definitions, schemaOf } from './definitions.ts';
import descriptionsJson from './descriptions.json' with { type: 'json' };
import { groupBy } from './group-by.ts';
import { apiVersionOf, type ResourceType } from './resources.ts';
import type { Schema } from './schema-types.ts';

/** Of a definition, and of its fields. */
const descriptions = descriptionsJson as unknown as Record<string, [string, Record<string, string>]>;

export interface OpenApiIndex {
  paths: Record<string, { serverRelativeURL: string }>;
}

/** `api/v1` or `apis/apps/v1`: the path of a group and version, without the first slash. */
export function groupVersionPath(type: { group: string; version: string }): string {
  return type.group === '' ? `api/${type.version}` : `apis/${apiVersionOf(type)}`;
}

/** @param types all that is served; a new hash tells clients that a document is another */
export function openApiIndex(types: readonly ResourceType[]): OpenApiIndex {
  const paths: OpenApiIndex['paths'] = {};
  for (const [path, served] of groupBy(types, groupVersionPath)) {
    const hash = createHash('sha256').update(JSON.stringify(served)).digest('hex').slice(0, 32).toUpperCase();
    paths[path] = { serverRelativeURL: `/openapi/v3/${path}?hash=${hash}` };
  }
  return { paths };
}

/**
 * @param path as in the index, `apis/apps/v1`
 * @returns nothing where no such group and version is served
 */
export function openApiDocument(types: readonly ResourceType[], path: string): object | undefined {
  const served = types.filter((type) => groupVersionPath(type) === path);
  if (served.length === 0) return undefined;
  const paths = Object.fromEntries(served.flatMap(pathsOf));
  const info = { title: 'Kubernetes', version: 'v1.32.0' };
  return { openapi: '3.0.0', info, paths, components: { schemas: schemasOf(served) } };
}

/** The name of a kind's schema in the documents. */
function schemaName({ group, version, kind }: { group: string; version: string; kind: string }): string {
  return definitionName(group, version, kind);
}

const query = (name: string, type = 'string') => ({ name, in: 'query', schema: { type, uniqueItems: true } });
const inPath = (name: string) => ({ name, in: 'path', required: true, schema: { type: 'string', uniqueItems: true } });
const writing = [query('dryRun'), query('fieldManager'), query('fieldValidation')];

const listing = [
  query('allowWatchBookmarks', 'boolean'),
  query('continue'),
  query('fieldSelector'),
  query('labelSelector'),
  query('limit', 'integer'),
  query('resourceVersion'),
  query('resourceVersionMatch'),
  query('timeoutSeconds', 'integer'),
  query('watch', 'boolean'),
];

/** For each verb on a collection or on a single object: the method of HTTP, what the operation does, its parameters. */
const collectionVerbs = {
  list: ['get', 'list', listing],
  create: ['post', 'post', writing],
  deletecollection: ['delete', 'deletecollection', [...listing, query('dryRun')]],
} as const;
const objectVerbs = {
  get: ['get', 'get', []],
  update: ['put', 'put', writing],
  patch: ['patch', 'patch', [...writing, query('force', 'boolean')]],
  delete: ['delete', 'delete', [query('dryRun'), query('gracePeriodSeconds', 'integer'), query('propagationPolicy')]],
} as const;

function pathsOf(type: ResourceType): [string, object][] {
  const root = `/${groupVersionPath(type)}${type.namespaced ? '/namespaces/{namespace}' : ''}/${type.resource}`;
  const own = { ...type, verbs: type.verbs as readonly string[] };
  const found: [string, object][] = [[root, item(type.namespaced, false, own, collectionVerbs)]];
  if (type.verbs.includes('get')) found.push([`${root}/{name}`, item(type.namespaced, true, own, objectVerbs)]);
  for (const { name, verbs, group = type.group, version = type.version, kind } of type.subresources) {
    const operations = verbs.includes('create')
      ? { create: collectionVerbs.create, get: objectVerbs.get }
      : objectVerbs;
    found.push([`${root}/{name}/${name}`, item(type.namespaced, true, { group, version, kind, verbs }, operations)]);
  }
  return found;
}

interface Operated {
  group: string;
  version: string;
  kind: string;
  verbs: readonly string[];
}

type Operations = Record<string, readonly [method: string, action: string, parameters: readonly object[]]>;

function item(isNamespaced: boolean, isNamed: boolean, of: Operated, operations: Operations): object {
  const parameters = [...(isNamed ? [inPath('name')] : []), ...(isNamespaced ? [inPath('namespace')] : [])];
  const { group, version, kind } = of;
  const known = Object.hasOwn(definitions, schemaName(of)) || group.includes('.');
  const schema = known ? { $ref: `#/components/schemas/${schemaName(of)}` } : { type: 'object' };
  const responses = { 200: { description: 'OK', content: { 'application/json': { schema } } } };
  const served = Object.entries(operations).filter(([verb]) => of.verbs.includes(verb));
  const entries = served.map(([, [method, action, extra]]) => [
    method,
    {
      'x-kubernetes-action': action,
      'x-kubernetes-group-version-kind': { group, version, kind },
      parameters: extra,
      ...(method === 'post' || method === 'put' ? { requestBody: { content: { '*/*': { schema } } } } : {}),
      responses,
    },
  ]);
  return { parameters, ...Object.fromEntries(entries) };
}

/** The schemas of the served kinds and of all that they refer to. */
export function schemasOf(served: readonly ResourceType[]): Record<string, Schema> {
  const schemas: Record<string, Schema> = {};
  const add = (name: string, schema: Schema, fields: Record<string, string>) => {
    if (schemas[name]) return;
    schemas[name] = {};
    schemas[name] = written(schema, (ref) => add(ref, definitions[ref], descriptions[ref]?.[1] ?? {}), fields);
    const description = descriptions[name]?.[0];
    if (description) schemas[name] = { description, ...schemas[name] };
  };
  for (const type of served) {
    const name = schemaName(type);
    const fields = descriptions[name]?.[1] ?? (type.custom ? objectFields() : {});
    add(name, schemaOf(type), fields);
    const { group, version, kind } = type;
    schemas[name] = { ...schemas[name], 'x-kubernetes-group-version-kind': [{ group, version, kind }] };
    for (const body of type.subresources) {
      const bodyName = schemaName({ ...type, ...body });
      if (Object.hasOwn(definitions, bodyName)) add(bodyName, definitions[bodyName], descriptions[bodyName]?.[1] ?? {});
    }
  }
  return schemas;
}

/** What a custom kind's apiVersion, kind and metadata are, in the words of a built-in one. */
function objectFields(): Record<string, string> {
  return descriptions['io.k8s.api.core.v1.ConfigMap'][1];
}

/** A schema as it stands in a document: a reference is wrapped, so that other words may stand beside it. */
function written(schema: Schema, refer: (name: string) => void, fields: Record<string, string> = {}): Schema {
  const { $ref, properties, items, additionalProperties, ...rest } = schema;
  const out: Schema = rest;
  if ($ref !== undefined) {
    refer($ref.slice($ref.lastIndexOf('/') + 1));
    out.allOf = [{ $ref }];
  }
  if (items) out.items = written(items, refer);
  if (typeof additionalProperties === 'object') out.additionalProperties = written(additionalProperties, refer);
  else if (additionalProperties !== undefined) out.additionalProperties = additionalProperties;
  if (properties) out.properties = {};
  for (const [field, value] of Object.entries(properties ?? {})) {
    const described = fields[field] === undefined ? {} : { description: fields[field] };
    out.properties![field] = { ...described, ...written(value, refer) };
  }
  return out;
}
