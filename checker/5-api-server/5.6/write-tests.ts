/** What a write may change, and what it leaves: a part of 5.6. */
import type { KubernetesObject } from '#kit/objects.ts';
import type { DeclareTest, TestContext } from '../../judge/exercise.ts';
import { configMap, createWorld, createWorldOfOne, deployment, pod, targetOf, withMeta } from '../registry-world.ts';

const withSpec = (object: KubernetesObject, spec: object): KubernetesObject => ({
  ...object,
  spec: { ...(object.spec as object), ...spec },
});

export function declareWriteTests(test: DeclareTest): void {
  test('A29', 'an update leaves uid, creationTimestamp and the like as they were', async (t: TestContext) => {
    const world = createWorld(t);
    const server = world.server();
    const web = await server.create(deployment('web'));
    world.pass(5000);
    const claims = { creationTimestamp: '1999-01-01T00:00:00Z', generation: 9, deletionGracePeriodSeconds: 5 };
    const mark = { deletionTimestamp: '1999-01-01T00:00:00Z', labels: { app: 'web' } };
    const after = await server.put(deployment('web', { replicas: 1 }, { ...claims, ...mark }));
    t.equal(
      after.metadata,
      { ...web.metadata, resourceVersion: '3', labels: { app: 'web' } },
      'the labels are new, and what the server answers for is as it was',
    );
    const bare = await server.put(deployment('web'));
    t.equal(bare.metadata.uid, web.metadata.uid, 'a PUT that does not name the uid does not change it either');
  });

  test('A29', 'the generation counts changes of what is asked for, and no others', async (t: TestContext) => {
    const server = createWorld(t).server();
    const web = deployment('web');
    await server.create(web);
    const generationAfter = async (
      words: string,
      change: (old: KubernetesObject) => KubernetesObject,
      subresource = '',
    ) => (await server.change(web, words, change, { subresource })).metadata.generation;
    t.equal(await generationAfter('2 replicas', (old) => withSpec(old, { replicas: 2 })), 2, 'the spec has changed');
    t.equal(
      await generationAfter('a label', (old) => withMeta(old, { labels: { app: 'web' } })),
      2,
      'a label is metadata, and asks for nothing',
    );
    t.equal(
      await generationAfter('a status', (old) => ({ ...old, status: { replicas: 2 } }), 'status'),
      2,
      'a status asks for nothing',
    );
    t.equal(
      await generationAfter('generation 9', (old) => withMeta(old, { generation: 9, labels: { a: 'b' } })),
      2,
      'the client does not count',
    );
    t.equal(await generationAfter('3 replicas', (old) => withSpec(old, { replicas: 3 })), 3, 'the spec has changed');
    t.equal(
      await generationAfter('the same in another order', ({ status, spec, ...rest }) => ({ spec, status, ...rest })),
      3,
      'nothing has changed',
    );
  });

  test(
    'A31',
    'a write of the object leaves the status, and one of the status leaves everything else',
    async (t: TestContext) => {
      const server = createWorld(t).server();
      const web = await server.create({ ...deployment('web'), status: { replicas: 99 } });
      t.equal(web.status, {}, 'a new Deployment has no status yet, whatever the client says');
      const written = { ...withSpec(web, { replicas: 5 }), status: { replicas: 4 } };
      const reported = await server.put(withMeta(written, { labels: { a: 'b' } }), { subresource: 'status' });
      t.equal(
        [reported.spec, reported.status, reported.metadata.labels],
        [{ replicas: 1 }, { replicas: 4 }, undefined],
        'a write of the status changes neither the spec nor the labels',
      );
      const asked = await server.put({ ...deployment('web', { replicas: 7 }), status: { replicas: 0 } });
      t.equal(
        [asked.spec, asked.status],
        [{ replicas: 7 }, { replicas: 4 }],
        'a write of the object changes the spec and leaves the status',
      );
      const without = await server.put(deployment('web', { replicas: 8 }));
      t.equal(without.status, { replicas: 4 }, 'a PUT without a status leaves the status, too');
    },
  );

  test(
    'A31',
    'a new pod is Pending, and a kind without a status of its own takes what it gets',
    async (t: TestContext) => {
      const server = createWorld(t).server();
      const web = await server.create({ ...pod('web'), status: { phase: 'Running' } });
      t.equal((web.status as { phase: string }).phase, 'Pending', 'a new pod runs nowhere yet');
      const map = await server.create({ ...configMap('web', { a: '1' }), immutable: true });
      t.equal([map.data, map.immutable, map.status], [{ a: '1' }, true, undefined], 'a ConfigMap has no status');
    },
  );

  test('A33', 'a write that changes nothing makes no transaction and no resourceVersion', async (t: TestContext) => {
    const { double, only: server } = createWorldOfOne(t);
    const web = await server.create(deployment('web', {}, { labels: { a: '1', b: '2' } }));
    const calls = double.calls.length;
    t.equal(await server.put(web), web, 'the object is answered as it is, with its old resourceVersion');
    const other = deployment('web', {}, { labels: { b: '2', a: '1' } });
    t.equal(await server.put(other), web, 'in another order it is the same');
    t.equal(await server.put(web, { subresource: 'status' }), web, 'the status is the same, too');
    const made = double.calls.slice(calls);
    t.ok(!made.includes('txn'), 'no transaction is made where nothing is to change');
    t.equal(double.store.revision(), 2, 'etcd is at the revision at which the object was made');
  });

  test('A28', 'the resourceVersion is no part of what is stored', async (t: TestContext) => {
    const { double, only: server } = createWorldOfOne(t);
    const web = await server.create(configMap('web', { a: '1' }));
    await server.put(withMeta(configMap('web', { a: '2' }), { resourceVersion: web.metadata.resourceVersion }));
    const { metadata } = JSON.parse(
      double.valueOf('/registry/configmaps/default/web') ?? '{"metadata":{}}',
    ) as KubernetesObject;
    t.equal(metadata.resourceVersion, undefined, 'it is etcd’s revision, which nobody knows before the write is done');
    t.equal((await server.get(web)).metadata.resourceVersion, '3', 'who reads the object gets it');
  });

  test('A32', 'only a pod gets time to stop', async (t: TestContext) => {
    const { double, only: server } = createWorldOfOne(t);
    await server.create(withSpec(deployment('web'), { nodeName: 'node-1', terminationGracePeriodSeconds: 9 }));
    const { isGone } = await server.remove(deployment('web'), { gracePeriodSeconds: 30 });
    t.equal(isGone, true, 'a Deployment has nothing that runs, so there is nothing to wait for');
    t.equal(double.keys(), [], 'it is gone');
  });

  test('A28', 'what is not there is NotFound, and what is there cannot be made', async (t: TestContext) => {
    const { double, only: server } = createWorldOfOne(t);
    const web = configMap('web', { a: '1' });
    await t.throws(() => server.get(web), 'NotFound', 'there is nothing to read');
    await t.throws(() => server.put(web), 'NotFound', 'there is nothing to update');
    await t.throws(() => server.remove(web), 'NotFound', 'there is nothing to delete');
    t.equal(double.keys(), [], 'a PUT does not make an object');
    const there = await server.create(web);
    const thrown = await t.throws(
      () => server.create(configMap('web', { a: '2' })),
      'AlreadyExists',
      'there is such an object already',
    );
    t.equal(thrown.details.name, 'web', 'the Status names the object');
    t.equal(await server.get(web), there, 'the object is as it was');
  });

  test('A29', 'another name than that of the URL is refused', async (t: TestContext) => {
    const server = createWorld(t).server();
    await server.create(configMap('web'));
    const target = targetOf(configMap('web'));
    t.step('PUT /api/v1/namespaces/default/configmaps/web {"metadata":{"name":"log"}}');
    await t.throws(
      () =>
        server.registry.update(
          target,
          () => configMap('log'),
          ({ object }) => object!,
        ),
      'BadRequest',
      'an object keeps its name',
    );
  });

  test('A28', 'an Event goes by itself after an hour, and a ConfigMap stays', async (t: TestContext) => {
    const { double, only: server } = createWorldOfOne(t);
    const event = { apiVersion: 'v1', kind: 'Event', metadata: { name: 'e', namespace: 'default' }, reason: 'Started' };
    await server.create(event);
    await server.create(configMap('c'));
    t.ok((double.ttlOf('/registry/events/default/e') ?? 0) >= 3600, 'an Event has a lease of an hour at least');
    t.equal(double.ttlOf('/registry/configmaps/default/c'), undefined, 'a ConfigMap has no lease');
  });
}
