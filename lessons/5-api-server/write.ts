/**
 * What the registry adds to an object before it is stored, and what it does not let a client change.
 *
 *     what the client sends                     what is stored
 *     metadata: { name: 'web' }                 metadata: { name: 'web', namespace: 'default', uid: '8c1f…',
 *     spec: { replicas: 3 }             ──►         creationTimestamp: '2026-01-31T09:30:00Z', generation: 1 }
 *     status: { replicas: 99 }                  spec: { replicas: 3 }
 *                                               status: {}
 *
 * `spec` is what somebody wants and `status` is what is so. A write to the object changes everything but the status; a
 * write to its subresource `status` changes the status and nothing else. So a controller that reports what it sees cannot
 * undo what a user has asked for a moment ago, nor the other way round.
 *
 * Source: Kubernetes API conventions, "Metadata", "Spec and Status", "Concurrency Control and Consistency".
 */
import type { Write } from '#kit/kubernetes/http.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import type { Random } from '#kit/random.ts';
import { todo } from '#kit/todo.ts';

/** Where what is made up comes from. */
export interface Origin {
  /** Milliseconds since 1970. */
  now(): number;
  random: Random;
}

/**
 * The object of a create as it is to be stored:
 *
 *  - its name, made up from `generateName` where there is none, and the namespace of the request: none where that is '';
 *  - a new `uid`, `creationTimestamp`, and `generation` 1 for kinds that have one, none for others;
 *  - the status that a new object of its kind has ({@link initialStatus}), for kinds whose status stands apart;
 *  - no `resourceVersion`, `deletionTimestamp`, `deletionGracePeriodSeconds`, `managedFields` or `selfLink`.
 *
 * @throws {Failure} `BadRequest` for a resourceVersion, and for a namespace that is not the request's; `Invalid` where
 *   there is neither a name nor a `generateName`
 */
export function prepareForCreate(write: Write, origin: Origin): KubernetesObject {
  todo('5.6', 'Build the metadata that the server answers for on top of what the client sent, then the status.');
}

/**
 * The object of an update as it is to be stored. What the server answers for stays as it was, whatever the client sent:
 * name, namespace, uid, creationTimestamp, deletionTimestamp, deletionGracePeriodSeconds. So do `managedFields` that the
 * client left out. Then
 *
 *  - for the subresource `status`: the old object with the new status;
 *  - for `binding`: the new object; the server itself has made it (exercise 5.7);
 *  - else: the new object with the old status, where the kind's status stands apart;
 *  - `generation` is one more if the kind has one and anything but metadata and status has changed.
 *
 * @throws {Failure} what {@link checkSeen} throws; `BadRequest` for another name or namespace; `Invalid` where an object
 *   that is being deleted would get another finalizer
 */
export function prepareForUpdate(write: Write): KubernetesObject {
  todo('5.6', 'Check what was seen; put the halves together; count the generation if what is asked for has changed.');
}

/**
 * Whether the client has seen the object as it is. Who sends no resourceVersion does not care.
 *
 * @throws {Failure} `Conflict` where the new object names a resourceVersion or a uid that is not the old one's
 */
export function checkSeen({ resource, name, object, old }: Write): void {
  todo('5.6', 'Compare the uid, then the resourceVersion; one that is missing or empty fits.');
}

/** Given: the object, of which something new is asked. */
export function nextGeneration(object: KubernetesObject): KubernetesObject {
  const generation = Number(object.metadata.generation ?? 0) + 1;
  return { ...object, metadata: { ...object.metadata, generation } };
}
