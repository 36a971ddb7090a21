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
import type { ObjectKey } from '#kv-store/registry-key.ts';
import { addressOf, addressRange, numberOf } from './address-range.ts';
import type { Decision, Storage } from './storage.ts';
//: solution

import { type FieldError, invalidValue } from '#kit/kubernetes/field-errors.ts';
import { internalError, invalid } from '#kit/kubernetes/status.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { type Fields, fieldsIn, itemsIn } from './fields.ts';
import { without } from './json-map.ts';
//: end

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
  //: todo 5.10 Begin anywhere and go round.
  const count = last - first + 1;
  const start = random.integer(0, count - 1);
  for (let step = 0; step < count; step++) {
    const name = nameOf(first + ((start + step) % count));
    if (!used.has(name)) return name;
  }
  throw internalError(`failed to allocate: range ${resource} is full`);
  //: end
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
    //: todo 5.10 For each pool: what it had, what it wants; choose, claim what is new, release what is left over.
    let object = write.object && withoutUnneeded(write.object);
    const claims: ObjectKey[] = [];
    const releases: ObjectKey[] = [];
    const faults: FieldError[] = [];
    for (const [pool, wantsOf] of [[pools.addresses, wantedAddress] as const, [pools.ports, wantedPorts] as const]) {
      const had = new Set(wantsOf(write.old).values());
      const wants = kept(wantsOf(object), wantsOf(write.old));
      const chosen = await choose(pool, wants, had, { write, taken, faults });
      if (object) object = withChosen(object, chosen);
      const has = new Set(chosen.values());
      claims.push(...[...has].filter((name) => !had.has(name)).map((name) => ({ resource: pool.resource, name })));
      releases.push(...[...had].filter((name) => !has.has(name)).map((name) => ({ resource: pool.resource, name })));
    }
    if (faults.length > 0) throw invalid(write.resource, write.name, faults);
    return { object, claims, releases };
    //: end
  };
  //: solution

  /** Every want with a name. What it names and cannot have is among the faults. */
  async function choose(pool: Pool, wants: Wants, had: Set<string>, { write, taken, faults }: Attempt): Promise<Wants> {
    const isNew = (name: string) => name === '' || (write.dryRun && !had.has(name));
    const used = [...wants.values()].some(isNew) ? await storage.names(pool.resource) : new Set<string>();
    const lost = taken.filter(({ resource }) => resource === pool.resource).map(({ name }) => name);
    const refused = new Set(write.dryRun ? used : lost);
    const chosen: Wants = new Map();
    for (const name of [...wants.values(), ...lost]) used.add(name);
    for (const [purpose, name] of wants) {
      if (name !== '' && !had.has(name)) faults.push(...faultsOf(pool, purpose, name, refused.has(name), write));
      const own = name === '' ? freeNumber(pool, used, random) : name;
      chosen.set(purpose, own);
      used.add(own);
    }
    return chosen;
  }
  //: end
}
//: solution

type Attempt = { write: Write; taken: ObjectKey[]; faults: FieldError[] };

const specOf = (service: KubernetesObject | undefined) => fieldsIn(service, 'spec');
const portsOf = (service: KubernetesObject | undefined) => itemsIn(specOf(service), 'ports');
const hasAddress = ({ type = 'ClusterIP' }: Fields) => type !== 'ExternalName';
const hasNodePorts = ({ type }: Fields) => type === 'NodePort' || type === 'LoadBalancer';
const purposeOf = ({ protocol = 'TCP', port }: Fields) => `${protocol}/${port}`;

function wantedAddress(service: KubernetesObject | undefined): Wants {
  const { clusterIP = '' } = specOf(service);
  if (!service || !hasAddress(specOf(service)) || clusterIP === 'None') return new Map();
  return new Map([['clusterIP', String(clusterIP)]]);
}

function wantedPorts(service: KubernetesObject | undefined): Wants {
  if (!hasNodePorts(specOf(service))) return new Map();
  return new Map(portsOf(service).map((port) => [purposeOf(port), port.nodePort ? String(port.nodePort) : '']));
}

/** A want for anything is a want for what is there already. */
function kept(wants: Wants, had: Wants): Wants {
  return new Map([...wants].map(([purpose, name]) => [purpose, name || (had.get(purpose) ?? '')]));
}

/** What a Service of its type does not have goes, even if a client has sent back what it had before. */
function withoutUnneeded(service: KubernetesObject): KubernetesObject {
  let spec = specOf(service);
  if (!hasAddress(spec)) spec = without(spec, 'clusterIP', 'clusterIPs');
  const ports = portsOf(service);
  if (!hasNodePorts(spec) && ports.some(({ nodePort }) => nodePort)) {
    spec = { ...spec, ports: ports.map((port) => without(port, 'nodePort')) };
  }
  return spec === service.spec ? service : { ...service, spec };
}

function withChosen(service: KubernetesObject, chosen: Wants): KubernetesObject {
  const address = chosen.get('clusterIP');
  if (address !== undefined)
    return { ...service, spec: { ...specOf(service), clusterIP: address, clusterIPs: [address] } };
  if (chosen.size === 0) return service;
  const ports = portsOf(service).map((port) => ({ ...port, nodePort: Number(chosen.get(purposeOf(port))) }));
  return { ...service, spec: { ...specOf(service), ports } };
}

/** A number that a client has named must be one of the pool, and nobody's. */
function faultsOf(pool: Pool, purpose: string, name: string, isTaken: boolean, write: Write): FieldError[] {
  const number = pool.numberOf(name);
  const isInside = number >= pool.first && number <= pool.last;
  if (isInside && !isTaken) return [];
  const place = portsOf(write.object).findIndex((port) => purposeOf(port) === purpose);
  const [field, value] = place < 0 ? ['spec.clusterIPs[0]', name] : [`spec.ports[${place}].nodePort`, number];
  const what = place < 0 ? 'provided IP' : 'provided port';
  const range = `${pool.nameOf(pool.first)} to ${pool.nameOf(pool.last)}`;
  const why = isTaken ? 'is already allocated' : `is not in the range ${range}`;
  return [invalidValue(field, value, `${what} ${why}`)];
}
//: end
