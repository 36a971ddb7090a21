/** Objects in etcd: a part of 5.6. */
import { guaranteedUpdate } from '#api-server/storage.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { type DeclareTest, show, type TestContext } from '../../judge/exercise.ts';
import { objectOf } from '../admission-hand.ts';
import { withField } from '../manifests.ts';
import { createWorldOfOne, keyOf } from '../registry-world.ts';

const web = objectOf('ConfigMap', 'web', { data: { a: '1' } });
const inNamespace = (name: string, namespace: string): KubernetesObject => ({
  ...objectOf('ConfigMap', name),
  metadata: { name, namespace },
});
const revised = (object: KubernetesObject, revision: number) =>
  withField(object, 'metadata.resourceVersion', String(revision));

export function declareStorageTests(test: DeclareTest): void {
  test('A28', 'an object lies under its key, and has the revision of its last change', async (t) => {
    const { double: etcd, only } = createWorldOfOne(t);
    const { storage } = only;
    t.step('commit of a new ConfigMap dev/web');
    const made = await storage.commit({ key: keyOf(web), expected: 0, object: web });
    t.equal(made, { done: true, object: revised(web, 2) }, 'it is done, at revision 2');
    t.equal(etcd.keys(), ['/registry/configmaps/dev/web'], 'it lies under resource, namespace and name');
    t.equal(JSON.parse(etcd.valueOf('/registry/configmaps/dev/web') ?? ''), web, 'as JSON, without a resourceVersion');
    t.equal(await storage.get(keyOf(web)), revised(web, 2), 'and is read with it');
    const other = objectOf('ConfigMap', 'other');
    t.step('commit of a new ConfigMap dev/other; then get of dev/web');
    await storage.commit({ key: keyOf(other), expected: 0, object: other });
    t.equal(await storage.get(keyOf(web)), revised(web, 2), 'the revision of another write is none of its business');
    const changed = withField(revised(web, 2), 'data.a', '2');
    t.step('commit of dev/web with another value, expected: 2');
    const outcome = await storage.commit({ key: keyOf(web), expected: 2, object: changed });
    t.equal(outcome, { done: true, object: revised(changed, 4) }, 'it is at revision 2, so this is done');
    t.equal(await storage.get(keyOf(web)), revised(changed, 4), 'its last change was revision 4');
  });

  test('A28', 'each write is one transaction', async (t) => {
    const { double: etcd, only } = createWorldOfOne(t);
    const { storage } = only;
    const commit = async (says: string, change: Parameters<typeof storage.commit>[0], done: boolean) => {
      const before = etcd.calls.length;
      t.step(says);
      const outcome = await storage.commit(change);
      t.equal(outcome.done, done, done ? 'nobody was faster' : 'what it relies on is not so');
      t.equal(
        etcd.calls.slice(before),
        ['txn'],
        'one transaction tells etcd all of it, and brings back all there is to know',
      );
      return outcome;
    };
    await commit('create', { key: keyOf(web), expected: 0, object: web }, true);
    const taken = await commit('create once more', { key: keyOf(web), expected: 0, object: web }, false);
    t.equal(taken, { done: false, current: revised(web, 2), taken: [] }, 'there is one already: this one');
    const stale = await commit('a change of revision 1', { key: keyOf(web), expected: 1, object: web }, false);
    t.equal(stale, { done: false, current: revised(web, 2), taken: [] }, 'it is at revision 2');
    const removed = await commit('a removal', { key: keyOf(web), expected: 2 }, true);
    t.equal(removed, { done: true, object: revised(web, 3) }, 'as it was last, with the revision at which it went');
    const late = await commit('a removal of revision 2', { key: keyOf(web), expected: 2 }, false);
    t.equal(late, { done: false, taken: [] }, 'there is nothing any more');
    t.equal(await storage.get(keyOf(web)), undefined, 'what is removed is not there');
  });

  test('A28', 'what was written here last is known, resource by resource', async (t: TestContext) => {
    const { storage } = createWorldOfOne(t).only;
    const known = () => storage.lastWrite('configmaps');
    t.equal(known(), 0, 'nothing was written yet');
    t.step('commit of a new ConfigMap dev/web, then of a change of it');
    await storage.commit({ key: keyOf(web), expected: 0, object: web });
    t.ok(known() >= 2, `lastWrite("configmaps") is 2 at least, not ${known()}: that is the revision of the commit`);
    await storage.commit({ key: keyOf(web), expected: 2, object: withField(web, 'data.a', '2') });
    t.ok(known() >= 3, `it is 3 at least, not ${known()}: a cache that shows less does not show this write`);
    t.equal(storage.lastWrite('secrets'), 0, 'of another resource nothing was written');
    t.step('it is removed');
    await storage.commit({ key: keyOf(web), expected: 3 });
    t.ok(known() >= 4, `it is 4 at least, not ${known()}: a removal is a write, too`);
  });

  test('A28', 'claims are taken with the object, or neither is', async (t) => {
    const { double: etcd, only } = createWorldOfOne(t);
    const { storage } = only;
    const claim = (name: string) => ({ resource: 'ips', name });
    const other = objectOf('ConfigMap', 'other');
    t.step('web claims 1 and 2; then other claims 2 and 3');
    await storage.commit({ key: keyOf(web), expected: 0, object: web, claims: [claim('1'), claim('2')] });
    const refused = await storage.commit({
      key: keyOf(other),
      expected: 0,
      object: other,
      claims: [claim('2'), claim('3')],
    });
    t.equal(refused, { done: false, taken: [claim('2')] }, '2 is taken');
    const owner = etcd.valueOf('/registry/ips/2');
    t.equal(owner, '/registry/configmaps/dev/web', 'the value of a claim is the key of the object whose it is');
    t.equal(
      etcd.keys(),
      ['/registry/configmaps/dev/web', '/registry/ips/1', '/registry/ips/2'],
      'so nothing of it is done',
    );
    t.step('web goes, and gives 2 back');
    await storage.commit({ key: keyOf(web), expected: 2, releases: [claim('2')] });
    t.equal(etcd.keys(), ['/registry/ips/1'], 'the object and what it gives back go together');
  });

  test('A28', 'a list has the objects of its resource and namespace, in order', async (t) => {
    const { storage } = createWorldOfOne(t).only;
    const all = [
      inNamespace('b', 'dev'),
      inNamespace('a', 'dev'),
      inNamespace('a', 'dev2'),
      inNamespace('c', 'dev'),
      inNamespace('a', 'de'),
    ];
    for (const object of all) await storage.commit({ key: keyOf(object), expected: 0, object });
    await storage.commit({ key: { resource: 'config', namespace: 'dev', name: 'x' }, expected: 0, object: web });
    t.step('ConfigMaps dev/b, dev/a, dev2/a, dev/c, de/a, and something of another resource');
    const names = async (request: Parameters<typeof storage.list>[0]) => {
      t.step(`list(${show(request)})`);
      const { objects, revision, remaining } = await storage.list({ ...request });
      return { names: objects.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`), revision, remaining };
    };
    const ofDev = ['dev/a', 'dev/b', 'dev/c'];
    t.equal(
      await names({ resource: 'configmaps', namespace: 'dev' }),
      { names: ofDev, revision: 7, remaining: 0 },
      'those of "dev", by their names',
    );
    t.equal(
      await names({ resource: 'configmaps' }),
      { names: ['de/a', ...ofDev, 'dev2/a'], revision: 7, remaining: 0 },
      'those of all namespaces',
    );
    t.equal(
      await names({ resource: 'configmaps', namespace: 'dev', revision: 3 }),
      { names: ['dev/a', 'dev/b'], revision: 3, remaining: 0 },
      'as revision 3 left them',
    );
    t.step('list of the ConfigMaps in "dev", with limit 2');
    const page = await storage.list({ resource: 'configmaps', namespace: 'dev', limit: 2 });
    t.equal([page.objects.length, page.remaining], [2, 1], 'two at most: one is left');
    t.step('list of the same, after the last of these');
    const next = await storage.list({ resource: 'configmaps', namespace: 'dev', after: page.last, limit: 2 });
    t.equal(
      [next.objects.map(({ metadata }) => metadata.name), next.last],
      [['c'], undefined],
      'it goes on behind the last, and then it is complete',
    );
  });

  test('A28', 'what is to go away by itself has a lease', async (t) => {
    const { double: etcd, only } = createWorldOfOne(t);
    const { storage } = only;
    t.step('commit of an object with a ttl of 3,600 s');
    await storage.commit({ key: keyOf(web), expected: 0, object: web, ttl: 3600 });
    t.equal((etcd.ttlOf('/registry/configmaps/dev/web') ?? 0) >= 3600, true, 'its key has a lease of that long');
    await storage.commit({ key: keyOf(web), expected: 2, object: web });
    t.equal(etcd.ttlOf('/registry/configmaps/dev/web'), undefined, 'without a ttl it has none');
  });

  test('A33', 'what is decided to stay as it is is not written', async (t) => {
    const { double: etcd, only } = createWorldOfOne(t);
    const { storage } = only;
    await storage.commit({ key: keyOf(web), expected: 0, object: web });
    t.step('guaranteedUpdate, which gives back a copy of what is there');
    const same = await guaranteedUpdate(storage, keyOf(web), async (current) => ({ object: structuredClone(current) }));
    t.equal(same, revised(web, 2), 'it keeps its resourceVersion');
    t.equal(etcd.calls.filter((call) => call === 'txn').length, 1, 'there is no transaction but that of the create');
  });
}
