/** The strategic merge patch: maps, and lists by their rules. */
import { fieldRulesOf } from '#api-server/field-rules.ts';
import { strategicMerge } from '#api-server/strategic-merge.ts';
import type { DeclareTest, TestContext } from '../../judge/exercise.ts';
import type { Fields } from '../manifests.ts';
import { pod } from '../registry-world.ts';
import { typeOf } from '../writes.ts';

/** Merges into the spec of a pod, and gives the spec. */
export function merged(t: TestContext, spec: Fields, change: Fields): unknown {
  t.step(`a pod with the spec ${JSON.stringify(spec)}`);
  t.step(`PATCH {"spec":${JSON.stringify(change)}}`);
  const before = pod('web', structuredClone(spec));
  const result = strategicMerge(before, { spec: change }, fieldRulesOf(typeOf(before)));
  t.equal(before, pod('web', spec), 'the object that was given stays as it is');
  return result.spec;
}

/** Merges into a pod's finalizers, and gives its metadata. */
export function mergedFinalizers(t: TestContext, finalizers: string[], metadata: Fields): Fields {
  const before = pod('web', {}, { finalizers });
  t.step(`a pod with the finalizers ${JSON.stringify(finalizers)}`);
  t.step(`PATCH ${JSON.stringify({ metadata })}`);
  return strategicMerge(before, { metadata }, fieldRulesOf(typeOf(before))).metadata as Fields;
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
    const { finalizers } = mergedFinalizers(t, ['a.io/one', 'b.io/two'], { finalizers: ['c.io/three', 'a.io/one'] });
    t.equal(
      finalizers,
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

  test('A35', 'a field of any name is merged like others', (t: TestContext) => {
    const change = JSON.parse('{"nodeSelector":{"__proto__":{"a":"1"},"b":"2"}}');
    const { nodeSelector } = merged(t, { nodeSelector: { c: '3' } }, change) as { nodeSelector: Fields };
    t.equal(
      [nodeSelector.a, nodeSelector.b, nodeSelector.c],
      [undefined, '2', '3'],
      '`__proto__` is a name like others',
    );
  });
}
