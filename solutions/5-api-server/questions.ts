/**
 * Given: the body of a request that asks and is not stored, such as a review or a TokenRequest.
 */

import { decodingError } from '#kit/kubernetes/decoding-errors.ts';
import { schemaOfKind } from '#kit/kubernetes/definitions.ts';
import type { Context } from '#kit/kubernetes/http.ts';
import { prune } from '#kit/kubernetes/prune.ts';
import { structuralFaults } from '#kit/kubernetes/schema.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { type BodyKind, readObject } from './body.ts';

/** @throws {Failure} `BadRequest` for what is no such question, or has values of the wrong type */
export async function readQuestion(context: Context, expected: BodyKind): Promise<KubernetesObject> {
  const question = readObject(context, expected);
  const schema = schemaOfKind(expected.group, expected.version, expected.kind);
  if (!schema) return question;
  const [fault] = structuralFaults(schema, question, expected.kind).wrong;
  if (fault) throw decodingError(expected, fault.text);
  return prune(schema, question) as KubernetesObject;
}
