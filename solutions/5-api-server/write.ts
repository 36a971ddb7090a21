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
//: solution

import { forbiddenField, required } from '#kit/kubernetes/field-errors.ts';
import { badRequest, conflict, invalid } from '#kit/kubernetes/status.ts';
import type { ObjectMeta } from '#kit/objects.ts';
import { finalizersOf } from './deletion.ts';
import { sameJson } from './json-map.ts';
import { generatedName, newUid, timestamp } from './names.ts';
import { initialStatus, keptFields } from './strategies.ts';
//: end

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
  //: todo 5.6 Build the metadata that the server answers for on top of what the client sent, then the status.
  const { resource } = write;
  const object = write.object!;
  const { metadata } = object;
  if (metadata.resourceVersion) throw badRequest('resourceVersion should not be set on objects to be created');
  checkNamespace(write, metadata);
  const own: Partial<ObjectMeta> = {
    name: nameFor(write, metadata, origin.random),
    namespace: write.namespace || undefined,
    uid: newUid(origin.random),
    creationTimestamp: timestamp(origin.now()),
    generation: resource.hasGeneration ? 1 : undefined,
    ...{ resourceVersion: undefined, deletionTimestamp: undefined, deletionGracePeriodSeconds: undefined },
    ...{ managedFields: undefined, selfLink: undefined },
  };
  const prepared = { ...object, metadata: present({ ...metadata, ...own }) };
  return keptFields(resource.hasStatus ? withStatus(prepared, initialStatus(resource, object)) : prepared);
  //: end
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
  //: todo 5.6 Check what was seen; put the halves together; count the generation if what is asked for has changed.
  const { resource, subresource } = write;
  const [object, old] = [write.object!, write.old!];
  checkSeen(write);
  checkNamespace(write, object.metadata);
  if (object.metadata.name !== old.metadata.name) throw anotherName(write);
  if (subresource === 'status') return withStatus(old, object.status);
  checkFinalizers(write);
  const isApart = resource.hasStatus && subresource !== 'binding';
  const kept = isApart ? withStatus(object, old.status) : object;
  const whole = { ...kept, metadata: metadataOf(object, old) };
  // Only `finalize` may take a namespace's own finalizer off.
  const prepared = keptFields(whole, subresource === 'finalize' ? undefined : old);
  const asksForMore = resource.hasGeneration && !sameRequest(prepared, old);
  return asksForMore ? nextGeneration(prepared) : prepared;
  //: end
}

/**
 * Whether the client has seen the object as it is. Who sends no resourceVersion does not care.
 *
 * @throws {Failure} `Conflict` where the new object names a resourceVersion or a uid that is not the old one's
 */
export function checkSeen({ resource, name, object, old }: Write): void {
  //: todo 5.6 Compare the uid, then the resourceVersion; one that is missing or empty fits.
  const [seen, is] = [object!.metadata, old!.metadata];
  if (seen.uid && seen.uid !== is.uid) {
    throw conflict(
      resource,
      name,
      `Precondition failed: UID in precondition: ${seen.uid}, UID in object meta: ${is.uid}`,
    );
  }
  if (seen.resourceVersion && seen.resourceVersion !== is.resourceVersion) throw conflict(resource, name);
  //: end
}

/** Given: the object, of which something new is asked. */
export function nextGeneration(object: KubernetesObject): KubernetesObject {
  const generation = Number(object.metadata.generation ?? 0) + 1;
  return { ...object, metadata: { ...object.metadata, generation } };
}
//: solution

/** What the client may not change, taken from the old object. */
function metadataOf(object: KubernetesObject, old: KubernetesObject): ObjectMeta {
  const { name, namespace, uid, resourceVersion, creationTimestamp, generation } = old.metadata;
  const { deletionTimestamp, deletionGracePeriodSeconds } = old.metadata;
  const managedFields = object.metadata.managedFields ?? old.metadata.managedFields;
  const kept = { name, namespace, uid, resourceVersion, creationTimestamp, generation, managedFields };
  return present({ ...object.metadata, ...kept, deletionTimestamp, deletionGracePeriodSeconds, selfLink: undefined });
}

/** Whether the same is asked for: all is alike but metadata and status. */
function sameRequest(a: KubernetesObject, b: KubernetesObject): boolean {
  const request = (object: KubernetesObject) => ({ ...object, metadata: undefined, status: undefined });
  return sameJson(request(a), request(b));
}

function withStatus(object: KubernetesObject, status: unknown): KubernetesObject {
  const { status: _, ...rest } = object;
  return (status === undefined ? rest : { ...rest, status }) as KubernetesObject;
}

/** Without the members that are `undefined`. */
function present(metadata: Partial<ObjectMeta>): ObjectMeta {
  return Object.fromEntries(Object.entries(metadata).filter(([, value]) => value !== undefined)) as ObjectMeta;
}

function nameFor({ resource }: Write, { name, generateName }: ObjectMeta, random: Random): string {
  if (name) return name;
  if (typeof generateName === 'string' && generateName !== '') return generatedName(generateName, random);
  throw invalid(resource, '', [required('metadata.name', 'name or generateName is required')]);
}

function checkNamespace({ namespace }: Write, metadata: ObjectMeta): void {
  if ((metadata.namespace ?? '') === '' || metadata.namespace === namespace) return;
  throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
}

function anotherName({ name, object }: Write): Error {
  const named = String(object!.metadata.name ?? '');
  return badRequest(`the name of the object (${named}) does not match the name on the URL (${name})`);
}

/** Whoever cleans up works on a list that only gets shorter. */
function checkFinalizers({ resource, name, object, old }: Write): void {
  if (!old!.metadata.deletionTimestamp) return;
  const before = finalizersOf(old!);
  const added = finalizersOf(object!).filter((finalizer) => !before.includes(finalizer));
  if (added.length === 0) return;
  const found = `[]string{${added.map((finalizer) => JSON.stringify(finalizer)).join(', ')}}`;
  const detail = `no new finalizers can be added if the object is being deleted, found new finalizers ${found}`;
  throw invalid(resource, name, [forbiddenField('metadata.finalizers', detail)]);
}
//: end
