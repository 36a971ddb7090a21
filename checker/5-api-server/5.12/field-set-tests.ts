/** Objects as fields, and fields as they are stored. */
import { decodeFields, encodeFields, type FieldsV1, fieldsOf, keyStep } from '#api-server/field-set.ts';
import { type DeclareTest, fc, show, type TestContext } from '../../judge/exercise.ts';
import { pathsIn, rulesFor, treeOf } from './applied-objects.ts';

const named = (kind: string, apiVersion: string, rest: object = {}) => ({
  apiVersion,
  kind,
  metadata: { name: 'web', namespace: 'default' },
  ...rest,
});

/** Fields with spaces in place of line feeds, by path. */
function fieldsIn(object: ReturnType<typeof named>): [string, unknown][] {
  const fields = fieldsOf(object, rulesFor(object));
  return [...fields].map(([path, value]): [string, unknown] => [path.replaceAll('\n', ' '), value]).sort();
}

function judge(t: TestContext, object: ReturnType<typeof named>, expected: Record<string, unknown>, why: string): void {
  t.newRun();
  t.step(`fieldsOf(${show(object)})`);
  t.equal(fieldsIn(object), Object.entries(expected).sort(), why);
}

const pods = (spec: object) => named('Pod', 'v1', { spec });
const containers = 'f:spec f:containers';

const trees: [string, string[], FieldsV1][] = [
  ['no fields', [], {}],
  ['one field', ['f:spec f:replicas'], { 'f:spec': { 'f:replicas': {} } }],
  [
    'two fields beside each other',
    ['f:metadata f:labels f:app', 'f:spec f:replicas'],
    { 'f:metadata': { 'f:labels': { 'f:app': {} } }, 'f:spec': { 'f:replicas': {} } },
  ],
  [
    'an item, and a field in it',
    [`${containers} k:{"name":"web"}`, `${containers} k:{"name":"web"} f:image`],
    { 'f:spec': { 'f:containers': { 'k:{"name":"web"}': { '.': {}, 'f:image': {} } } } },
  ],
  [
    'a field of an item, and not the item',
    [`${containers} k:{"name":"web"} f:image`],
    { 'f:spec': { 'f:containers': { 'k:{"name":"web"}': { 'f:image': {} } } } },
  ],
  [
    'an item, and no field in it',
    ['f:metadata f:finalizers v:"e.com/f"', `${containers} k:{"name":"web"}`],
    {
      'f:metadata': { 'f:finalizers': { 'v:"e.com/f"': {} } },
      'f:spec': { 'f:containers': { 'k:{"name":"web"}': {} } },
    },
  ],
];

