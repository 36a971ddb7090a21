/** The strategic merge patch, scripted for each directive. */
import { fieldRulesOf } from '#api-server/field-rules.ts';
import { strategicMerge } from '#api-server/strategic-merge.ts';
import type { DeclareTest, TestContext } from '../judge/exercise.ts';
import type { Fields } from './manifests.ts';
import { pod } from './registry-world.ts';
import { typeOf } from './writes.ts';

/** Merges into the spec of a pod, and gives the spec. */
export function merged(t: TestContext, spec: Fields, change: Fields): unknown {
  t.step(`a pod with the spec ${JSON.stringify(spec)}`);
  t.step(`PATCH {"spec":${JSON.stringify(change)}}`);
  const before = pod('web', spec);
  const result = strategicMerge(before, { spec: change }, fieldRulesOf(typeOf(before)));
  t.equal(before, pod('web', spec), 'the object that was given stays as it is');
  return result.spec;
}

const web = { name: 'web', image: 'nginx:1.26' };
const log = { name: 'log', image: 'log:1' };

export function declareStrategicTests(test: DeclareTest): void {
  test('A35', 'a list with a merge key is merged item by item, and new items come behind', (t: TestContext) => {
    const spec = { containers: [{ ...web, env: [{ name: 'A', value: '1' }] }, log] };
    const change = {
      containers: [
        { name: 'new', image: 'n' },
        { name: 'web', image: 'nginx:1.27' },
      ],
    };
    t.equal(
      merged(t, spec, change),
      {
        containers: [
          { name: 'web', image: 'nginx:1.27', env: [{ name: 'A', value: '1' }] },
          log,
          { name: 'new', image: 'n' },
        ],
      },
      'containers are told apart by their name: one is changed, one is as it was, one is new',
    );
  });

  test('A35', 'a list in an item of a list is merged by its own rule', (t: TestContext) => {
    const spec = { containers: [{ ...web, args: ['a'], env: [{ name: 'A', value: '1' }] }] };
    const change = { containers: [{ name: 'web', args: ['b'], env: [{ name: 'B', value: '2' }] }] };
    const env = [
      { name: 'A', value: '1' },
      { name: 'B', value: '2' },
    ];
    t.equal(
      merged(t, spec, change),
      { containers: [{ ...web, args: ['b'], env }] },
      'env is merged by name, and args, which have no merge key, are replaced',
    );
  });

  test('A35', 'ports are told apart by containerPort', (t: TestContext) => {
    const spec = { containers: [{ ...web, ports: [{ containerPort: 80 }, { containerPort: 443 }] }] };
    const change = { containers: [{ name: 'web', ports: [{ containerPort: 443, name: 'tls' }] }] };
    t.equal(
      merged(t, spec, change),
      { containers: [{ ...web, ports: [{ containerPort: 80 }, { containerPort: 443, name: 'tls' }] }] },
      'the merge key is what the schema names, and not always the name',
    );
  });

  test('A35', 'a list without a merge key is replaced, and a set of plain values is united', (t: TestContext) => {
    t.equal(
      merged(t, { tolerations: [{ key: 'a' }] }, { tolerations: [{ key: 'b' }] }),
      { tolerations: [{ key: 'b' }] },
      'tolerations have no merge key',
    );
    const before = pod('web', {}, { finalizers: ['a.io/one', 'b.io/two'] });
    const change = { metadata: { finalizers: ['c.io/three', 'a.io/one'] } };
    t.step(`PATCH ${JSON.stringify(change)}`);
    t.equal(
      strategicMerge(before, change, fieldRulesOf(typeOf(before))).metadata.finalizers,
      ['a.io/one', 'b.io/two', 'c.io/three'],
      'finalizers are a set: what is there stays, what is new comes behind, and nothing is there twice',
    );
  });

  test('A35', 'null removes a field, and is not stored', (t: TestContext) => {
    const spec = { nodeSelector: { a: '1', b: '2' }, hostNetwork: true, containers: [{ ...web, tty: true }] };
    const change = { hostNetwork: null, nodeSelector: { a: null }, containers: [{ name: 'web', tty: null }] };
    t.equal(merged(t, spec, change), { nodeSelector: { b: '2' }, containers: [web] }, 'each null removes its field');
    t.equal(
      merged(t, {}, { nodeSelector: { a: null, b: '1' }, containers: [{ ...web, tty: null }] }),
      { nodeSelector: { b: '1' }, containers: [web] },
      'in what is new, a null is not stored either',
    );
  });

  test('A35', '$patch: delete removes an item or a map', (t: TestContext) => {
    t.equal(
      merged(t, { containers: [web, log] }, { containers: [{ name: 'web', $patch: 'delete' }] }),
      { containers: [log] },
      'the item with this key goes',
    );
    t.equal(
      merged(t, { containers: [log] }, { containers: [{ name: 'web', $patch: 'delete' }] }),
      { containers: [log] },
      'there is no such item, and nothing of the directive is stored',
    );
    t.equal(
      merged(t, { securityContext: { runAsUser: 7 }, nodeName: 'n' }, { securityContext: { $patch: 'delete' } }),
      { nodeName: 'n' },
      'the map goes',
    );
  });

  test('A35', '$patch: replace replaces a map or a list', (t: TestContext) => {
    t.equal(
      merged(t, { nodeSelector: { a: '1', b: '2' } }, { nodeSelector: { $patch: 'replace', c: '3' } }),
      { nodeSelector: { c: '3' } },
      'the map is this and nothing else',
    );
    t.equal(
      merged(t, { containers: [web, log] }, { containers: [{ $patch: 'replace' }, { name: 'only' }] }),
      { containers: [{ name: 'only' }] },
      'the list is this and nothing else',
    );
  });

  test('A35', '$retainKeys leaves only the fields that it names', (t: TestContext) => {
    const spec = { volumes: [{ name: 'data', emptyDir: {} }] };
    const change = { volumes: [{ name: 'data', $retainKeys: ['name', 'hostPath'], hostPath: { path: '/d' } }] };
    t.equal(
      merged(t, spec, change),
      { volumes: [{ name: 'data', hostPath: { path: '/d' } }] },
      'a volume is of one sort only, so the old sort goes',
    );
  });

  test('A35', '$deleteFromPrimitiveList takes plain values away', (t: TestContext) => {
    const before = pod('web', {}, { finalizers: ['a.io/one', 'b.io/two'] });
    const change = { metadata: { '$deleteFromPrimitiveList/finalizers': ['a.io/one'] } };
    t.step(`PATCH ${JSON.stringify(change)}`);
    const { metadata } = strategicMerge(before, change, fieldRulesOf(typeOf(before)));
    t.equal(metadata, { name: 'web', namespace: 'default', finalizers: ['b.io/two'] }, 'no directive is stored');
  });

  test('A35', '$setElementOrder puts the items in order', (t: TestContext) => {
    const change = {
      '$setElementOrder/containers': [{ name: 'new' }, { name: 'log' }, { name: 'web' }],
      containers: [{ name: 'new', image: 'n' }],
    };
    t.equal(
      merged(t, { containers: [web, log] }, change),
      { containers: [{ name: 'new', image: 'n' }, log, web] },
      'the items stand in the order that the patch gives',
    );
  });

  test('A35', 'an item without its merge key, and an unknown directive, are refused', async (t: TestContext) => {
    await t.throws(
      () => merged(t, { containers: [web] }, { containers: [{ image: 'x' }] }),
      'BadRequest',
      'nobody can tell which container is meant',
    );
    await t.throws(
      () => merged(t, { nodeSelector: {} }, { nodeSelector: { $patch: 'destroy' } }),
      'BadRequest',
      'there is no such directive',
    );
  });
}
