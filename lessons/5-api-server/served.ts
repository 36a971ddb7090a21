/**
 * Given: how a resource's objects lie in the store. Every version of a custom resource is stored as one of them, and
 * served under the version that is asked for; between them only the `apiVersion` differs.
 */
import { apiVersionOf, type ResourceType } from '#kit/kubernetes/resources.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import type { ObjectKey } from '#kv-store/registry-key.ts';

/** What the resource's keys begin with. A custom one has its group in it: two groups may have the same plural. */
export function storedAs({ resource, group, custom }: ResourceType): string {
  return custom ? `${resource}.${group}` : resource;
}

export function keyOf(resource: ResourceType, namespace: string, name: string): ObjectKey {
  return { resource: storedAs(resource), namespace: resource.namespaced ? namespace : undefined, name };
}

/** The object as a client of this version sees it. */
export function served(resource: ResourceType, object: KubernetesObject): KubernetesObject {
  return inVersion(object, resource, resource.version);
}

/** The object as it is stored. */
export function stored(resource: ResourceType, object: KubernetesObject): KubernetesObject {
  return inVersion(object, resource, resource.custom?.storageVersion ?? resource.version);
}

function inVersion(object: KubernetesObject, { group, custom }: ResourceType, version: string): KubernetesObject {
  if (!custom) return object;
  const apiVersion = apiVersionOf({ group, version });
  return object.apiVersion === apiVersion ? object : { ...object, apiVersion };
}

/** Seconds that an object lives; nothing for all but Events, which go after an hour. */
export function ttlOf({ group, resource }: ResourceType): number | undefined {
  return group === '' && resource === 'events' ? 3600 : undefined;
}
