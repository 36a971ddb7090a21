/**
 * Given: what objects use of what ResourceQuotas count.
 *
 *     a Pod          pods 1, count/pods 1, requests.cpu, requests.memory, limits.cpu, … and cpu, memory (the same as requests)
 *     a Service      services 1, count/services 1, of type NodePort services.nodeports 1 for each port
 *     a Deployment   count/deployments.apps 1
 *
 * A pod that has ended uses nothing any more but its place in `count/pods`.
 *
 * Source: Kubernetes documentation, "Resource Quotas".
 */
import type { ClusterObjects } from '#kit/kubernetes/cluster-objects.ts';
import { addQuantities, compareQuantities, subtractQuantities } from '#kit/kubernetes/quantity.ts';
import { qualified } from '#kit/kubernetes/status.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { type Fields, fieldsIn, itemsIn } from '../fields.ts';
import type { Amounts } from './limit-ranger.ts';
import { askedBy, askedByPod } from './resource-amounts.ts';

interface Resource {
  group: string;
  resource: string;
}

export function usageOf(resource: Resource, object: KubernetesObject): Amounts {
  const count = { [`count/${qualified(resource)}`]: '1' };
  if (resource.group !== '') return count;
  switch (resource.resource) {
    case 'pods':
      return { ...count, ...podUsage(object) };
    case 'services':
      return { ...count, ...serviceUsage(object) };
    case 'persistentvolumeclaims':
      return { ...count, persistentvolumeclaims: '1', ...claimUsage(object) };
    case 'configmaps':
    case 'replicationcontrollers':
    case 'secrets':
    case 'resourcequotas':
      return { ...count, [resource.resource]: '1' };
    default:
      return count;
  }
}

function podUsage(pod: KubernetesObject): Amounts {
  const { phase } = fieldsIn(pod, 'status');
  if (phase === 'Succeeded' || phase === 'Failed') return {};
  const { requests, limits } = askedByPod(pod);
  const named = (amounts: Amounts, kind: string) =>
    Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [`${kind}.${name}`, amount]));
  const { cpu, memory } = requests;
  const short = { ...(cpu && { cpu }), ...(memory && { memory }) };
  return { pods: '1', ...short, ...named(requests, 'requests'), ...named(limits, 'limits') };
}

function serviceUsage(service: KubernetesObject): Amounts {
  const spec = fieldsIn(service, 'spec');
  const ports = String(itemsIn(spec, 'ports').length);
  const isBalanced = spec.type === 'LoadBalancer';
  return {
    services: '1',
    'services.loadbalancers': isBalanced ? '1' : '0',
    'services.nodeports': isBalanced || spec.type === 'NodePort' ? ports : '0',
  };
}

function claimUsage(claim: KubernetesObject): Amounts {
  const { storage } = askedBy(fieldsIn(claim, 'spec')).requests;
  return storage === undefined ? {} : { 'requests.storage': storage };
}

/** What the containers of a pod must say because a quota counts it: `limits.cpu for: web; limits.memory for: web`. */
export function missingAmounts(pod: KubernetesObject, counted: string[]): string {
  const spec = fieldsIn(pod, 'spec');
  const containers = [...itemsIn(spec, 'containers'), ...itemsIn(spec, 'initContainers')];
  const asked = counted.filter((name) => /^((requests|limits)\.)?(cpu|memory)$/.test(name)).sort();
  const texts = asked.flatMap((name) => {
    const silent = containers.filter((container) => !says(container, name)).map((container) => container.name);
    return silent.length === 0 ? [] : [`${name} for: ${silent.sort().join(',')}`];
  });
  return texts.join('; ');
}

function says(container: Fields, name: string): boolean {
  const [kind, resource] = name.includes('.') ? name.split('.') : ['requests', name];
  const { requests, limits } = askedBy(container);
  return (kind === 'limits' ? limits : requests)[resource] !== undefined;
}

/** Where to look for what a quota counts. */
function placeOf(counted: string): string {
  if (counted.startsWith('count/')) return counted.slice('count/'.length).split('.')[0];
  if (counted === 'requests.storage') return 'persistentvolumeclaims';
  if (/^(requests|limits)\.|^(cpu|memory)$/.test(counted)) return 'pods';
  return counted.split('.')[0];
}

/** What all objects of a namespace use, as they are in the store. @param counted what to look at, as a quota names it */
export async function countUsage(counted: string[], namespace: string, objects: ClusterObjects): Promise<Amounts> {
  const used: Amounts = {};
  for (const name of counted) {
    const resource = placeOf(name);
    const group = name.startsWith('count/') ? name.slice('count/'.length).split('.').slice(1).join('.') : '';
    const all = await objects.list(resource, namespace);
    used[name] = all.reduce(
      (sum, object) => addQuantities(sum, usageOf({ group, resource }, object)[name] ?? '0'),
      '0',
    );
  }
  return used;
}

/** Never less than 0. */
export function plus(used: Amounts, change: Amounts): Amounts {
  const after = { ...used };
  for (const [name, amount] of Object.entries(change)) {
    const sum = addQuantities(used[name] ?? '0', amount);
    after[name] = compareQuantities(sum, 0) < 0 ? '0' : sum;
  }
  return after;
}

/** Resource by resource; what is missing counts as 0. */
export function minus(a: Amounts, b: Amounts): Amounts {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return Object.fromEntries([...names].map((name) => [name, subtractQuantities(a[name] ?? '0', b[name] ?? '0')]));
}
