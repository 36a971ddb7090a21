/**
 * Given: a pod's priority, as a number, from the PriorityClass that it names. The scheduler (lesson 7) compares numbers.
 *
 * Source: Kubernetes documentation, "Pod Priority and Preemption".
 */
import type { ClusterObjects } from '#kit/kubernetes/cluster-objects.ts';
import { forbidden } from '#kit/kubernetes/status.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import type { AdmissionPlugin } from '../admit.ts';
import { fieldsIn } from '../fields.ts';

const systemClasses: Record<string, number> = {
  'system-cluster-critical': 2_000_000_000,
  'system-node-critical': 2_000_001_000,
};

export function priority(objects: ClusterObjects): AdmissionPlugin {
  return {
    name: 'Priority',
    async mutate(write) {
      const { operation, resource, subresource, object } = write;
      if (operation !== 'create' || resource.resource !== 'pods' || resource.group !== '' || subresource !== '')
        return write;
      const spec = fieldsIn(object, 'spec');
      const found = await classFor(String(spec.priorityClassName ?? ''), objects);
      if (!found) {
        const why = `no PriorityClass with name ${spec.priorityClassName} was found`;
        throw forbidden(resource, write.name || String(object!.metadata.name ?? ''), why);
      }
      const preemptionPolicy = spec.preemptionPolicy ?? found.preemptionPolicy ?? 'PreemptLowerPriority';
      const named = found.name ? { priorityClassName: found.name } : {};
      const filled = { ...spec, ...named, priority: found.value, preemptionPolicy };
      return { ...write, object: { ...object!, spec: filled } };
    },
  };
}

interface Found {
  name: string;
  value: number;
  preemptionPolicy?: unknown;
}

/** @param name empty: the class that is the default for all, or 0 */
async function classFor(name: string, objects: ClusterObjects): Promise<Found | undefined> {
  if (Object.hasOwn(systemClasses, name)) return { name, value: systemClasses[name] };
  if (name !== '') {
    const one = await objects.get('priorityclasses', '', name);
    return one && foundIn(one);
  }
  const defaults = (await objects.list('priorityclasses', '')).filter(({ globalDefault }) => globalDefault === true);
  const lowest = defaults.map(foundIn).sort((a, b) => a.value - b.value)[0];
  return lowest ?? { name: '', value: 0 };
}

function foundIn({ metadata, value, preemptionPolicy }: KubernetesObject): Found {
  return { name: metadata.name, value: Number(value), preemptionPolicy };
}
