/** Services, and API servers that give them addresses and node ports out of two small pools. */
import { type Allocate, createAllocation } from '#api-server/allocation.ts';
import { createStorage } from '#api-server/storage.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { createRandom } from '#kit/random.ts';
import type { BeforeCall } from '../../sim/etcd-double.ts';
import type { ServerHand, World } from '../registry-world.ts';

/** 10.0.0.1 to 10.0.0.6. */
export const addresses = '10.0.0.0/29';
export const addressesCount = 6;
export const ports = { first: 30_000, last: 30_003 };
export const portsCount = 4;

export interface ServicePort {
  name?: string;
  port: number;
  protocol?: string;
  nodePort?: number;
}

export interface ServiceSpec {
  type?: string;
  clusterIP?: string;
  clusterIPs?: string[];
  ports?: ServicePort[];
  externalName?: string;
}

export type Service = KubernetesObject & { spec: ServiceSpec };

export function service(name: string, spec: ServiceSpec = {}): Service {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace: 'default' }, spec };
}

export function specOf(object: KubernetesObject | undefined): ServiceSpec {
  return (object?.spec ?? {}) as ServiceSpec;
}

export function nodePortsOf(object: KubernetesObject | undefined): (number | undefined)[] {
  return (specOf(object).ports ?? []).map(({ nodePort }) => nodePort);
}

/** An allocation from the two pools, where these names are taken already. */
export function allocationOf(seed: number, taken: Record<string, string[]> = {}): Allocate {
  const names = async (resource: string) => new Set(taken[resource] ?? []);
  return createAllocation({ storage: { names }, random: createRandom(seed), addresses, ports });
}

/** An API server of the world that gives out addresses. */
export function allocatingServer(world: World, called: string, seed: number, before?: BeforeCall): ServerHand {
  const storage = createStorage(world.double.facade(before), { leaseFor: async () => 0n });
  const allocate = createAllocation({ storage, random: createRandom(seed), addresses, ports });
  return world.server({ called, before, allocate });
}

/** What is in the store: the Services, and the names of what is taken. */
export function stockOf({ double }: World): { services: Service[]; claims: Record<string, string[]> } {
  const keys = double.keys();
  const under = (prefix: string) => keys.filter((key) => key.startsWith(prefix));
  const names = (resource: string) =>
    under(`/registry/${resource}/`)
      .map((key) => key.slice(key.lastIndexOf('/') + 1))
      .sort();
  return {
    services: under('/registry/services/').map((key) => JSON.parse(double.valueOf(key)!) as Service),
    claims: { clusterips: names('clusterips'), nodeports: names('nodeports') },
  };
}

/** What the Services in the store have, sorted: to be compared with what is taken. */
export function haveOf(services: readonly Service[]): Record<string, string[]> {
  const clusterips = services.map(({ spec }) => spec.clusterIP ?? '').filter((each) => each !== '' && each !== 'None');
  const nodeports = services.flatMap((each) => nodePortsOf(each).filter((port) => port !== undefined)).map(String);
  return { clusterips: clusterips.sort(), nodeports: nodeports.sort() };
}
