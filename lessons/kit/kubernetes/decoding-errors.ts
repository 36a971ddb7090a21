/**
 * What a client is told whose body does not fit the kind that it claims to be.
 *
 *     Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "spec.x"
 *
 * Source: Kubernetes documentation, "Kubernetes API Concepts", "Field validation".
 */
import type { Failure } from '../failure.ts';
import { type ApiReason, badRequest } from './status.ts';

interface Kind {
  version: string;
  kind: string;
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
