/**
 * Given: create, update, patch and delete as responses. What they do is the registry's; here a request is turned into
 * what the registry asks for.
 */

import { codeOf } from '#kit/failure.ts';
import { decodeBody } from '#kit/kubernetes/bodies.ts';
import type { ClusterObjects } from '#kit/kubernetes/cluster-objects.ts';
import { checkKind } from '#kit/kubernetes/decoding-errors.ts';
import type { ApiResponse, Context } from '#kit/kubernetes/http.ts';
import { findSubresource, type ResourceType } from '#kit/kubernetes/resources.ts';
import { methodNotAllowed, notFound, type Status, success } from '#kit/kubernetes/status.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { type BodyKind, checkName, readObject } from './body.ts';
import { deleteOptionsOf, readDeleteOptions } from './delete-options.ts';
import { takeDisruption } from './eviction.ts';
import type { FieldRules } from './field-rules.ts';
import { objectResponse, type ReadParts } from './handlers-read.ts';
import { isMap } from './json-map.ts';
import { timestamp } from './names.ts';
import { checkPatchType, patched, patchTypes } from './patch.ts';
import { listQuery, writeQuery } from './query.ts';
import { listOf } from './reads.ts';
import type { Finish, WriteTarget } from './registry.ts';
import { selectableFieldsOf } from './selectable-fields.ts';
import { bound, doorOf } from './subresources.ts';

export interface WriteParts extends ReadParts {
  objects: ClusterObjects;
  rulesOf(resource: ResourceType): FieldRules;
  /** What is written behind the chain of a plain update: which fields its manager has (exercise 5.12). */
  track: Finish;
  apply(context: Context, target: WriteTarget, config: KubernetesObject): Promise<ApiResponse>;
}

export async function createObject(parts: WriteParts, context: Context): Promise<ApiResponse> {
  const { resource } = context;
  const object = readObject(context, resource!);
  const created = await parts.registry.create(targetOf(context), object, parts.track);
  return objectResponse(context, 201, created, parts.now());
}

export async function updateObject(parts: WriteParts, context: Context): Promise<ApiResponse> {
  const { info, resource } = context;
  const door = doorOf(resource!, info.subresource);
  if (!door) throw methodNotAllowed(resource!, info.verb);
  const written = readObject(context, kindBehind(resource!, info.subresource));
  checkName(written.metadata.name ?? '', info.name);
  const change = (old: KubernetesObject) => door.write(old, written);
  const object = await parts.registry.update(targetOf(context), change, parts.track);
  return objectResponse(context, 200, door.read(object), parts.now());
}

export async function patchObject(parts: WriteParts, context: Context): Promise<ApiResponse> {
  const { info, request, resource } = context;
  const door = doorOf(resource!, info.subresource);
  if (!door) throw methodNotAllowed(resource!, info.verb);
  const contentType = request.headers['content-type'] ?? '';
  const rules = resource!.custom ? undefined : parts.rulesOf(resource!);
  checkPatchType(contentType, rules !== undefined);
  const { value } = decodeBody(contentType, request.body);
  const kind = kindBehind(resource!, info.subresource);
  if (contentType.startsWith(patchTypes.apply)) {
    return parts.apply(context, targetOf(context), readObject(context, kind));
  }
  const change = (old: KubernetesObject) => {
    const written = patched(door.read(old), contentType, value, rules);
    // What is behind a door is of its own kind, a Scale perhaps; the chain only sees what becomes of the object.
    checkKind(written, kind);
    return door.write(old, written);
  };
  const object = await parts.registry.update(targetOf(context), change, parts.track);
  return objectResponse(context, 200, door.read(object), parts.now());
}

export async function deleteObject(parts: WriteParts, context: Context): Promise<ApiResponse> {
  const { resource } = context;
  const { dryRun, ...options } = readDeleteOptions(context);
  const target = { ...targetOf(context), dryRun };
  const { object, isGone } = await parts.registry.delete(target, options);
  return isGone
    ? { status: 200, body: goneStatus(resource!, object) }
    : objectResponse(context, 200, object, parts.now());
}

/** One after another, each by its uid: one of the same name that was made meanwhile is not meant. */
export async function deleteCollection(parts: WriteParts, context: Context): Promise<ApiResponse> {
  const { info } = context;
  const resource = context.resource!;
  const { dryRun, ...options } = readDeleteOptions(context);
  const { objects } = await listOf(parts, resource, listQuery(info, selectableFieldsOf(resource)));
  for (const { metadata } of objects) {
    const { namespace = '', name, uid } = metadata;
    const target = { ...targetOf(context), namespace, name, dryRun };
    const deletion = parts.registry.delete(target, { ...options, preconditions: { uid: String(uid) } });
    await deletion.catch((thrown) => {
      if (codeOf(thrown) !== 'NotFound' && codeOf(thrown) !== 'Conflict') throw thrown;
    });
  }
  return { status: 200, body: success({ ...(resource.group && { group: resource.group }), kind: resource.resource }) };
}

/** A scheduler's word: this pod goes to that node. */
export async function bindPod(parts: WriteParts, context: Context): Promise<ApiResponse> {
  const binding = readObject(context, { group: '', version: 'v1', kind: 'Binding' });
  const target = { ...targetOf(context), subresource: 'binding' };
  const name = target.name || binding.metadata.name;
  await parts.registry.update({ ...target, name }, (pod) => {
    const { uid = '', resourceVersion = '' } = binding.metadata;
    const onNode = bound(pod, binding, timestamp(parts.now()));
    return { ...onNode, metadata: { ...onNode.metadata, uid, resourceVersion } };
  });
  return { status: 201, body: { ...success(), code: 201 } };
}

export async function evictPod(parts: WriteParts, context: Context): Promise<ApiResponse> {
  const { info, resource } = context;
  const eviction = readObject(context, { group: 'policy', version: 'v1', kind: 'Eviction' });
  const asked = isMap(eviction.deleteOptions) ? eviction.deleteOptions : {};
  const { dryRun, ...options } = deleteOptionsOf(asked);
  const target = targetOf(context);
  const isTrial = dryRun || target.dryRun;
  const pod = await parts.registry.get(resource!, info.namespace, info.name);
  await takeDisruption(parts.objects, pod, isTrial);
  await parts.registry.delete({ ...target, subresource: 'eviction', dryRun: isTrial }, options);
  return { status: 201, body: { ...success(), code: 201 } };
}

export function targetOf(context: Context): WriteTarget {
  const { info, resource, user, warnings } = context;
  const { dryRun, fieldManager, fieldValidation } = writeQuery(context);
  const { subresource, namespace, name } = info;
  // A namespace is in no namespace, though its path reads as if it were in itself.
  const own = resource!.namespaced ? namespace : '';
  return {
    resource: resource!,
    subresource,
    namespace: own,
    name,
    user,
    dryRun,
    fieldValidation,
    fieldManager,
    warnings,
  };
}

function kindBehind(resource: ResourceType, subresource: string): BodyKind {
  const { group, version, kind } = resource;
  if (subresource === '') return { group, version, kind };
  const found = findSubresource(resource, subresource);
  if (!found) throw notFound(resource, subresource);
  return { group: found.group ?? group, version: found.version ?? version, kind: found.kind };
}

function goneStatus({ group, resource }: ResourceType, { metadata }: KubernetesObject): Status {
  const { name, uid } = metadata;
  return success({ name, ...(group && { group }), kind: resource, uid: uid as string });
}
