/**
 * Turns the body of a request into an object, by its content type.
 *
 *     application/json                       and a missing content type: some versions of kubectl leave it out
 *     application/vnd.kubernetes.protobuf    what `kubectl create configmap` sends
 *     application/yaml
 *     application/apply-patch+yaml           JSON is YAML, and kubectl sends JSON
 *
 * The bodies of merge patches and JSON patches are JSON.
 *
 * Known limit: YAML that is no JSON may have 256 KiB. Every client sends JSON for anything large.
 */
import { type Document, isScalar, parseDocument, visit } from 'yaml';
import { text, utf8 } from '../bytes.ts';
import { decodeProtobufBody } from './protobuf-bodies.ts';
import { type JsonBody, readJson } from './read-json.ts';
import { badRequest, requestTooLarge, unsupportedMediaType } from './status.ts';

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
 * @throws {Failure} `UnsupportedMediaType`, `BadRequest` for bytes that are not what the type says, or
 *   `RequestEntityTooLarge` for long YAML
 */
export function decodeBody(contentType: string | undefined, body: Uint8Array): JsonBody {
  const type = mediaTypeOf(contentType);
  if (!Object.hasOwn(readers, type)) throw unsupportedMediaType(bodyTypes);
  return readers[type](body);
}

/** A byte of YAML takes a hundred times as long as one of JSON, and nobody else is served meanwhile. */
const yamlBytesMax = 256 * 1024;

/** JSON is read as JSON even here: its faults are told better, and a large one is read faster. */
function readYaml(body: Uint8Array): JsonBody {
  const source = text(body);
  if (/^\s*[{[]/.test(source)) return readJson(body);
  if (body.length > yamlBytesMax) throw requestTooLarge(yamlBytesMax);
  const document = parseDocument(source, { uniqueKeys: false, schema: 'core', prettyErrors: false, logLevel: 'error' });
  const [error] = document.errors;
  if (error) throw badRequest(`error parsing YAML: line ${lineAt(source, error.pos[0])}: ${error.message}`);
  // Once more through JSON: it limits the depth, and what is no JSON value does not get further.
  return readJson(utf8(jsonOf(document)));
}

function lineAt(source: string, place: number): number {
  return source.slice(0, place).split('\n').length;
}

/** Aliases that unfold to something huge, or that never end, are the client's fault; so are keys that JSON cannot have. */
function jsonOf(document: Document): string {
  try {
    visit(document, { Pair: (_, { key }) => refuseKey(key) });
    return JSON.stringify(document.toJS({ maxAliasCount: 100 })) ?? 'null';
  } catch (error) {
    throw badRequest(`error converting YAML to JSON: ${(error as Error).message.split('\n')[0]}`);
  }
}

/** Maps within keys within maps are written out again for each that they are in: a few hundred take minutes. */
function refuseKey(key: unknown): void {
  if (!isScalar(key)) throw new Error('a key of a map must be a plain value');
}
