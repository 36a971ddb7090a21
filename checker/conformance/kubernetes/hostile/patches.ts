/** Patches that point nowhere, grow without end, or say by directives what cannot be. */
import { fc } from '../../../judge/exercise.ts';
import { bytesOf, dryRun, existing, type HostileRequest, hostileNames, withQuery } from './request.ts';

/** Paths of fields are kept with line breaks between their steps. */
const broken = ['a\n__proto__\nf:polluted', 'a\nk:{', '\n', 'v:{'];

const pieces = [
  'metadata',
  'labels',
  'spec',
  'containers',
  'data',
  'status',
  '0',
  '-',
  '-1',
  '1e3',
  '00',
  '99999999999',
  '',
];
const piece = fc.constantFrom(...pieces, '~', '~2', '~0~1', 'a/b', 'name', 'resourceVersion', ...hostileNames);

const pointer = fc.oneof(
  { weight: 8, arbitrary: fc.array(piece, { maxLength: 5 }).map((parts) => parts.map((part) => `/${part}`).join('')) },
  { weight: 1, arbitrary: fc.constantFrom<unknown>('metadata', null, 1, [], {}, '//', '/'.repeat(5000)) },
);

const value = fc.oneof(
  fc.constantFrom<unknown[]>(null, '', 0, -1, 1e300, true, [], {}, [null], 'x', { name: 'x' }, [{}], {
    $patch: 'delete',
  }),
  fc.jsonValue({ maxDepth: 3 }),
);

const operation = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record(
      {
        op: fc.constantFrom('add', 'remove', 'replace', 'move', 'copy', 'test', 'test', 'nothing', '__proto__'),
        path: pointer,
        from: pointer,
        value,
      },
      { requiredKeys: ['op', 'path'] },
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom<unknown[]>(null, 1, 'add', [], {}, { op: {}, path: {} }, { path: '' }) },
);

/** Each copy doubles what is there. */
const growing = fc
  .constantFrom(10, 30, 500, 10_001)
  .map((count) => [
    { op: 'add', path: '/metadata/annotations', value: { a: 'x'.repeat(100) } },
    ...Array(count).fill({ op: 'copy', from: '/metadata', path: '/metadata/annotations/b' }),
  ]);

const jsonPatch = fc.oneof(
  { weight: 30, arbitrary: fc.array(operation, { maxLength: 4 }) },
  { weight: 1, arbitrary: growing },
  { weight: 2, arbitrary: value },
);

const directives: [name: string, values: unknown[]][] = [
  ['$patch', ['delete', 'replace', 'merge', 'nothing', null, {}, [], 1]],
  ['$retainKeys', [[], ['name'], [1], 'name', {}, null]],
  ['$setElementOrder/containers', [[], [{ name: 'web' }], [null], [{}], ['web'], 'web', {}, null, [{ name: {} }]]],
  ['$deleteFromPrimitiveList/finalizers', [[], ['a'], [{}], 'a', {}, null]],
  ['$setElementOrder/', [[]]],
  ['$deleteFromPrimitiveList', [[1]]],
  ['$setElementOrder/__proto__', [[{ name: 'x' }]]],
  ['$', [1]],
];

const directive = fc
  .constantFrom(...directives)
  .chain(([name, values]) => fc.constantFrom(...values).map((given): [string, unknown] => [name, given]));

const names = [
  'metadata',
  'spec',
  'template',
  'containers',
  'labels',
  'finalizers',
  'ownerReferences',
  'ports',
  'data',
  'status',
  'name',
  'managedFields',
];
const entryName = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...names) },
  { weight: 1, arbitrary: fc.constantFrom(...hostileNames, ...broken) },
);

/** A tree of fields that are there, with directives in it. */
const tree: fc.Arbitrary<unknown> = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 6 },
    { weight: 2, arbitrary: value },
    { weight: 1, arbitrary: fc.array(tie('tree'), { maxLength: 3 }) },
    {
      weight: 4,
      arbitrary: fc
        .tuple(fc.array(fc.tuple(entryName, tie('tree')), { maxLength: 3 }), fc.array(directive, { maxLength: 1 }))
        .map(([entries, extra]) => Object.fromEntries([...entries, ...extra])),
    },
  ),
})).tree;

const patchKinds: [type: string, patch: fc.Arbitrary<unknown>, query: string][] = [
  ['application/json-patch+json', jsonPatch, ''],
  ['application/strategic-merge-patch+json', tree, ''],
  ['application/merge-patch+json', tree, ''],
  ['application/apply-patch+yaml', tree, 'fieldManager=m'],
  ['application/apply-patch+yaml', tree, 'fieldManager=n&force=1'],
];

const managedFields = fc
  .array(
    fc.record(
      {
        manager: fc.constantFrom<unknown[]>('m', '', null, 1, 'x'.repeat(2000)),
        operation: fc.constantFrom<unknown[]>('Apply', 'Update', 'Other', 1),
        apiVersion: fc.constantFrom('v1', 'apps/v1', '', 'no/such/version'),
        time: fc.constantFrom('2026-01-31T09:30:00Z', 'noon'),
        fieldsType: fc.constantFrom('FieldsV1', 'Other'),
        fieldsV1: fc.oneof(
          fc.constantFrom<unknown[]>(
            null,
            1,
            [],
            { 'f:data': 1 },
            { 'f:data': null },
            { 'f:data': 'x' },
            { 'f:data': { 'f:a': {} } },
            { '.': {} },
            { 'k:x': {} },
          ),
          fc.constantFrom(
            { 'f:metadata': { 'k:{': { '.': {} } } },
            { 'v:{': {} },
            { 'f:data': { 'k:{"name":"a"}': {} } },
            { x: {} },
          ),
        ),
      },
      { requiredKeys: ['manager'] },
    ),
    { maxLength: 3 },
  )
  .map((entries) => ({ metadata: { managedFields: entries } }));

export const hostilePatch: fc.Arbitrary<HostileRequest> = fc
  .constantFrom(...patchKinds)
  .chain(([type, patch, query]) =>
    fc.tuple(
      fc.constant({ type, query }),
      type.includes('merge-patch')
        ? fc.oneof({ weight: 6, arbitrary: patch }, { weight: 1, arbitrary: managedFields })
        : patch,
      existing,
      dryRun,
    ),
  )
  .map(([{ type, query }, patch, url, dry]) => ({
    ...{ what: `a patch of type ${type}`, method: 'PATCH', url: withQuery(url, query, dry) },
    ...{ headers: { 'content-type': type }, body: bytesOf(patch ?? 'null') },
  }));
