/**
 * API servers' registries in one world with its own time, and steps that read aloud what is asked of them. The chain has
 * the registry's own step in it and no other, unless a test adds some: what the other links do is judged elsewhere.
 */
import type { DeleteOptions } from '#api-server/deletion.ts';
import { createLeasePool } from '#api-server/lease-pool.ts';
import { createRegistry, type Registry, type RegistryParts, type WriteTarget } from '#api-server/registry.ts';
import { createStorage, type Storage } from '#api-server/storage.ts';
import { inOrder, prepare } from '#api-server/write-chain.ts';
import { Failure } from '#kit/failure.ts';
import type { Write, WriteStep } from '#kit/kubernetes/http.ts';
import { collectionPath } from '#kit/kubernetes/resources.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { createRandom } from '#kit/random.ts';
import type { ObjectKey } from '#kv-store/registry-key.ts';
import type { TestContext } from '../judge/exercise.ts';
import { type BeforeCall, createEtcdDouble, type EtcdDouble } from '../sim/etcd-double.ts';
import { typeOf } from './writes.ts';

export * from './registry-objects.ts';

/** More than any test needs; whoever makes more tries the same write again and again. */
const transactionsMax = 3000;

/** The 31st of January 2026, 09:30 UTC. */
export const startOfTime = Date.UTC(2026, 0, 31, 9, 30);
export const startInWords = '2026-01-31T09:30:00Z';

type Rest = Partial<WriteTarget>;

/** One API server's registry. Each call is a step of the run. */
export interface ServerHand {
  registry: Registry;
  storage: Storage;
  /** What the chain was asked, in order, as it was then. */
  readonly chained: readonly Write[];
  /** What was told to have come to nothing, and what to be gone. */
  readonly undone: readonly Write[];
  readonly gone: readonly Write[];
  create(object: KubernetesObject, rest?: Rest): Promise<KubernetesObject>;
  /** A PUT: the object takes the place of what is there. */
  put(object: KubernetesObject, rest?: Rest): Promise<KubernetesObject>;
  /** A change of whatever is there, as a patch makes it. */
  change(
    object: KubernetesObject,
    words: string,
    change: (old: KubernetesObject) => KubernetesObject,
    rest?: Rest,
  ): Promise<KubernetesObject>;
  remove(
    object: KubernetesObject,
    options?: DeleteOptions,
    rest?: Rest,
  ): Promise<{ object: KubernetesObject; isGone: boolean }>;
  get(object: KubernetesObject): Promise<KubernetesObject>;
}

export interface ServerOptions extends Partial<RegistryParts> {
  /** Told before each call that this server makes of etcd. */
  before?: BeforeCall;
  /** Steps of the chain behind the registry's own. */
  steps?: WriteStep[];
  /** What the steps of the run begin with, where there are several servers. */
  called?: string;
  /** Of its random numbers; another for each server unless said. */
  seed?: number;
}

export interface World {
  double: EtcdDouble;
  pass(milliseconds: number): void;
  server(options?: ServerOptions): ServerHand;
}

export function createWorld(t: TestContext): World {
  const double = createEtcdDouble();
  let time = startOfTime;
  let servers = 0;
  let transactions = 0;
  const now = () => time;

  /** A write that is lost for ever would never end, and nobody would hear why. */
  function counted(before: BeforeCall): BeforeCall {
    return (call, request) => {
      if (call === 'txn' && ++transactions > transactionsMax) {
        throw new Failure('unavailable', `${transactionsMax} transactions so far: a write is lost again and again`);
      }
      return before(call, request);
    };
  }

  function server({
    before = () => undefined,
    steps = [],
    called = '',
    seed = ++servers,
    ...parts
  }: ServerOptions = {}): ServerHand {
    const etcd = double.facade(counted(before));
    const storage = createStorage(etcd, createLeasePool(etcd, { now }));
    const [chained, undone, gone]: Write[][] = [[], [], []];
    const remember: WriteStep = async (write) => {
      chained.push(structuredClone(write));
      return write;
    };
    const registry = createRegistry({
      ...{ storage, now, chain: inOrder([remember, prepare({ now, random: createRandom(seed) }), ...steps]) },
      undone: async (write) => void undone.push(write),
      gone: async (write) => void gone.push(write),
      ...parts,
    });
    const step = (line: string) => t.step(called === '' ? line : `${called}: ${line}`);
    return { registry, storage, chained, undone, gone, ...callsOf(registry, step) };
  }

  return {
    double,
    pass(milliseconds) {
      time += milliseconds;
      t.step(`${milliseconds / 1000} s pass`);
    },
    server,
  };
}

/** A world of one server. */
export function createWorldOfOne(t: TestContext): World & { only: ServerHand } {
  const world = createWorld(t);
  return { ...world, only: world.server() };
}

type Calls = Pick<ServerHand, 'create' | 'put' | 'change' | 'remove' | 'get'>;

function callsOf(registry: Registry, step: (line: string) => void): Calls {
  return {
    create(object, rest) {
      step(`POST ${pathOf({ ...object, metadata: { ...object.metadata, name: '' } }, rest)} ${inShort(object)}`);
      return registry.create({ ...targetOf(object, rest), name: '' }, object);
    },
    put(object, rest) {
      step(`PUT ${pathOf(object, rest)} ${inShort(object)}`);
      return registry.update(targetOf(object, rest), () => object);
    },
    change(object, words, change, rest) {
      step(`PATCH ${pathOf(object, rest)} (${words})`);
      return registry.update(targetOf(object, rest), change);
    },
    remove(object, options = {}, rest = {}) {
      const body = Object.keys(options).length > 0 ? ` ${JSON.stringify(options)}` : '';
      step(`DELETE ${pathOf(object, rest)}${body}`);
      return registry.delete(targetOf(object, rest), options);
    },
    get(object) {
      const { resource, namespace, name } = targetOf(object);
      return registry.get(resource, namespace, name);
    },
  };
}

/** Who writes what: alice writes this object. */
export function targetOf(object: KubernetesObject, rest: Rest = {}): WriteTarget {
  const { name = '', namespace = '' } = object.metadata;
  return {
    resource: typeOf(object),
    subresource: '',
    namespace,
    name,
    user: { name: 'alice', groups: [] },
    dryRun: false,
    fieldValidation: 'Strict',
    fieldManager: 'test',
    warnings: [],
    ...rest,
  };
}

/** Where an object lies. */
export function keyOf(object: KubernetesObject): ObjectKey {
  const { resource, namespace, name } = targetOf(object);
  return { resource: resource.resource, ...(namespace !== '' && { namespace }), name };
}

function pathOf(object: KubernetesObject, { subresource = '', dryRun = false }: Rest = {}): string {
  const { name, namespace = '' } = object.metadata;
  const parts = [collectionPath(typeOf(object), namespace), name, subresource].filter((part) => part);
  return `${parts.join('/')}${dryRun ? '?dryRun=All' : ''}`;
}

/** The object without what the URL has said. */
function inShort({ apiVersion: _, kind: __, ...rest }: KubernetesObject): string {
  return JSON.stringify(rest);
}
