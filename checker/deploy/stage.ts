/**
 * How far a deployment has come, read from what lies in the store. Nobody is asked; what is not stored has not happened.
 *
 *     /registry/deployments/default/nginx-deployment            1
 *     /registry/replicasets/default/nginx-deployment-7c5d…      2
 *     /registry/pods/default/nginx-deployment-7c5d…-x7k2p  ×3   3    with spec.nodeName: 4    status.phase Running: 5
 */
import { text, utf8 } from '#kit/bytes.ts';
import type { EtcdApi } from '#kit/etcd/api.ts';
import type { KubernetesObject } from '#kit/objects.ts';

/** Objects by their keys. */
export type Stored = Map<string, KubernetesObject>;

const prefix = '/registry/';

/** What a deployment is made of. */
export async function readRegistry(etcd: EtcdApi): Promise<Stored> {
  const stored: Stored = new Map();
  for (const resource of ['deployments', 'replicasets', 'pods']) {
    const { kvs } = await etcd.range({ key: utf8(`${prefix}${resource}/`), rangeEnd: utf8(`${prefix}${resource}0`) });
    for (const { key, value } of kvs) stored.set(text(key), JSON.parse(text(value)) as KubernetesObject);
  }
  return stored;
}

export interface Progress {
  /** 0 to 5, as the odometer counts. */
  stage: number;
  /** What shows it, by stage. */
  keys: Map<number, string[]>;
}

/** @param name of a Deployment in the namespace default */
export function progressOf(stored: Stored, name: string): Progress {
  const deployment = stored.get(`${prefix}deployments/default/${name}`);
  const sets = ownedBy(stored, 'replicasets', deployment ? [deployment] : []);
  const pods = ownedBy(
    stored,
    'pods',
    sets.map(([, set]) => set),
  );
  const wanted = Number((deployment?.spec as { replicas?: number } | undefined)?.replicas ?? Number.NaN);
  const isEach = (test: (pod: KubernetesObject) => boolean) =>
    pods.length === wanted && pods.every(([, pod]) => test(pod));
  const signs = [
    deployment !== undefined,
    sets.length > 0,
    isEach(() => true),
    isEach(({ spec }) => (spec as { nodeName?: string }).nodeName !== undefined),
    isEach(({ status }) => (status as { phase?: string } | undefined)?.phase === 'Running'),
  ];
  const missing = signs.indexOf(false);
  const keysOf = (owned: [string, KubernetesObject][]) => owned.map(([key]) => key);
  return {
    stage: missing < 0 ? signs.length : missing,
    keys: new Map([
      [1, deployment ? [`${prefix}deployments/default/${name}`] : []],
      [2, keysOf(sets)],
      [3, keysOf(pods)],
    ]),
  };
}

function ownedBy(stored: Stored, resource: string, owners: KubernetesObject[]): [string, KubernetesObject][] {
  const uids = owners.map(({ metadata }) => metadata.uid);
  return [...stored].filter(([key, { metadata }]) => {
    const references = (metadata.ownerReferences ?? []) as { uid: string }[];
    return key.startsWith(`${prefix}${resource}/`) && references.some(({ uid }) => uids.includes(uid));
  });
}
