/**
 * The OpenAPI v2 document, in the only form in which kubectl takes it: as protocol buffers.
 *
 * Older clients check what they send by it, ask it what knows dry runs, and print it for `kubectl explain`; newer ones ask
 * for it where the v3 documents say nothing, as for a kind that is not installed yet, and give up when they cannot have it.
 * It says what the v3 documents say, in the words of v2:
 *
 *     v3   strategy: { description, allOf: [{ $ref: '#/components/schemas/x' }] }
 *     v2   strategy: { description, $ref: '#/definitions/x' }
 *
 * Known limits: of the paths only what PATCH does there, which is where clients look for parameters.
 */
import { document, type Named, type SchemaV2 } from './openapi-v2-messages.ts';
import { groupVersionPath, schemasOf } from './openapi-v3.ts';
import type { ResourceType } from './resources.ts';
import type { Schema } from './schema-types.ts';

/**
 * The content type of the answer. kubectl asks for `…v2@v1.0+protobuf`, which no parser of media types takes back: the
 * API server has always answered with a dot in place of the at sign.
 */
export const openApiV2Type = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf';

let last: { types: readonly ResourceType[]; bytes: Uint8Array } | undefined;

/** @param types all that is served; for the same ones the document is made once */
export function openApiV2(types: readonly ResourceType[]): Uint8Array {
  const isSame = last?.types.length === types.length && types.every((type, i) => type === last!.types[i]);
  if (!isSame) last = { types: [...types], bytes: documentOf(types) };
  return last!.bytes;
}

function documentOf(types: readonly ResourceType[]): Uint8Array {
  const patched = types.filter(({ verbs }) => verbs.includes('patch'));
  const definitions = namedIn(schemasOf(types)).map(({ name, value }) => ({ name, value: schemaV2(value) }));
  const info = { title: 'Kubernetes', version: 'v1.32.0' };
  return document.encode({ swagger: '2.0', info, paths: patched.map(patchOf), definitions });
}

const parameters = ['dryRun', 'fieldManager', 'fieldValidation', 'force'].map((name) => ({ in: 'query', name }));

function patchOf(type: ResourceType) {
  const { group, version, kind, resource, namespaced } = type;
  const name = `/${groupVersionPath(type)}${namespaced ? '/namespaces/{namespace}' : ''}/${resource}/{name}`;
  const extensions = inYaml({ 'x-kubernetes-group-version-kind': { group, version, kind } });
  return { name, value: { parameters, extensions } };
}

const refPrefix = '#/components/schemas/';

/** What may be anything, or is an integer or a text, has no type in v2, or is a text. */
function schemaV2(given: Schema): SchemaV2 {
  const { description, format, required, items, properties, additionalProperties } = given;
  const [{ $ref } = given] = given.allOf ?? [];
  const extensions = inYaml(Object.fromEntries(Object.entries(given).filter(([name]) => name.startsWith('x-'))));
  if ($ref) return { description, ref: `#/definitions/${$ref.slice(refPrefix.length)}`, extensions };
  if (given['x-kubernetes-preserve-unknown-fields']) return { description, extensions };
  const type = given.type ?? (format === undefined ? undefined : 'string');
  return {
    ...{ description, format, required, extensions },
    type: type === undefined ? undefined : [type],
    items: items && [schemaV2(items)],
    additionalProperties: typeof additionalProperties === 'object' ? schemaV2(additionalProperties) : undefined,
    properties: properties && namedIn(properties).map(({ name, value }) => ({ name, value: schemaV2(value) })),
  };
}

function namedIn<T>(map: Record<string, T>): Named<T>[] {
  return Object.entries(map).map(([name, value]) => ({ name, value }));
}

/** JSON is YAML. */
function inYaml(values: Record<string, unknown>): Named<string>[] {
  return namedIn(values).map(({ name, value }) => ({ name, value: JSON.stringify(value) }));
}
