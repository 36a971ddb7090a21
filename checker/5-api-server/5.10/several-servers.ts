/**
 * API servers beside each other on one etcd in memory: each with a storage, with caches and with a line to etcd of its own.
 * Time is virtual, and everything that was ever written is written down, for whoever judges what they show.
 */
import { createCaches } from '#api-server/caches.ts';
import type { ListQuery } from '#api-server/query.ts';
import { beginningOf, listOf, type Sources, watchFor } from '#api-server/reads.ts';
import { selectableFieldsOf } from '#api-server/selectable-fields.ts';
import { parseFieldSelector, parseLabelSelector } from '#api-server/selectors.ts';
import { createStorage } from '#api-server/storage.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import type { TestContext } from '../../judge/exercise.ts';
import { createEtcdDouble, type EtcdCall, type EtcdDouble, quiet } from '../../sim/etcd-double.ts';
import { createVirtualClock } from '../../sim/virtual-clock.ts';
import { configMap } from '../registry-world.ts';
import { typeOf } from '../writes.ts';
import { type Chronicle, createChronicle, inShort } from './chronicle.ts';
import { type HeldEtcd, heldEtcd } from './held-etcd.ts';

export const configMaps = typeOf({ apiVersion: 'v1', kind: 'ConfigMap' });

/** As in a query; `labels` is a label selector, `fields` a field selector. */
export type Asked = Partial<Omit<ListQuery, 'selection'>> & { labels?: string; fields?: string; namespace?: string };

export interface ServerHand extends Pick<HeldEtcd, 'hold' | 'release' | 'breakAll'> {
  name: string;
  sources: Sources;
  /** What it has asked of etcd. */
  calls: EtcdCall[];
  /** etcd's revision when it was started. */
  startedAt: number;
  list(asked?: Asked): ReturnType<typeof listOf>;
  beginning(asked: Asked, sendsInitial?: boolean): ReturnType<typeof beginningOf>;
  watch(asked: Asked, sendsInitial?: boolean): ReturnType<typeof watchFor>;
}

export interface Servers {
  double: EtcdDouble;
  chronicle: Chronicle;
  start(name: string, options?: { windowMax?: number }): ServerHand;
  /** Puts, or removes where nothing is given, an object of the name, by whichever server; `false` where there is none. */
  write(name: string, data: string | undefined, labels?: Record<string, string>): Promise<boolean>;
  /** A write of another resource. */
  writeOther(): Promise<void>;
  compact(revision: number): void;
  pass(seconds: number): Promise<void>;
  /** The answer, while time goes on: up to a minute. */
  answer<T>(promise: Promise<T>): Promise<T>;
}

export function queryOf({ labels = '', fields = '', namespace = '', ...rest }: Asked): ListQuery {
  const parsedFields = parseFieldSelector(fields, selectableFieldsOf(configMaps));
  const selection = { namespace, labels: parseLabelSelector(labels), fields: parsedFields };
  return { selection, limit: 0, continueToken: '', resourceVersion: '', resourceVersionMatch: '', ...rest };
}

export function createServers(t: TestContext): Servers {
  const double = createEtcdDouble();
  const clock = createVirtualClock();
  const chronicle = createChronicle(double.store);
  const writer = createStorage(double.facade(), { leaseFor: async () => 0n });

  function start(name: string, { windowMax }: { windowMax?: number } = {}): ServerHand {
    t.step(`API server ${name} is started`);
    const calls: EtcdCall[] = [];
    const held = heldEtcd(double.facade((call) => void calls.push(call)));
    const { hold, release, breakAll, etcd } = held;
    const ownClock = { now: clock.now, setTimer: clock.setTimer };
    const caches = createCaches(etcd, ownClock, windowMax);
    const storage = createStorage(etcd, { leaseFor: async () => 0n }, caches.known);
    const sources = { storage, caches, clock: ownClock };
    return {
      ...{ name, sources, calls, startedAt: double.store.revision(), hold, release, breakAll },
      list: (asked = {}) => listOf(sources, configMaps, queryOf(asked)),
      beginning: (asked, sendsInitial = false) => beginningOf(sources, configMaps, queryOf(asked), sendsInitial),
      watch: (asked, sendsInitial = false) =>
        watchFor(sources, configMaps, queryOf(asked), { bookmarks: false, sendsInitial }),
    };
  }

  async function pass(seconds: number): Promise<void> {
    const until = clock.now() + seconds * 1000;
    while (clock.step(until)) await quiet();
    await quiet();
  }

  async function answer<T>(promise: Promise<T>): Promise<T> {
    let isSettled = false;
    const settle = () => {
      isSettled = true;
    };
    promise.then(settle, settle);
    const until = clock.now() + 60_000;
    await quiet();
    while (!isSettled && clock.step(until)) await quiet();
    if (!isSettled) t.fail({ message: 'there must be an answer, at the latest when the time for it is over' });
    return promise;
  }

  return {
    ...{ double, chronicle, start, pass, answer },
    async write(name, data, labels) {
      const key = { resource: 'configmaps', namespace: 'default', name };
      const current = await writer.get(key);
      if (data === undefined && !current) return false;
      const object: KubernetesObject | undefined =
        data === undefined ? undefined : configMap(name, { v: data }, { ...(labels && { labels }) });
      const expected = Number(current?.metadata.resourceVersion ?? 0);
      t.step(`${double.store.revision() + 1}: ${object ? `put ${inShort(object)}` : `remove ${name}`}`);
      await writer.commit({ key, expected, object });
      return true;
    },
    async writeOther() {
      const key = { resource: 'secrets', namespace: 'default', name: 's' };
      const current = await writer.get(key);
      const object: KubernetesObject = {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 's', namespace: 'default' },
      };
      t.step(`${double.store.revision() + 1}: a Secret is written`);
      await writer.commit({ key, expected: Number(current?.metadata.resourceVersion ?? 0), object });
    },
    compact(revision) {
      if (revision <= double.store.compactedRevision()) return;
      t.step(`etcd is compacted up to ${revision}`);
      double.store.compact(revision);
    },
  };
}
