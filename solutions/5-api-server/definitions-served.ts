/**
 * Given: what definitions do in a running server: they are checked and accepted when they are written, they add to what is
 * served, and when one is deleted its objects go first.
 */

import { codeOf } from '#kit/failure.ts';
import type { ClusterObjects } from '#kit/kubernetes/cluster-objects.ts';
import type { WriteStep } from '#kit/kubernetes/http.ts';
import { type ResourceType, resourceTypes } from '#kit/kubernetes/resources.ts';
import { invalid } from '#kit/kubernetes/status.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { cleanupFinalizer, type Definition, definitionFaults, resourcesOf, statusFor } from './custom-resources.ts';
import { timestamp } from './names.ts';
import type { Registry, WriteTarget } from './registry.ts';
import type { Storage } from './storage.ts';

const definitions = 'customresourcedefinitions';

/** Checks a definition and gives it its status. Any other write passes. Comes after `prepare`. */
export function acceptDefinition(objects: ClusterObjects, now: () => number): WriteStep {
  return async (write) => {
    const { resource, object, operation } = write;
    if (resource.resource !== definitions || !object || write.subresource === 'status') return write;
    const definition = object as Definition;
    const faults = definitionFaults(definition);
    if (faults.length > 0) throw invalid(resource, definition.metadata.name, faults);
    const others = (await objects.list(definitions, '')) as Definition[];
    const rest = others.filter(({ metadata }) => metadata.name !== definition.metadata.name);
    const status = statusFor(definition, rest, timestamp(now()));
    const held = operation === 'create' ? withFinalizer(definition) : definition;
    return { ...write, object: { ...held, status } };
  };
}

function withFinalizer(definition: Definition): KubernetesObject {
  const finalizers = (definition.metadata.finalizers as string[] | undefined) ?? [];
  return {
    ...definition,
    metadata: { ...definition.metadata, finalizers: [...new Set([...finalizers, cleanupFinalizer])] },
  };
}

export interface ServedTypes {
  /** All that is served now. */
  all(): Promise<ResourceType[]>;
  find(group: string, version: string, resource: string): Promise<ResourceType | undefined>;
}

export function createServedTypes(objects: ClusterObjects): ServedTypes {
  /** An object of the cache is the same until it is changed, and its types are remembered that long. */
  const remembered = new WeakMap<KubernetesObject, ResourceType[]>();

  function typesOf(definition: KubernetesObject): ResourceType[] {
    const types = remembered.get(definition) ?? resourcesOf(definition as Definition);
    remembered.set(definition, types);
    return types;
  }

  async function all(): Promise<ResourceType[]> {
    const custom = await objects.list(definitions, '');
    return custom.length === 0 ? [...resourceTypes] : [...resourceTypes, ...custom.flatMap(typesOf)];
  }

  const isMeant = (group: string, version: string, resource: string) => (type: ResourceType) =>
    type.resource === resource && type.group === group && type.version === version;

  return {
    all,
    async find(group, version, resource) {
      const isThis = isMeant(group, version, resource);
      const builtIn = resourceTypes.find(isThis);
      // No definition has a group without a dot, and asking for one would cost a list.
      return builtIn ?? (group.includes('.') ? (await all()).find(isThis) : undefined);
    },
  };
}

/**
 * Deletes the objects of a definition that is being deleted, and takes the finalizer off when none is left. What objects
 * wait for, they wait for; each that goes asks again.
 */
export async function cleanUpDefinition(
  registry: Registry,
  storage: Storage,
  target: WriteTarget,
  definition: Definition,
): Promise<void> {
  const { name, deletionTimestamp } = definition.metadata;
  if (!deletionTimestamp) return;
  const [type] = resourcesOf(definition);
  const { objects } = type ? await storage.list({ resource: name }) : { objects: [] };
  for (const { metadata } of objects) {
    const { namespace = '' } = metadata;
    const own = { ...target, resource: type, subresource: '', namespace, name: metadata.name };
    await registry.delete(own, { propagationPolicy: 'Background' }).catch(ignoreGone);
  }
  const left = type ? (await storage.list({ resource: name, limit: 1 })).objects.length : 0;
  if (left > 0) return;
  const withoutFinalizer = (old: KubernetesObject) => {
    const finalizers = ((old.metadata.finalizers ?? []) as string[]).filter((each) => each !== cleanupFinalizer);
    return { ...old, metadata: { ...old.metadata, resourceVersion: '', finalizers } };
  };
  await registry.update({ ...target, subresource: '', namespace: '', name }, withoutFinalizer).catch(ignoreGone);
}

function ignoreGone(thrown: unknown): void {
  if (codeOf(thrown) !== 'NotFound') throw thrown;
}
