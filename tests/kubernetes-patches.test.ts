// Goal: patches do what their standards say, and lists are merged as Kubernetes documents. Method: the standards' examples.
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { resolve, schemaOf } from '../lessons/kit/kubernetes/definitions.ts';
import { jsonPatch } from '../lessons/kit/kubernetes/json-patch.ts';
import { fieldSchema, itemSchema, mergeFactsOf } from '../lessons/kit/kubernetes/merge-keys.ts';
import { mergePatch } from '../lessons/kit/kubernetes/merge-patch.ts';
import { deployments, pods, refusal } from './kubernetes/parts.ts';

test('merge patches do what RFC 7386 says', () => {
  const examples: [unknown, unknown, unknown][] = [
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [
      ['a', 'b'],
      ['c', 'd'],
      ['c', 'd'],
    ],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: 'b', c: null }, { a: 'b' }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ];
  for (const [target, patch, result] of examples) assert.equal(mergePatch(target, patch), result);
});

test('JSON patches do what RFC 6902 says', () => {
  const done: [unknown, object[], unknown][] = [
    [{ a: 1 }, [{ op: 'add', path: '/b', value: 2 }], { a: 1, b: 2 }],
    [
      { a: [1, 3] },
      [
        { op: 'add', path: '/a/1', value: 2 },
        { op: 'add', path: '/a/-', value: 4 },
      ],
      { a: [1, 2, 3, 4] },
    ],
    [{ a: 1, b: 2 }, [{ op: 'remove', path: '/a' }], { b: 2 }],
    [{ 'a/b': 1, 'm~n': 2 }, [{ op: 'move', from: '/a~1b', path: '/m~0n' }], { 'm~n': 1 }],
    [
      { a: { b: 1 } },
      [
        { op: 'test', path: '/a', value: { b: 1 } },
        { op: 'copy', from: '/a', path: '/c' },
      ],
      { a: { b: 1 }, c: { b: 1 } },
    ],
    [{ a: 1 }, [{ op: 'replace', path: '', value: [1] }], [1]],
  ];
  for (const [document, operations, result] of done) assert.equal(jsonPatch(document, operations), result);
  const refused: [unknown, unknown, string][] = [
    [{ a: 1 }, [{ op: 'test', path: '/a', value: 2 }], 'Invalid'],
    [{ a: [1] }, [{ op: 'add', path: '/a/3', value: 2 }], 'Invalid'],
    [{ a: [1] }, [{ op: 'remove', path: '/a/-' }], 'Invalid'],
    [{}, [{ op: 'replace', path: '/a', value: 2 }], 'Invalid'],
    [{}, [{ op: 'add', path: '/__proto__/x', value: 2 }], 'Invalid'],
    [{}, [{ op: 'add' }], 'BadRequest'],
    [{}, { op: 'add', path: '/a', value: 2 }, 'BadRequest'],
    [{}, new Array(10_001).fill({ op: 'remove', path: '/a' }), 'RequestEntityTooLarge'],
    [
      { a: 'x'.repeat(1000) },
      Array.from({ length: 30 }, (_, i) => ({ op: 'copy', from: '', path: `/${i}` })),
      'Invalid',
    ],
  ];
  for (const [document, operations, code] of refused)
    assert.is(
      refusal(() => jsonPatch(document, operations)),
      code,
    );
});

test('lists are merged by the keys that Kubernetes documents', () => {
  const at = (...fields: string[]) =>
    fields.reduce(
      (schema, field) => (field === '[]' ? itemSchema(schema)! : fieldSchema(schema, field)!),
      schemaOf(pods),
    );
  const containers = mergeFactsOf(at('spec', 'containers'));
  assert.equal([containers.isMerged, containers.mergeKey, containers.applyKeys], [true, 'name', ['name']]);
  const ports = mergeFactsOf(at('spec', 'containers', '[]', 'ports'));
  assert.equal([ports.mergeKey, ports.applyKeys], ['containerPort', ['containerPort', 'protocol']]);
  const tolerations = mergeFactsOf(at('spec', 'tolerations'));
  assert.equal([tolerations.isMerged, tolerations.listType], [false, 'atomic']);
  const volumes = mergeFactsOf(at('spec', 'volumes'));
  assert.equal([volumes.isMerged, volumes.retainsKeys], [true, true]);
  assert.equal(mergeFactsOf(at('metadata', 'finalizers')).listType, 'set');
  const labelSelector = resolve(fieldSchema(fieldSchema(schemaOf(deployments), 'spec')!, 'selector')!);
  assert.is(mergeFactsOf(labelSelector).isAtomicMap, true);
});

test.run();
