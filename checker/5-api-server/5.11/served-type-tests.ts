/** Rule A51: what a definition has served. */
import { type DefinedVersion, type Definition, resourcesOf } from '#api-server/custom-resources.ts';
import type { ResourceType } from '#kit/kubernetes/resources.ts';
import { type DeclareTest, show } from '../../judge/exercise.ts';
import { definitionOf, established, sizes, specSchema, stepDefinition, versionOf } from './definition-hand.ts';

const scale = {
  specReplicasPath: '.spec.size',
  statusReplicasPath: '.status.size',
  labelSelectorPath: '.status.selector',
};
const columns = [{ name: 'Size', type: 'integer', jsonPath: '.spec.size' }];
const other = specSchema({ color: { type: 'string' } });
const stored = versionOf('v1', { storage: true });

/** What a type is called and where it is found. */
function namesOf(type: ResourceType) {
  const { group, version, resource, kind, listKind, singular, shortNames, categories, namespaced } = type;
  return { group, version, resource, kind, listKind, singular, shortNames, categories, namespaced };
}

/** The subresources by their names, with what their bodies are. */
function doorsOf({ subresources, group, version }: ResourceType): Record<string, string> {
  const told = subresources.map((each): [string, string] => {
    const { name, kind, verbs } = each;
    return [name, `${kind} of ${each.group ?? group}/${each.version ?? version}: ${[...verbs].sort().join(', ')}`];
  });
  return Object.fromEntries(told.sort());
}

const doors = {
  status: 'Widget of example.com/v1: get, patch, update',
  scale: 'Scale of autoscaling/v1: get, patch, update',
};
const subresources: [
  DefinedVersion['subresources'],
  expected: Record<string, string>,
  hasStatus: boolean,
  because: string,
][] = [
  [undefined, {}, false, 'there is none, and the status is a field like any other'],
  [{}, {}, false, 'there is none, and the status is a field like any other'],
  [{ status: {} }, { status: doors.status }, true, 'the status stands apart'],
  [{ scale }, { scale: doors.scale }, false, 'only the scale is asked for'],
  [{ status: {}, scale }, { scale: doors.scale, status: doors.status }, true, 'both are asked for'],
];

export function declareServedTypeTests(test: DeclareTest): void {
  test('A51', 'each version that is served has a type, once the definition is established', async (t) => {
    const versions = [stored, versionOf('v2'), versionOf('v1alpha1', { served: false })];
    const cases: [Definition, string[], because: string][] = [
      [established(definitionOf()), ['v1'], 'it is established'],
      [definitionOf(), [], 'nobody has looked at it yet'],
      [established(definitionOf(), 'False'), [], 'its names are not its own'],
      [established(definitionOf({ versions })), ['v1', 'v2'], 'v1alpha1 is not served'],
      [
        established(definitionOf({ versions: [{ ...stored, served: false }, versionOf('v2')] })),
        ['v2'],
        'v1 is stored, and not served',
      ],
      [
        established(definitionOf({ metadata: { deletionTimestamp: '2026-01-31T09:30:00Z' } })),
        ['v1'],
        'while it is being deleted its objects must be reached, or they could not be cleaned up',
      ],
    ];
    await t.forEach(cases, ([definition, expected, because]) => {
      stepDefinition(t, definition);
      t.step(
        `Established: ${definition.status?.conditions.find(({ type }) => type === 'Established')?.status ?? 'no such condition'}`,
      );
      t.equal(
        resourcesOf(definition).map(({ version }) => version),
        expected,
        because,
      );
    });
  });

  test('A51', 'a type has the names of its definition', async (t) => {
    const names = {
      plural: 'oxen',
      singular: 'ox',
      kind: 'Ox',
      listKind: 'Herd',
      shortNames: ['o'],
      categories: ['all'],
    };
    const full = {
      group: 'example.com',
      version: 'v1',
      resource: 'oxen',
      kind: 'Ox',
      listKind: 'Herd',
      singular: 'ox',
    };
    const cases: [Definition, object, because: string][] = [
      [definitionOf({ names }), { ...full, shortNames: ['o'], categories: ['all'], namespaced: true }, 'all is said'],
      [
        definitionOf({ names: { plural: 'bigoxen', kind: 'BigOx' }, group: 'example.org', scope: 'Cluster' }),
        {
          ...{
            group: 'example.org',
            version: 'v1',
            resource: 'bigoxen',
            kind: 'BigOx',
            listKind: 'BigOxList',
            singular: 'bigox',
          },
          ...{ shortNames: [], categories: [], namespaced: false },
        },
        'what is left out follows from the kind',
      ],
    ];
    await t.forEach(cases, ([definition, expected, because]) => {
      stepDefinition(t, definition);
      t.equal(resourcesOf(established(definition)).map(namesOf), [expected], because);
    });
  });

  test('A51', 'a type can do what any other can', (t) => {
    const definition = established(definitionOf());
    stepDefinition(t, definition);
    const [{ verbs, hasGeneration }] = resourcesOf(definition);
    const all = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];
    t.equal([...verbs].sort(), all, 'it can be read, watched, written and deleted');
    t.equal(hasGeneration, true, 'whatever the kind, its generation is counted');
  });

  test('A51', 'a version has the subresources that it asks for', async (t) => {
    await t.forEach(subresources, ([asked, expected, hasStatus, because]) => {
      t.step(`a version v1 with ${asked ? `the subresources ${show(asked)}` : 'no subresources'}`);
      const [type] = resourcesOf(established(definitionOf({ versions: [{ ...stored, subresources: asked }] })));
      t.equal(doorsOf(type), expected, because);
      t.equal(type.hasStatus, hasStatus, 'the status stands apart where it is a subresource, and only there');
      t.equal(type.custom?.scale, asked?.scale, 'and it is known where the numbers of a scale are');
    });
  });

  test('A51', 'each version has its own schema and columns, and all are stored as one', (t) => {
    const versions = [
      versionOf('v1', { schema: { openAPIV3Schema: other }, additionalPrinterColumns: columns }),
      versionOf('v2', { storage: true }),
    ];
    const definition = established(definitionOf({ versions }));
    stepDefinition(t, definition, true);
    const types = resourcesOf(definition).map(({ version, custom }) => [version, custom] as const);
    t.equal(
      types.map(([version, custom]) => [version, custom?.schema]),
      [
        ['v1', other],
        ['v2', sizes],
      ],
      'the schema is that of the version',
    );
    t.equal(
      types.map(([, custom]) => custom?.storageVersion),
      ['v2', 'v2'],
      'whatever is asked for, v2 lies in the store',
    );
    const shown = types.map(([, custom]) => custom?.columns.map(({ name, jsonPath }) => [name, jsonPath]));
    const age = ['Age', '.metadata.creationTimestamp'];
    t.equal(shown, [[['Size', '.spec.size']], [age]], 'columns are as said; unless said, the age is shown');
  });
}
