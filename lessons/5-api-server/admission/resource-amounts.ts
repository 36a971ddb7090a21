/**
 * Given: how much of each resource somebody asks for.
 *
 * Source: Kubernetes documentation, "Resource Management for Pods and Containers"; "Init Containers", "Resource sharing".
 */
import { addQuantities, compareQuantities } from '#kit/kubernetes/quantity.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { type Fields, fieldsIn, itemsIn } from '../fields.ts';
import type { Amounts } from './limit-ranger.ts';

export interface Asked {
  requests: Amounts;
  limits: Amounts;
}

/** Of a container, or of anything else with `resources`. What has a limit and no request requests as much. */
export function askedBy(holder: Fields): Asked {
  const resources = fieldsIn(holder, 'resources');
  const limits = fieldsIn(resources, 'limits') as Amounts;
  return { requests: { ...limits, ...(fieldsIn(resources, 'requests') as Amounts) }, limits };
}

/** Of a pod: its containers run side by side, and before them each init container alone, so the greater of the two counts. */
export function askedByPod(pod: KubernetesObject): Asked {
  const spec = fieldsIn(pod, 'spec');
  const together = itemsIn(spec, 'containers').map(askedBy).reduce(sum, { requests: {}, limits: {} });
  return itemsIn(spec, 'initContainers').map(askedBy).reduce(greater, together);
}

function sum(a: Asked, b: Asked): Asked {
  return { requests: merged(a.requests, b.requests, addQuantities), limits: merged(a.limits, b.limits, addQuantities) };
}

function greater(a: Asked, b: Asked): Asked {
  const more = (one: string, other: string) => (compareQuantities(one, other) < 0 ? other : one);
  return { requests: merged(a.requests, b.requests, more), limits: merged(a.limits, b.limits, more) };
}

function merged(a: Amounts, b: Amounts, both: (one: string, other: string) => string): Amounts {
  const result = { ...a };
  for (const [name, amount] of Object.entries(b)) result[name] = a[name] === undefined ? amount : both(a[name], amount);
  return result;
}
