/**
 * Given: whoever makes a ResourceQuota, or changes it, finds in its status at once what is used already.
 */
import type { ClusterObjects } from '#kit/kubernetes/cluster-objects.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { countQuota } from './admission/resource-quota.ts';
import type { Registry } from './registry.ts';

/** The same registry, which has quotas counted behind a write. Whatever keeps one from being counted is no fault of the write. */
export function countingQuotas(registry: Registry, objects: ClusterObjects): Registry {
  async function counted(written: KubernetesObject): Promise<KubernetesObject> {
    const { namespace = '', name } = written.metadata;
    if (written.kind === 'ResourceQuota') await countQuota(objects, namespace, name).catch(() => undefined);
    return written;
  }

  return {
    ...registry,
    create: async (...write) => counted(await registry.create(...write)),
    update: async (...write) => counted(await registry.update(...write)),
  };
}
