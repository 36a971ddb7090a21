/**
 * What the API server serves: one entry a resource. Routing, discovery, storage and the links all read it here, and a
 * CustomResourceDefinition adds entries of the same shape while the server runs.
 *
 *     /apis/apps/v1/namespaces/default/deployments/web/scale
 *           │    │                     │              └ subresource
 *           │    └ version             └ resource: deployments (kind: Deployment, short: deploy)
 *           └ group; the core group has none and is served under /api/v1
 *
 * Source: Kubernetes API reference 1.32.
 */
import { builtInResources } from './built-in-resources.ts';
import type { Schema } from './schema-types.ts';

export type Verb = 'create' | 'delete' | 'deletecollection' | 'get' | 'list' | 'patch' | 'update' | 'watch';

export interface ResourceType {
  /** Empty for the core group. */
  group: string;
  version: string;
  /** Plural and in small letters: `pods`. */
  resource: string;
  kind: string;
  /** Empty where there are no lists. */
  listKind: string;
  singular: string;
  shortNames: string[];
  /** `all` is what `kubectl get all` asks for. */
  categories: string[];
  namespaced: boolean;
  verbs: Verb[];
  subresources: Subresource[];
  hasSpec: boolean;
  /** It has a status, written through the subresource of that name and no other way. */
  hasStatus: boolean;
  /** `metadata.generation` counts the changes of what is asked for: of `spec`, or of all but metadata and status. */
  hasGeneration: boolean;
  /** Set for a kind that a CustomResourceDefinition brought. */
  custom?: CustomDetails;
}

export interface Subresource {
  /** `scale` in `deployments/scale`. */
  name: string;
  /** Of the body, where it is another than the resource's own. */
  group?: string;
  version?: string;
  kind: string;
  verbs: Verb[];
}

export interface CustomDetails {
  schema: Schema;
  columns: PrinterColumn[];
  /** The version whose objects are in the store. */
  storageVersion: string;
  /** Where a scale stands in the object, as in `.spec.replicas`. */
  scale?: { specReplicasPath: string; statusReplicasPath: string; labelSelectorPath?: string };
}

/** A column that a CustomResourceDefinition asks for. */
export interface PrinterColumn {
  name: string;
  type: string;
  format?: string;
  description?: string;
  priority?: number;
  /** As in `.spec.size`. */
  jsonPath: string;
}

/** All that is served from the start, in the order of discovery. */
export const resourceTypes: readonly ResourceType[] = builtInResources;

/** A resource by its group, version and plural; nothing where it is not built in. */
export function findResource(group: string, version: string, resource: string): ResourceType | undefined {
  return resourceTypes.find(
    (type) => type.resource === resource && type.version === version && type.group === group && type.verbs.length > 0,
  );
}

/** A kind by its group, version and name. */
export function findKind(group: string, version: string, kind: string): ResourceType | undefined {
  return resourceTypes.find((type) => type.kind === kind && type.version === version && type.group === group);
}

export function findSubresource(type: ResourceType, name: string): Subresource | undefined {
  return type.subresources.find((subresource) => subresource.name === name);
}

/** `v1` or `apps/v1`: what stands in `apiVersion`. */
export function apiVersionOf({ group, version }: { group: string; version: string }): string {
  return group === '' ? version : `${group}/${version}`;
}

/** The group and version in an `apiVersion`. */
export function groupVersionOf(apiVersion: string): { group: string; version: string } {
  const slash = apiVersion.indexOf('/');
  return { group: apiVersion.slice(0, Math.max(slash, 0)), version: apiVersion.slice(slash + 1) };
}

/**
 * The path of a resource's collection.
 *
 * @param namespace empty for a cluster's resource, and for all namespaces
 */
export function collectionPath(type: ResourceType, namespace: string): string {
  const root = type.group === '' ? `/api/${type.version}` : `/apis/${type.group}/${type.version}`;
  return namespace === '' ? `${root}/${type.resource}` : `${root}/namespaces/${namespace}/${type.resource}`;
}
