/** Registries over one etcd in memory: each with a storage of its own, like API servers beside each other. */
import { createRegistry, type Registry, type WriteTarget } from '#api-server/registry.ts';
import { createStorage, type Storage } from '#api-server/storage.ts';
import { inOrder, prepare } from '#api-server/write-chain.ts';
import { codeOf } from '#kit/failure.ts';
import type { Write } from '#kit/kubernetes/http.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { createRandom } from '#kit/random.ts';
import { show, type TestContext } from '../judge/exercise.ts';
import { type BeforeCall, createEtcdDouble, type EtcdDouble } from '../sim/etcd-double.ts';
import type { Fields } from './manifests.ts';
import { writeOf } from './writes.ts';

/** In milliseconds since 1970: 2026-01-31T09:30:00.250Z. */
export const now = Date.UTC(2026, 0, 31, 9, 30, 0, 250);
export const nowText = '2026-01-31T09:30:00Z';

export interface RegistryHand {
  etcd: EtcdDouble;
  storage: Storage;
  registry: Registry;
  /** What the chain was asked, in order. */
  chained: Write[];
  /** What was told to have come to nothing, and what to be gone. */
  undone: Write[];
  gone: Write[];
}

/** @param etcd shared with other servers; one of its own unless said */
export function server(
  etcd: EtcdDouble = createEtcdDouble(),
  { seed = 1, before }: { seed?: number; before?: BeforeCall } = {},
): RegistryHand {
  const api = etcd.facade(before);
  const leases = { leaseFor: async (ttl: number) => (await api.leaseGrant({ ttl })).id };
  const storage = createStorage(api, leases);
  const [chained, undone, gone]: Write[][] = [[], [], []];
  const chain = inOrder([
    async (write) => {
      chained.push(structuredClone(write));
      return write;
    },
    prepare({ now: () => now, random: createRandom(seed) }),
  ]);
  const registry = createRegistry({
    storage,
    now: () => now,
    chain,
    undone: async (write) => void undone.push(write),
    gone: async (write) => void gone.push(write),
  });
  return { etcd, storage, registry, chained, undone, gone };
}

/** Where a write of this object goes. */
export function targetOf(object: KubernetesObject, rest: Partial<Write> = {}): WriteTarget {
  const { operation: _, object: __, old: ___, ...target } = writeOf('create', object, rest);
  return { ...target, warnings: [] };
}

export function keyOf(object: KubernetesObject): { resource: string; namespace?: string; name: string } {
  const { resource, namespace, name } = targetOf(object);
  return { resource: resource.resource, ...(namespace !== '' && { namespace }), name };
}

/** Creates an object, and says so. */
export function creates(
  t: TestContext,
  { registry }: RegistryHand,
  object: KubernetesObject,
): Promise<KubernetesObject> {
  t.step(`create ${show(object)}`);
  return registry.create(targetOf(object), object);
}

/** Changes an object by a function of what is there. */
export function updates(
  { registry }: RegistryHand,
  object: KubernetesObject,
  change: (old: KubernetesObject) => KubernetesObject,
  rest: Partial<Write> = {},
): Promise<KubernetesObject> {
  return registry.update(targetOf(object, rest), change);
}

/** The code of a refusal, or nothing. A `Todo` and what has no code go on. */
export async function codeIfRefused(action: Promise<unknown>): Promise<string | undefined> {
  try {
    await action;
    return undefined;
  } catch (thrown) {
    const code = codeOf(thrown);
    if (code === undefined || code === 'todo') throw thrown;
    return code;
  }
}

export function metadataOf(object: KubernetesObject | undefined): Fields {
  return (object?.metadata ?? {}) as Fields;
}
