/**
 * Given: how well a pod has said what it needs. It decides who goes first where a node has too little memory.
 *
 *     Guaranteed   every container has limits for cpu and memory, and requests as much
 *     BestEffort   no container has said anything
 *     Burstable    all others
 */
import type { KubernetesObject } from '#kit/objects.ts';

type Amounts = Record<string, unknown> | undefined;

export function podQosClass(pod: KubernetesObject): string {
  const said = containersOf(pod).map(({ resources }) => resources ?? {});
  const isSilent = ({ requests, limits }: (typeof said)[number]) =>
    [requests, limits].every((each) => named(each) === 0);
  if (said.every(isSilent)) return 'BestEffort';
  return said.every(isExact) ? 'Guaranteed' : 'Burstable';
}

interface Container {
  resources?: { requests?: Amounts; limits?: Amounts };
}

function containersOf(pod: KubernetesObject): Container[] {
  const { containers, initContainers } = (pod.spec ?? {}) as { containers?: unknown; initContainers?: unknown };
  const all = [containers, initContainers].flatMap((list) => (Array.isArray(list) ? list : []));
  return all.filter((item) => typeof item === 'object' && item !== null);
}

const counted = ['cpu', 'memory'];

function named(amounts: Amounts): number {
  return counted.filter((resource) => amounts?.[resource] !== undefined).length;
}

function isExact({ requests, limits }: { requests?: Amounts; limits?: Amounts }): boolean {
  return counted.every((resource) => {
    const limit = limits?.[resource];
    return limit !== undefined && (requests?.[resource] ?? limit) === limit;
  });
}
