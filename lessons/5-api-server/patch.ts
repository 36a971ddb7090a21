/**
 * Four ways to say what is to change, told apart by the Content-Type:
 *
 *     application/json-patch+json              [{ op: 'replace', path: '/spec/replicas', value: 3 }]
 *     application/merge-patch+json             { spec: { replicas: 3, paused: null } }         lists are replaced
 *     application/strategic-merge-patch+json   { spec: { containers: [{ name: 'web', … }] } }  lists are merged
 *     application/apply-patch+yaml             all that I want, and am answerable for          exercise 5.12
 *
 * A patch is no replacement for the object: it is a function of whatever the object is now. So it can be tried again
 * after a lost race, unless it names the resourceVersion that it was made for.
 *
 * Source: RFC 6902, RFC 7386; Kubernetes documentation, "Update API Objects in Place Using kubectl patch".
 */
import { unsupportedMediaType } from '#kit/kubernetes/status.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { todo } from '#kit/todo.ts';
import type { FieldRules } from './field-rules.ts';

/** As they are called in the Content-Type. */
export const patchTypes = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  apply: 'application/apply-patch+yaml',
} as const;

/**
 * Given: refuses other types before anybody reads the body.
 *
 * @throws {Failure} `UnsupportedMediaType`
 */
export function checkPatchType(contentType: string, hasRules: boolean): void {
  const { json, merge, strategic, apply } = patchTypes;
  const accepted: string[] = hasRules ? [json, merge, strategic, apply] : [json, merge, apply];
  if (!accepted.includes(contentType.split(';')[0].trim())) throw unsupportedMediaType(accepted);
}

/**
 * The object with a patch done to it, as JSON has both. What the server answers for is not looked after here: that is
 * `prepareForUpdate`'s.
 *
 * @param contentType one of the first three {@link patchTypes}, perhaps with parameters behind a `;`
 * @param rules missing for a kind without a strategic merge, such as a custom one
 * @throws {Failure} `UnsupportedMediaType` for another type, and for a strategic merge patch where there are no rules;
 *   `BadRequest` for a patch that is no patch of its type, or after which there is no object with metadata; and what
 *   the patch itself throws, such as a `test` that fails
 */
export function patched(
  object: KubernetesObject,
  contentType: string,
  patch: unknown,
  rules: FieldRules | undefined,
): KubernetesObject {
  todo('5.7', 'Tell the types apart, patch, and see that it is still an object.');
}
