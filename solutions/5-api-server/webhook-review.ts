/**
 * Given: what a webhook is asked.
 *
 * Source: Kubernetes documentation, "Dynamic Admission Control", "Webhook request and response".
 */
import type { Write } from '#kit/kubernetes/http.ts';
import { userInfoOf } from './reviews.ts';

/** @param uid of this question, which the answer repeats */
export function reviewOf(write: Write, uid: string): object {
  const { operation, resource, subresource, namespace, name, object, old, user, dryRun } = write;
  // A create has its name in the object; one that is still to be made up is nobody's yet.
  const called = name || object?.metadata.name;
  const kind = { group: resource.group, version: resource.version, kind: resource.kind };
  const named = { group: resource.group, version: resource.version, resource: resource.resource };
  const request = {
    uid,
    kind,
    resource: named,
    ...(subresource && { subResource: subresource }),
    requestKind: kind,
    requestResource: named,
    ...(called && { name: called }),
    ...(namespace && { namespace }),
    operation: operation.toUpperCase(),
    userInfo: userInfoOf(user),
    object: object ?? null,
    oldObject: old ?? null,
    dryRun,
  };
  return { kind: 'AdmissionReview', apiVersion: 'admission.k8s.io/v1', request };
}
