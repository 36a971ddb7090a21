/**
 * Given: what is special about some kinds when they are written.
 *
 * Source: the registry strategies of Kubernetes 1.32, as its answers show them.
 */
import type { ResourceType } from '#kit/kubernetes/resources.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { podQosClass } from './pod-qos.ts';

/** The status that a new object has; missing for custom resources, whose status comes from their controllers. */
export function initialStatus(resource: ResourceType, object: KubernetesObject): unknown {
  if (resource.custom) return undefined;
  switch (object.kind) {
    case 'Namespace':
      return { phase: 'Active' };
    case 'Node':
      // A kubelet registers its node together with what it offers.
      return object.status ?? {};
    case 'PersistentVolume':
    case 'PersistentVolumeClaim':
      return { phase: 'Pending' };
    case 'Pod':
      return { phase: 'Pending', qosClass: podQosClass(object) };
    case 'Ingress':
    case 'Service':
      return { loadBalancer: {} };
    default:
      return {};
  }
}

/**
 * Fields that are folded into others before the object is stored, or that every object of the kind has.
 *
 * @param old what was there, in an update
 */
export function keptFields(object: KubernetesObject, old?: KubernetesObject): KubernetesObject {
  if (object.kind === 'Secret') return foldedSecret(object);
  return object.kind === 'Namespace' ? markedNamespace(object, old) : object;
}

/** `stringData` is there for people to write; what is stored is `data`, in base64. */
function foldedSecret(object: KubernetesObject): KubernetesObject {
  const { stringData, ...secret } = object;
  if (typeof stringData !== 'object' || stringData === null) return object;
  const folded = Object.entries(stringData).map(([key, text]) => [key, Buffer.from(String(text)).toString('base64')]);
  return { ...secret, data: { ...(secret.data as object), ...Object.fromEntries(folded) } } as KubernetesObject;
}

/** A namespace goes only after its content: the finalizer in its spec stands for that, and comes off by `finalize` alone. */
function markedNamespace(object: KubernetesObject, old?: KubernetesObject): KubernetesObject {
  const { labels, name } = object.metadata;
  const spec = (old ?? object).spec as { finalizers?: string[] } | undefined;
  return {
    ...object,
    // So that a namespace can be selected by its name.
    metadata: { ...object.metadata, labels: { ...labels, 'kubernetes.io/metadata.name': name } },
    spec: old ? spec : { ...spec, finalizers: spec?.finalizers ?? ['kubernetes'] },
  };
}
