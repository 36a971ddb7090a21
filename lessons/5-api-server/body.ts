/**
 * Given: the body of a write as an object of the kind that its path is for.
 */
import { decodeBody } from '#kit/kubernetes/bodies.ts';
import { checkKind, decodingError, duplicateFieldText, strictDecodingError } from '#kit/kubernetes/decoding-errors.ts';
import type { Context } from '#kit/kubernetes/http.ts';
import { apiVersionOf } from '#kit/kubernetes/resources.ts';
import { structuralFaults } from '#kit/kubernetes/schema.ts';
import type { Schema } from '#kit/kubernetes/schema-types.ts';
import { badRequest } from '#kit/kubernetes/status.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { isMap } from './json-map.ts';
import { writeQuery } from './query.ts';

/** What a body must be. */
export interface BodyKind {
  group: string;
  version: string;
  kind: string;
}

/**
 * The body, with its apiVersion and kind, whether they were there or not. What else is in it, `checkStructure` looks at.
 *
 * @throws {Failure} `BadRequest` for what is no object with metadata, or of another kind; `UnsupportedMediaType`
 */
export function readObject(context: Context, expected: BodyKind): KubernetesObject {
  const { value, duplicates } = decodeBody(context.request.headers['content-type'], context.request.body);
  if (!isMap(value)) throw badRequest('the body of the request is no object');
  noteDuplicates(context, expected, duplicates);
  checkTexts(value, expected);
  checkKind(inServedVersion(value, expected), expected);
  const { metadata = {} } = value;
  if (metadata !== null && !isMap(metadata)) throw badRequest('metadata of the object is no object');
  return {
    ...value,
    apiVersion: apiVersionOf(expected),
    kind: expected.kind,
    metadata: metadata ?? {},
  } as KubernetesObject;
}

/** A field that is in a body twice is a fault like an unknown one. */
function noteDuplicates(context: Context, expected: BodyKind, duplicates: string[]): void {
  const texts = duplicates.map(duplicateFieldText);
  const { fieldValidation } = writeQuery(context);
  if (fieldValidation === 'Strict' && texts.length > 0) throw strictDecodingError(expected, texts);
  if (fieldValidation === 'Warn') context.warnings.push(...texts);
}

/** Older clients evict by another version of the group; the field means the same. */
const olderVersions = ['policy/v1beta1'];

function inServedVersion({ apiVersion, kind }: Record<string, unknown>, expected: BodyKind): object {
  return { kind, apiVersion: olderVersions.includes(apiVersion as string) ? apiVersionOf(expected) : apiVersion };
}

/** @throws {Failure} `BadRequest` where the object is called otherwise than the URL says */
export function checkName(said: string, wanted: string): void {
  if (said === wanted) return;
  throw badRequest(`the name of the object (${said}) does not match the name on the URL (${wanted})`);
}

/** What is read before the structure is checked. */
const textFields: Schema = {
  properties: {
    apiVersion: { type: 'string' },
    kind: { type: 'string' },
    metadata: {
      properties: { name: { type: 'string' }, generateName: { type: 'string' }, namespace: { type: 'string' } },
    },
  },
};

function checkTexts(value: object, expected: BodyKind): void {
  const [fault] = structuralFaults(textFields, value, 'ObjectMeta').wrong;
  if (fault) throw decodingError(expected, fault.text);
}
