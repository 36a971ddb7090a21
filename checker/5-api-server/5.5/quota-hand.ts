/** A namespace with quotas, and pods that take from them. */
import { type ResourceQuota, resourceQuota } from '#api-server/admission/resource-quota.ts';
import type { AdmissionPlugin } from '#api-server/admit.ts';
import type { Write } from '#kit/kubernetes/http.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { show, type TestContext } from '../../judge/exercise.ts';
import { ask, createOf, type Ended, objectOf, stepOf } from '../admission-hand.ts';
import { type Cluster, createCluster } from '../cluster.ts';

type Amounts = Record<string, string>;

/**
 * @param used what is taken, which the quota knows; nothing: it was never counted
 * @param counted the limit that the quota had when it was counted, where it is another one now
 */
export function quota(name: string, hard: Amounts, used?: Amounts, counted = hard): KubernetesObject {
  return objectOf('ResourceQuota', name, { spec: { hard }, ...(used && { status: { hard: counted, used } }) });
}

/** A pod that asks for cpu, if it says how much. */
export function podAsking(name: string, cpu?: string): KubernetesObject {
  const resources = cpu === undefined ? {} : { resources: { requests: { cpu } } };
  return objectOf('Pod', name, { spec: { containers: [{ name: 'main', image: 'x', ...resources }] } });
}

export interface QuotaHand {
  cluster: Cluster;
  plugin: AdmissionPlugin;
  /** Asks for room for a new object. */
  takes(object: KubernetesObject, rest?: Partial<Write>): Promise<'it passes' | 'it is refused'>;
  judges(write: Write): Promise<Ended>;
  gives(write: Write, why: string): Promise<void>;
  used(name: string): Promise<Amounts | undefined>;
}

export function quotaInHand(t: TestContext, objects: KubernetesObject[]): QuotaHand {
  const cluster = createCluster(objects);
  const plugin = resourceQuota(cluster);
  for (const { kind, metadata, spec, status } of objects)
    t.step(`${kind} ${metadata.name} ${show(spec)}${status ? `, status ${show(status)}` : ''}`);
  const judges = (write: Write): Promise<Ended> => {
    stepOf(t, write, 'validate');
    return ask(plugin, 'validate', write);
  };
  return {
    cluster,
    plugin,
    judges,
    takes: async (object, rest = {}) =>
      (await judges(createOf(object, rest))).code === undefined ? 'it passes' : 'it is refused',
    async gives(write, why) {
      t.step(`${why}: release of ${write.operation} ${write.object?.metadata.name}`);
      await plugin.release?.(write);
    },
    async used(name) {
      const found = (await cluster.get('resourcequotas', 'dev', name)) as ResourceQuota | undefined;
      return found?.status?.used;
    },
  };
}
