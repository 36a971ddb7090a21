/**
 * What a client is told whose body does not fit the kind that it claims to be.
 *
 *     Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "spec.x"
 *
 * Source: Kubernetes documentation, "Kubernetes API Concepts", "Field validation".
 */
import type { Failure } from '../failure.ts';
import { apiVersionOf } from './resources.ts';
import { type ApiReason, badRequest } from './status.ts';

interface Kind {
  version: string;
  kind: string;
}

/**
 * Whether an object is of the kind that its path is for; one that does not say, is.
 *
 * @throws {Failure} `BadRequest` for another kind or apiVersion
 */
export function checkKind(object: { apiVersion?: unknown; kind?: unknown }, expected: Kind & { group: string }): void {
  const { apiVersion, kind } = object;
  const wanted = apiVersionOf(expected);
  if (isOther(kind, expected.kind)) {
    const what = `${kind} in version ${JSON.stringify(isOther(apiVersion, '') ? apiVersion : wanted)}`;
    throw badRequest(`${what} cannot be handled as a ${expected.kind}: the path is for a ${expected.kind}`);
  }
  if (!isOther(apiVersion, wanted)) return;
  throw badRequest(`the API version in the data (${apiVersion}) does not match the expected API version (${wanted})`);
}

/** What is no text is a wrong type, and left to those who look at types. */
function isOther(said: unknown, wanted: string): said is string {
  return typeof said === 'string' && said !== '' && said !== wanted;
}

export function unknownFieldText(field: string): string {
  return `unknown field ${JSON.stringify(field)}`;
}

export function duplicateFieldText(field: string): string {
  return `duplicate field ${JSON.stringify(field)}`;
}

/** @param texts one a fault, from {@link unknownFieldText} and {@link duplicateFieldText} */
export function strictDecodingError(kind: Kind, texts: readonly string[]): Failure<ApiReason> {
  return decodingError(kind, `strict decoding error: ${texts.join(', ')}`);
}

/** @param why the text of the first wrong value */
export function decodingError({ version, kind }: Kind, why: string): Failure<ApiReason> {
  return badRequest(`${kind} in version ${JSON.stringify(version)} cannot be handled as a ${kind}: ${why}`);
}
