/** Objects as the registry's tests write them, in the namespace "default". */
import type { KubernetesObject } from '#kit/objects.ts';
import type { Fields } from './manifests.ts';

type Meta = Partial<KubernetesObject['metadata']>;

export function configMap(name: string, data: Record<string, string> = {}, metadata: Meta = {}): KubernetesObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'default', ...metadata }, data };
}

export function deployment(name: string, spec: object = { replicas: 1 }, metadata: Meta = {}): KubernetesObject {
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, namespace: 'default', ...metadata }, spec };
}

export function pod(name: string, spec: object = {}, metadata: Meta = {}): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default', ...metadata }, spec };
}

export function metadataOf(object: KubernetesObject | undefined): Fields {
  return (object?.metadata ?? {}) as Fields;
}

/** The object with something else in its metadata. */
export function withMeta(object: KubernetesObject, metadata: Meta): KubernetesObject {
  return { ...object, metadata: { ...object.metadata, ...metadata } };
}
