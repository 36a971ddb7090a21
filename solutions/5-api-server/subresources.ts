/**
 * Subresources: other doors to an object, each for one thing only, and each with rights of its own.
 *
 *     …/deployments/web            everything but the status
 *     …/deployments/web/status     the status, and nothing else
 *     …/deployments/web/scale      a Scale: how many replicas there are to be, whatever kind of object it is
 *     …/pods/web/binding           a Binding: which node a pod goes to, once and for all
 *     …/pods/web/eviction          an Eviction: a delete that asks first whether enough pods are left
 *
 * A door is a pair of functions: what a client reads through it, and what becomes of the object when the client writes.
 * So PUT and PATCH work through each of them just as they do on the object itself.
 *
 * Source: Kubernetes API conventions, "Spec and Status"; Kubernetes API reference, Scale, Binding, Eviction.
 */
import type { ResourceType } from '#kit/kubernetes/resources.ts';
import { showSelector } from '#kit/kubernetes/tables/workloads.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { valueAt, withValueAt } from './json-map.ts';
//: solution

import { badRequest, conflict } from '#kit/kubernetes/status.ts';
import { isMap, type JsonMap } from './json-map.ts';
//: end

export interface Door {
  /** What is behind the door, of an object. */
  read(object: KubernetesObject): KubernetesObject;
  /** The object, when this is written through the door. What may not be changed there is as before. */
  write(object: KubernetesObject, written: KubernetesObject): KubernetesObject;
}

/** Where a scale stands in an object of this kind. */
export interface ScalePaths {
  specReplicas: string[];
  statusReplicas: string[];
  /** Of a selector, as an object or as a text. */
  selector: string[];
}

/** Given: a custom kind says it itself. */
export function scalePathsOf({ custom }: ResourceType): ScalePaths {
  const path = (jsonPath: string | undefined, preset: string) => (jsonPath ?? preset).replace(/^\./, '').split('.');
  return {
    specReplicas: path(custom?.scale?.specReplicasPath, 'spec.replicas'),
    statusReplicas: path(custom?.scale?.statusReplicasPath, 'status.replicas'),
    selector: path(custom?.scale?.labelSelectorPath, 'spec.selector'),
  };
}

/** The door of a subresource that is read and written like an object; nothing where it is no such door. */
export function doorOf(resource: ResourceType, subresource: string): Door | undefined {
  const whole = (object: KubernetesObject) => object;
  switch (subresource) {
    case '':
    case 'status':
      // What is the status and what is not, `prepareForUpdate` knows.
      return { read: whole, write: (_, written) => written };
    case 'scale': {
      const paths = scalePathsOf(resource);
      return { read: (object) => scaleOf(object, paths), write: (object, scale) => scaled(object, scale, paths) };
    }
    case 'ephemeralcontainers':
      return { read: whole, write: (object, written) => onlyAt(object, written, ['spec', 'ephemeralContainers']) };
    case 'finalize':
      return { read: whole, write: (object, written) => onlyAt(object, written, ['spec', 'finalizers'], []) };
    default:
      return undefined;
  }
}

/**
 * The Scale of an object: `autoscaling/v1`, with the object's name, namespace, uid, resourceVersion and creationTimestamp;
 * `spec.replicas` and `status.replicas`, 0 where there are none; `status.selector` where there is a
 * selector, as a text: as it stands, or by {@link showSelector}.
 */
export function scaleOf(object: KubernetesObject, paths: ScalePaths): KubernetesObject {
  //: todo 5.7 Take the numbers from where they stand.
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const selector = valueAt(object, paths.selector);
  const shown = typeof selector === 'string' ? selector : selector && showSelector(selector);
  return {
    apiVersion: 'autoscaling/v1',
    kind: 'Scale',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: valueAt(object, paths.specReplicas) ?? 0 },
    status: { replicas: valueAt(object, paths.statusReplicas) ?? 0, ...(shown ? { selector: shown } : {}) },
  };
  //: end
}

/**
 * The object with the number of replicas that a Scale asks for, and with the uid and resourceVersion that the Scale names,
 * since whoever writes a Scale has seen the object as of these.
 *
 * @throws {Failure} `BadRequest` where `spec.replicas` is no whole number, 0 or more; a missing one is 0
 */
export function scaled(object: KubernetesObject, scale: KubernetesObject, paths: ScalePaths): KubernetesObject {
  //: todo 5.7 Check the number and put it where it stands.
  const replicas = valueAt(scale, ['spec', 'replicas']) ?? 0;
  if (!Number.isSafeInteger(replicas) || (replicas as number) < 0) {
    throw badRequest(`spec.replicas: Invalid value: ${JSON.stringify(replicas)}: must be greater than or equal to 0`);
  }
  return seenAs(withValueAt(object, paths.specReplicas, replicas) as KubernetesObject, scale);
  //: end
}

/**
 * The pod on the node that a Binding's `target.name` names; the Binding's annotations are the pod's, too. The condition that
 * says so is `{ type: PodScheduled, status: 'True', lastTransitionTime: now }`, in place of an old one of that type.
 *
 * @param now as a condition has it: `2026-01-31T09:30:00Z`
 * @throws {Failure} `BadRequest` for a Binding without a node; `Conflict` for a pod that is being deleted or is on a node
 *   already: of two schedulers one wins
 */
export function bound(pod: KubernetesObject, binding: KubernetesObject, now: string): KubernetesObject {
  //: todo 5.7 Refuse what is decided already; else set the node, and say so in the status.
  const { name, deletionTimestamp } = pod.metadata;
  const node = valueAt(binding, ['target', 'name']);
  const current = valueAt(pod, ['spec', 'nodeName']);
  if (typeof node !== 'string' || node === '') throw badRequest('target.name: Required value');
  const refuse = (why: string) => conflict({ group: '', resource: 'pods/binding' }, name, why);
  if (deletionTimestamp) throw refuse(`pod ${name} is being deleted, cannot be assigned to a host`);
  if (current) throw refuse(`pod ${name} is already assigned to node ${JSON.stringify(current)}`);
  const annotations = { ...pod.metadata.annotations, ...binding.metadata.annotations };
  const metadata = Object.keys(annotations).length > 0 ? { ...pod.metadata, annotations } : pod.metadata;
  const onNode = withValueAt({ ...pod, metadata }, ['spec', 'nodeName'], node);
  return withValueAt(onNode, ['status', 'conditions'], scheduledAt(pod, now)) as KubernetesObject;
  //: end
}

/** Given: the object as before, but for one field, which is as written. */
function onlyAt(
  object: KubernetesObject,
  written: KubernetesObject,
  path: string[],
  preset?: unknown,
): KubernetesObject {
  const changed = withValueAt(object, path, valueAt(written, path) ?? preset) as KubernetesObject;
  return seenAs(changed, written);
}

/** Given: the object with what a client says that it has seen. */
function seenAs(object: KubernetesObject, { metadata }: KubernetesObject): KubernetesObject {
  const { uid = '', resourceVersion = '' } = metadata;
  return { ...object, metadata: { ...object.metadata, uid, resourceVersion } };
}
//: solution

function scheduledAt(pod: KubernetesObject, now: string): JsonMap[] {
  const conditions = valueAt(pod, ['status', 'conditions']);
  const others = (Array.isArray(conditions) ? conditions : [])
    .filter(isMap)
    .filter(({ type }) => type !== 'PodScheduled');
  return [...others, { type: 'PodScheduled', status: 'True', lastTransitionTime: now }];
}
//: end
