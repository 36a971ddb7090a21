/** JSON patches and merge patches, and patches that race: a part of 5.7. */
import { patched, patchTypes } from '#api-server/patch.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import type { DeclareTest, TestContext } from '../../judge/exercise.ts';
import { configMap, createWorld, deployment } from '../registry-world.ts';

const { json, merge, strategic } = patchTypes;

export function declarePatchTests(test: DeclareTest): void {
  test('A34', 'a JSON patch is done operation by operation', (t: TestContext) => {
    const web = configMap('web', { a: '1', b: '2' });
    const operations = [
      { op: 'test', path: '/data/a', value: '1' },
      { op: 'replace', path: '/data/a', value: '9' },
      { op: 'remove', path: '/data/b' },
      { op: 'add', path: '/data/c', value: '3' },
    ];
    const result = patch(t, web, json, operations);
    t.equal(result, configMap('web', { a: '9', c: '3' }), 'each operation is done on what the one before has left');
    t.equal(web, configMap('web', { a: '1', b: '2' }), 'the object that was given stays as it is');
  });

  test('A34', 'a JSON patch of which one operation fails is not done', async (t: TestContext) => {
    const operations = [
      { op: 'replace', path: '/data/a', value: '9' },
      { op: 'test', path: '/data/b', value: 'other' },
    ];
    await t.throws(() => patch(t, configMap('web', { a: '1', b: '2' }), json, operations), 'Invalid', 'the test fails');
  });

  test('A34', 'a merge patch replaces lists, merges maps and removes what is null', (t: TestContext) => {
    const before = deployment('web', {
      replicas: 3,
      paused: true,
      template: { spec: { nodeName: 'n', containers: [{ name: 'web' }, { name: 'log' }] } },
    });
    const change = { spec: { paused: null, replicas: 5, template: { spec: { containers: [{ name: 'new' }] } } } };
    const result = patch(t, before, merge, change);
    t.equal(
      result.spec,
      { replicas: 5, template: { spec: { nodeName: 'n', containers: [{ name: 'new' }] } } },
      'a list is replaced, a map is merged, and null removes the field and is not stored itself',
    );
    const added = patch(t, configMap('web'), merge, { metadata: { annotations: { a: null, b: '1' } } });
    t.equal(added.metadata.annotations, { b: '1' }, 'a null in a new map is not stored either');
  });

  test('A34', 'the type of a patch stands in its Content-Type, with or without parameters', async (t: TestContext) => {
    const change = { data: { b: '2' } };
    const web = configMap('web', { a: '1' });
    const result = patch(t, web, `${merge}; charset=utf-8`, change);
    t.equal(result.data, { a: '1', b: '2' }, 'a parameter does not make another type');
    for (const type of ['application/json', 'text/plain', '']) {
      await t.throws(() => patch(t, web, type, change), 'UnsupportedMediaType', 'this is no type of a patch');
    }
    await t.throws(
      () => patch(t, web, strategic, change),
      'UnsupportedMediaType',
      'without rules for its fields a kind has no strategic merge',
    );
  });

  test('A34', 'what is no patch of its type is refused', async (t: TestContext) => {
    const web = configMap('web', { a: '1' });
    const rules = () => ({ isMerged: false, retainsKeys: false, mergeKey: '', listType: 'atomic' }) as never;
    for (const [type, body] of [
      [json, {}],
      [json, 'text'],
      [merge, []],
      [merge, null],
      [merge, 'text'],
      [strategic, []],
      [strategic, 7],
    ] as const) {
      t.newRun();
      t.step(`PATCH web with ${type}: ${JSON.stringify(body)}`);
      await t.throws(() => patched(web, type, body, rules), 'BadRequest', 'a patch of this type looks otherwise');
    }
  });

  test('A34', 'a patch after which there is no object is refused', async (t: TestContext) => {
    const web = configMap('web', { a: '1' });
    await t.throws(() => patch(t, web, merge, { metadata: null }), 'BadRequest', 'no metadata is left');
    await t.throws(() => patch(t, web, merge, { metadata: 'x' }), 'BadRequest', 'the metadata is no object');
    await t.throws(
      () => patch(t, web, json, [{ op: 'replace', path: '', value: [1] }]),
      'BadRequest',
      'no object is left',
    );
  });

  test(
    'A36',
    'a patch changes only what it names, and what the server answers for not at all',
    async (t: TestContext) => {
      const server = createWorld(t).server();
      const web = await server.create(deployment('web', { replicas: 1, paused: true }, { labels: { a: '1' } }));
      const change = { metadata: { uid: null, creationTimestamp: null, generation: 7 }, status: { replicas: 3 } };
      const same = await server.change(web, JSON.stringify(change), (old) => patched(old, merge, change, undefined));
      t.equal(same, web, 'nothing of this is the client’s to change, so nothing has changed');
      const more = { spec: { replicas: 2 } };
      const after = await server.change(web, JSON.stringify(more), (old) => patched(old, merge, more, undefined));
      t.equal(
        [after.spec, after.metadata.labels, after.metadata.generation],
        [{ replicas: 2, paused: true }, { a: '1' }, 2],
        'only the replicas have changed, and that counts as a generation',
      );
    },
  );

  test('A36', 'a patch that names a resourceVersion is done on that one or not at all', async (t: TestContext) => {
    const server = createWorld(t).server();
    await server.create(configMap('web', { a: '0' }));
    await server.put(configMap('web', { a: '1' }));
    const patchAt = (resourceVersion: string) => {
      const change = { metadata: { resourceVersion }, data: { b: '1' } };
      return server.change(configMap('web'), JSON.stringify(change), (old) => patched(old, merge, change, undefined));
    };
    await t.throws(() => patchAt('2'), 'Conflict', 'somebody else has written since');
    t.equal((await patchAt('3')).data, { a: '1', b: '1' }, 'this is the one that is there');
  });
}

function patch(t: TestContext, object: KubernetesObject, type: string, body: unknown): KubernetesObject {
  t.step(`stored: ${JSON.stringify(object)}`);
  t.step(`PATCH ${object.metadata.name} with ${type || 'no type'}: ${JSON.stringify(body)}`);
  return patched(object, type, body, undefined);
}
