/** The watch cache on an etcd that breaks off, forgets and comes back: a part of 5.9. */
import { openWatchCache } from '#api-server/watch-cache.ts';
import { utf8 } from '#kit/bytes.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import type { DeclareTest, TestContext } from '../../judge/exercise.ts';
import { quiet } from '../../sim/etcd-double.ts';
import { createVirtualClock } from '../../sim/virtual-clock.ts';
import { configMap, createWorld } from '../registry-world.ts';

/** An open cache of the ConfigMaps, and a server that writes some. */
export async function cacheOf(t: TestContext, names: string[] = []) {
  const { double, ...world } = createWorld(t);
  const server = world.server();
  for (const name of names) await server.create(configMap(name));
  const clock = createVirtualClock();
  const seconds = async (count: number) => {
    t.step(`${count} s pass`);
    const until = clock.now() + count * 1000;
    while (clock.step(until)) await quiet();
    await quiet();
  };
  const own: string[] = [];
  t.step('the cache of configmaps is opened');
  const cache = await openWatchCache({
    etcd: double.facade((call) => void own.push(call)),
    clock: { now: clock.now, setTimer: clock.setTimer },
    resource: 'configmaps',
  });
  await quiet();
  return { cache, double, server, seconds, calls: own };
}

const shown = (objects: KubernetesObject[]) => objects.map(({ metadata: m }) => `${m.name}@${m.resourceVersion}`);

export async function listed({
  storage,
}: {
  storage: { list(q: { resource: string }): Promise<{ objects: KubernetesObject[] }> };
}) {
  return (await storage.list({ resource: 'configmaps' })).objects;
}

export function declareCacheTests(test: DeclareTest): void {
  test('A44', 'a cache costs etcd one list and one watch, however often it is read', async (t: TestContext) => {
    const { cache, double, server, calls } = await cacheOf(t, ['a', 'b']);
    t.equal([calls, double.watchesBegun()], [['range'], 1], 'it begins with one list, and one watch');
    t.equal(double.watchedFrom, [4], 'the list shows revision 3, so the watch begins at the next one');
    t.step('a thousand reads of the cache');
    for (let i = 0; i < 1000; i++) {
      cache.objects('');
      cache.get('default', 'a');
    }
    t.equal([calls.length, double.watchesBegun()], [1, 1], 'what is in the cache is not asked of etcd');
    await server.put(configMap('a', { v: '2' }));
    await quiet();
    t.equal([double.openWatches(), double.watchesBegun()], [1, 1], 'there is one watch all the time');
    t.step('the cache is closed');
    cache.close();
    await quiet();
    t.equal(double.openWatches(), 0, 'and none when the cache is closed');
  });

  test('A46', 'the cache shows what etcd has, write by write', async (t: TestContext) => {
    const { cache, server } = await cacheOf(t, ['a', 'b']);
    t.equal([shown(cache.objects('')), cache.revision()], [['a@2', 'b@3'], 3], 'this is what the list has found');
    await server.put(configMap('a', { v: '2' }));
    await server.create(configMap('c'));
    await server.remove(configMap('b'));
    await quiet();
    t.equal([shown(cache.objects('')), cache.revision()], [['a@4', 'c@5'], 6], 'each write is in it');
    t.equal(cache.objects(''), await listed(server), 'it is the list, object by object');
    t.equal(cache.get('default', 'a')?.data, { v: '2' }, 'one object by namespace and name');
    t.equal(cache.get('default', 'b'), undefined, 'this one was removed');
    t.equal(cache.get('', 'a'), undefined, 'there is no such object without a namespace');
  });

  test('A46', 'a namespace in the cache is that namespace and no other', async (t: TestContext) => {
    const { cache, server } = await cacheOf(t);
    for (const namespace of ['a', 'ab', 'b']) await server.create(configMap('x', {}, { namespace }));
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', namespace: 'a' } };
    await server.create(secret);
    await quiet();
    t.equal(shown(cache.objects('a')), ['x@2'], 'the namespace "a" does not hold what is in "ab"');
    t.equal(shown(cache.objects('')), ['x@2', 'x@3', 'x@4'], 'all namespaces, and no other resource');
  });

  test('A46', 'an object is known in the state of its revision and in no other', async (t: TestContext) => {
    const { cache, server } = await cacheOf(t, ['a']);
    const key = utf8('/registry/configmaps/default/a');
    t.equal(cache.known(key, 2)?.metadata.name, 'a', 'it is in the cache in this state');
    await server.put(configMap('a', { v: '2' }));
    await quiet();
    t.equal(cache.known(key, 2), undefined, 'it is no longer in this state');
    t.equal(cache.known(key, 3)?.data, { v: '2' }, 'it is in this one');
  });

  test(
    'A46',
    'after a connection that broke off the watch goes on behind the last revision',
    async (t: TestContext) => {
      const { cache, double, server, seconds, calls } = await cacheOf(t, ['a']);
      await server.put(configMap('a', { v: '2' }));
      await quiet();
      t.step('the connection breaks off');
      double.breakStreams();
      await server.put(configMap('a', { v: '3' }));
      await server.create(configMap('b'));
      await quiet();
      t.equal(shown(cache.objects('')), ['a@3'], 'while etcd is away the cache shows what it knew');
      await seconds(5);
      t.equal(shown(cache.objects('')), ['a@4', 'b@5'], 'what was written meanwhile is made up for');
      t.equal(double.watchedFrom, [3, 4], 'the second watch begins behind the last revision that was seen');
      t.equal(calls, ['range'], 'there was no need to list again');
      t.equal(double.openWatches(), 1, 'there is one watch, not two');
    },
  );

  test(
    'A46',
    'where etcd has forgotten what came next the cache lists again, and goes on from there',
    async (t: TestContext) => {
      const { cache, double, server, seconds } = await cacheOf(t, ['a', 'b']);
      t.step('the connection breaks off');
      double.breakStreams();
      await server.remove(configMap('a'));
      await server.put(configMap('b', { v: '2' }));
      await server.create(configMap('c'));
      t.step('etcd is compacted');
      double.store.compact(6);
      await seconds(10);
      t.equal([shown(cache.objects('')), cache.revision()], [['b@5', 'c@6'], 6], 'it is a new list: "a" is gone');
      await server.put(configMap('c', { v: '2' }));
      await quiet();
      t.equal(shown(cache.objects('')), ['b@5', 'c@7'], 'and the watch goes on');
      t.equal(double.openWatches(), 1, 'there is one watch');
    },
  );

  test('A46', 'what is no object is as if it were not there', async (t: TestContext) => {
    const { cache, double, server } = await cacheOf(t, ['a']);
    const key = utf8('/registry/configmaps/default/a');
    t.step('somebody puts junk under the key of "a"');
    double.store.put({ key, value: utf8('junk') });
    await server.create(configMap('b'));
    await quiet();
    t.equal(shown(cache.objects('')), ['b@4'], 'the cache goes on without it');
  });

  test('A46', 'progress without a change brings the cache to that revision', async (t: TestContext) => {
    const { cache, double, server } = await cacheOf(t, ['a']);
    await server.create({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', namespace: 'default' } });
    await quiet();
    t.equal(cache.revision(), 2, 'nobody has told the cache of another resource');
    t.step('etcd says that up to revision 3 there was nothing');
    double.tellProgress();
    t.equal([cache.revision(), shown(cache.objects(''))], [3, ['a@2']], 'the cache shows revision 3, too');
  });
}