export function declareFieldSetTests(test: DeclareTest): void {
  test('A54', 'the step to an item has its keys and their values', (t: TestContext) => {
    for (const [item, keys, step] of [
      [{ name: 'web', image: 'x' }, ['name'], 'k:{"name":"web"}'],
      [
        { protocol: 'UDP', containerPort: 80 },
        ['containerPort', 'protocol'],
        'k:{"containerPort":80,"protocol":"UDP"}',
      ],
      [{ protocol: 'UDP', port: 80 }, ['protocol', 'port'], 'k:{"port":80,"protocol":"UDP"}'],
      [{ port: 80, name: 'http' }, ['port', 'protocol'], 'k:{"port":80,"protocol":"TCP"}'],
      [{ name: 'say "hi"\n' }, ['name'], 'k:{"name":"say \\"hi\\"\\n"}'],
      [{ ip: '10.0.0.1', hostnames: ['a'] }, ['ip', 'zone'], 'k:{"ip":"10.0.0.1"}'],
    ] as [object, string[], string][]) {
      t.newRun();
      t.step(`keyStep(${show(item)}, ${show(keys)})`);
      t.equal(
        keyStep(item, keys),
        step,
        'canonical JSON: keys sorted by name, no spaces; and a missing protocol is TCP',
      );
    }
  });

  test('A54', 'an object has these fields, and of its metadata only what can be owned', (t: TestContext) => {
    const metadata = {
      ...{ name: 'web', namespace: 'default', uid: '1', resourceVersion: '7', generation: 2, selfLink: '/x' },
      ...{ creationTimestamp: '2026-01-31T09:30:00Z', deletionTimestamp: '2026-01-31T09:30:00Z' },
      ...{ deletionGracePeriodSeconds: 30, managedFields: [], generateName: 'w-' },
      ...{ labels: { app: 'web' }, annotations: { 'e.com/note': 'x' } },
    };
    judge(
      t,
      { ...named('ConfigMap', 'v1', { data: { a: '1', 'b.c': '' } }), metadata },
      {
        'f:data f:a': '1',
        'f:data f:b.c': '',
        'f:metadata f:generateName': 'w-',
        'f:metadata f:labels f:app': 'web',
        'f:metadata f:annotations f:e.com/note': 'x',
      },
      'names, times and versions are the server’s own, and apiVersion and kind say what the object is',
    );
    judge(t, named('ConfigMap', 'v1'), {}, 'there is nothing in it that could be owned');
  });

  test('A54', 'the schema says where a field ends: items have keys, atomic lists and maps are one value', (t) => {
    const web = `${containers} k:{"name":"web"}`;
    const port = `${web} f:ports k:{"containerPort":80,"protocol":"UDP"}`;
    judge(
      t,
      pods({
        nodeSelector: { disk: 'ssd', zone: 'a' },
        tolerations: [{ key: 'a' }, { key: 'b' }],
        containers: [{ name: 'web', args: ['-v', '-w'], ports: [{ containerPort: 80, protocol: 'UDP' }] }],
      }),
      {
        'f:spec f:nodeSelector': { disk: 'ssd', zone: 'a' },
        'f:spec f:tolerations': [{ key: 'a' }, { key: 'b' }],
        [web]: true,
        [`${web} f:name`]: 'web',
        [`${web} f:args`]: ['-v', '-w'],
        [port]: true,
        [`${port} f:containerPort`]: 80,
        [`${port} f:protocol`]: 'UDP',
      },
      'containers and ports have keys; nodeSelector, tolerations and args are one field each',
    );
    const empty = { [web]: true, [`${web} f:name`]: 'web', [`${web} f:resources`]: {} };
    const bare = pods({ containers: [{ name: 'web', resources: {} }] });
    judge(t, bare, empty, 'a map that is empty is a field, or nobody could say that it is to be there');
    const lists = pods({ containers: [], tolerations: [] });
    judge(t, lists, { 'f:spec f:tolerations': [] }, 'a list of items has no field but these; an atomic one is a value');
    judge(
      t,
      pods({ hostNetwork: false, priority: 0 }),
      { 'f:spec f:hostNetwork': false, 'f:spec f:priority': 0 },
      'false and 0 are values',
    );
  });

  test('A54', 'finalizers and owners are items, each a field of its own', (t: TestContext) => {
    const ownerReferences = [{ apiVersion: 'v1', kind: 'Pod', name: 'p', uid: '9' }];
    const owner = 'f:metadata f:ownerReferences k:{"uid":"9"}';
    const metadata = { name: 'web', namespace: 'default' };
    judge(
      t,
      { ...named('ConfigMap', 'v1'), metadata: { ...metadata, finalizers: ['e.com/f', 'e.com/g'] } as never },
      { 'f:metadata f:finalizers v:"e.com/f"': true, 'f:metadata f:finalizers v:"e.com/g"': true },
      'finalizers are a set: its items have no keys, so the step to each is `v:` and the item itself',
    );
    judge(
      t,
      { ...named('ConfigMap', 'v1'), metadata: { ...metadata, ownerReferences } as never },
      {
        [owner]: true,
        [`${owner} f:apiVersion`]: 'v1',
        [`${owner} f:kind`]: 'Pod',
        [`${owner} f:name`]: 'p',
        [`${owner} f:uid`]: '9',
      },
      'owners are told apart by the key uid',
    );
  });

  test('A54', 'an item is the same field wherever in its list it stands', (t: TestContext) => {
    const items = ['a', 'b', 'c'].map((name) => ({ name, image: `${name}:1` }));
    const orders = [items, [...items].reverse(), [items[1], items[2], items[0]]];
    for (const order of orders) {
      t.newRun();
      t.step(`containers in the order ${order.map(({ name }) => name).join(', ')}`);
      t.equal(fieldsIn(pods({ containers: order })), fieldsIn(pods({ containers: items })), 'its name tells it apart');
    }
  });

  test('A54', 'fields are stored as a tree, and read from it again', async (t: TestContext) => {
    for (const [what, paths, tree] of trees) {
      t.newRun();
      t.step(`${what}: ${paths.join(', ')}`);
      const own = paths.map((path) => path.replaceAll(' ', '\n'));
      t.equal(encodeFields(own), tree, 'a step is a member, and a dot says that the path so far is a field, too');
      t.equal(encodeFields([...own].reverse()), tree, 'in whatever order the paths come');
      t.equal([...decodeFields(tree)].sort(), own.sort(), 'and these are the paths again');
    }
  });

  test('A54', 'what is no tree is passed over', (t: TestContext) => {
    const stored = { 'f:data': { 'f:a': null, 'f:b': {}, 'f:c': 'x' }, 'f:spec': null } as unknown as FieldsV1;
    t.step(`decodeFields(${show(stored)})`);
    t.equal([...decodeFields(stored)], ['f:data\nf:b'], 'only where there is a map there is a path');
  });

  test('A54', 'whatever the paths, the tree is theirs and gives them back', async (t: TestContext) => {
    const step = fc.constantFrom('f:a', 'f:b', 'k:{"name":"x"}', 'v:"y"', 'f:.');
    const path = fc.array(step, { minLength: 1, maxLength: 4 }).map((steps) => steps.join(' '));
    await t.forAll(fc.uniqueArray(path, { maxLength: 6 }), (paths) => {
      t.step(`encodeFields of ${paths.join(', ') || 'nothing'}`);
      const tree = encodeFields(paths.map((each) => each.replaceAll(' ', '\n')));
      t.equal(tree, treeOf(paths), 'this is the tree of these paths');
      t.equal(pathsIn(tree).sort(), [...paths].sort(), 'no path is lost, and none comes in');
      t.equal([...decodeFields(tree)].map((each) => each.replaceAll('\n', ' ')).sort(), [...paths].sort(), 'decoded');
    });
  });
}
