/**
 * Turns the body of a request into an object, by its content type.
 *
 *     application/json                       and a missing content type: some versions of kubectl leave it out
 *     application/vnd.kubernetes.protobuf    what `kubectl create configmap` sends
 *     application/yaml
 *     application/apply-patch+yaml           JSON is YAML, and kubectl sends JSON
 *
 * The bodies of merge patches and JSON patches are JSON.
 */
import { parseDocument } from 'yaml';
import { text } from '../bytes.ts';
import { decodeProtobufBody } from './protobuf-bodies.ts';
import { type JsonBody, readJson } from './read-json.ts';
import { badRequest, unsupportedMediaType } from './status.ts';

export const bodyTypes = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'];

const readers: Record<string, (body: Uint8Array) => JsonBody> = {
  'application/json': readJson,
  'application/json-patch+json': readJson,
  'application/merge-patch+json': readJson,
  'application/strategic-merge-patch+json': readJson,
  'application/yaml': readYaml,
  'application/apply-patch+yaml': readYaml,
  'application/vnd.kubernetes.protobuf': (body) => ({ value: decodeProtobufBody(body), duplicates: [] }),
};

/** The content type alone, without its parameters and in small letters; JSON where there is none. */
export function mediaTypeOf(contentType: string | undefined): string {
  return contentType?.split(';')[0].trim().toLowerCase() || 'application/json';
}

/**
 * @param contentType the header, with or without parameters
 * @returns any JSON value, an object or not, and the fields that are in it twice
 * @throws {Failure} `UnsupportedMediaType`, or `BadRequest` for bytes that are not what the type says
 */
export function decodeBody(contentType: string | undefined, body: Uint8Array): JsonBody {
  const type = mediaTypeOf(contentType);
  if (!Object.hasOwn(readers, type)) throw unsupportedMediaType(bodyTypes);
  return readers[type](body);
}

/** JSON is read as JSON even here: its faults are told better, and a large one is read faster. */
function readYaml(body: Uint8Array): JsonBody {
  const source = text(body);
  if (/^\s*[{[]/.test(source)) return readJson(body);
  const document = parseDocument(source, { uniqueKeys: false, schema: 'core', maxAliasCount: 100 } as object);
  if (document.errors.length > 0) throw badRequest(`error parsing YAML: ${document.errors[0].message.split('\n')[0]}`);
  const value: unknown = readAliases(() => document.toJS({ maxAliasCount: 100 }));
  // Once more through JSON: it limits the depth, and what is no JSON value does not get further.
  return readJson(new TextEncoder().encode(JSON.stringify(value) ?? 'null'));
}

/** Aliases that unfold to something huge are refused by the library, with an error that is the client's fault. */
function readAliases(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    throw badRequest(`error converting YAML to JSON: ${(error as Error).message}`);
  }
}
