/**
 * Addresses and ports for Services: each belongs to one Service, however many API servers hand them out.
 *
 *     /registry/services/default/web          spec.clusterIP: 10.96.14.3, spec.ports[0].nodePort: 31200
 *     /registry/clusterips/10.96.14.3         whose it is
 *     /registry/nodeports/31200               whose it is
 *
 * No server keeps a list of its own of what is free: two such lists would hand out the same address. An address is a
 * key in etcd, and the transaction that stores the Service takes the key on the condition that it is not there. Whoever
 * loses, looks for another and tries again. The transaction that removes the Service gives it back.
 *
 * Known limits: IPv4 only, one address for a Service; Kubernetes has two families and a repair loop.
 */
import type { Write } from '#kit/kubernetes/http.ts';
import type { Random } from '#kit/random.ts';
import { todo } from '#kit/todo.ts';
import type { ObjectKey } from '#kv-store/registry-key.ts';
import { addressOf, addressRange, numberOf } from './address-range.ts';
import type { Decision, Storage } from './storage.ts';

export interface AllocationOptions {
  storage: Pick<Storage, 'names'>;
  random: Random;
  /** `10.96.0.0/16` unless said. */
  addresses?: string;
  /** Both included; 30000 to 32767 unless said. */
  ports?: { first: number; last: number };
}

/** A pool of numbers, each of which one Service may have. */
export interface Pool {
  /** What its keys begin with: `clusterips`. */
  resource: string;
  first: number;
  last: number;
  /** A number as it stands in keys and in a Service. */
  nameOf(number: number): string;
  /** NaN for what is no name of a number. */
  numberOf(name: string): number;
}

/** What a Service has of a pool, or wants: by what for, which is `clusterIP` or a port as in `TCP/80`. '' where it wants any. */
export type Wants = Map<string, string>;

export type Allocate = (write: Write, taken: ObjectKey[]) => Promise<Pick<Decision, 'object' | 'claims' | 'releases'>>;

/** The two pools. */
export function poolsOf({ addresses = '10.96.0.0/16', ports }: AllocationOptions): { addresses: Pool; ports: Pool } {
  const { first, last } = ports ?? { first: 30_000, last: 32_767 };
  return {
    addresses: { resource: 'clusterips', ...addressRange(addresses), nameOf: addressOf, numberOf },
    ports: { resource: 'nodeports', first, last, nameOf: String, numberOf: Number },
  };
}

/**
 * A free number of a pool: any, but not always the lowest, or all who ask at once would take the same one.
 *
 * @param used names of those that are not free
 * @throws {Failure} `InternalError` where none is free
 */
export function freeNumber({ resource, first, last, nameOf }: Pool, used: ReadonlySet<string>, random: Random): string {
  todo('5.10', 'Begin anywhere and go round.');
}

/**
 * What a write of a Service takes and gives back: for every other kind, nothing.
 *
 *  - A Service of the type ClusterIP, NodePort or LoadBalancer has one address (`spec.clusterIP`, and in `spec.clusterIPs`),
 *    unless that is `None`; one of the type ExternalName has none.
 *  - One of the type NodePort or LoadBalancer has a port for each of its `spec.ports` (`nodePort`).
 *  - What it has already it keeps; a port is known by protocol and number, as in `TCP/80`. What it names it gets, or the write
 *    is refused, all faults at once; two of its ports may name the same node port. The rest gets something free.
 *  - What its type does not have goes out of the object, even if the client has sent it.
 *  - What it no longer has is given back; so is all when it is removed.
 *  - A dry run has no transaction at its end that would tell what is taken: for it, what `names` has is.
 *
 * @returns the object as it is to be, and the keys to take and to give back in its transaction
 */
export function createAllocation(options: AllocationOptions): Allocate {
  const pools = poolsOf(options);
  const { storage, random } = options;

  return async (write, taken) => {
    if (write.resource.group !== '' || write.resource.resource !== 'services') return { object: write.object };
    todo('5.10', 'For each pool: what it had, what it wants; choose, claim what is new, release what is left over.');
  };
}
