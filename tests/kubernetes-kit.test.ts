// Goal: what the kit gives to the API server is right by itself: errors, schemas, discovery, OpenAPI, tables, bodies,
// patches. Method: examples from the standards, rules that hold for every kind, random bytes; the real kubectl as the
// other side is in kubernetes-kit-kubectl.test.ts.
import * as fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { utf8 } from '../lessons/kit/bytes.ts';
import { codeOf } from '../lessons/kit/failure.ts';
import { decodeBody } from '../lessons/kit/kubernetes/bodies.ts';
import { decodingError, strictDecodingError, unknownFieldText } from '../lessons/kit/kubernetes/decoding-errors.ts';
import { definitions, resolve, schemaOf, schemaOfKind } from '../lessons/kit/kubernetes/definitions.ts';
import { aggregatedType, discover, versionsOf } from '../lessons/kit/kubernetes/discovery.ts';
import { invalidValue, joined, notSupported, required } from '../lessons/kit/kubernetes/field-errors.ts';
import { jsonPatch } from '../lessons/kit/kubernetes/json-patch.ts';
import { fieldSchema, itemSchema, mergeFactsOf } from '../lessons/kit/kubernetes/merge-keys.ts';
import { mergePatch } from '../lessons/kit/kubernetes/merge-patch.ts';
import { openApiDocument, openApiIndex } from '../lessons/kit/kubernetes/openapi-v3.ts';
import { pruneObject, withSchemaDefaults } from '../lessons/kit/kubernetes/prune.ts';
import { depthMax, readJson } from '../lessons/kit/kubernetes/read-json.ts';
import { apiVersionOf, findResource, type ResourceType, resourceTypes } from '../lessons/kit/kubernetes/resources.ts';
import { structuralFaults } from '../lessons/kit/kubernetes/schema.ts';
import type { Schema } from '../lessons/kit/kubernetes/schema-types.ts';
import { valueErrors } from '../lessons/kit/kubernetes/schema-values.ts';
import * as status from '../lessons/kit/kubernetes/status.ts';
import { duration } from '../lessons/kit/kubernetes/tables/age.ts';
import { tableEvent, tableOf, wantsTable } from '../lessons/kit/kubernetes/tables/index.ts';
import { valuesAtPath } from '../lessons/kit/kubernetes/tables/json-path.ts';
import type { KubernetesObject } from '../lessons/kit/objects.ts';

const pods = findResource('', 'v1', 'pods')!;
const deployments = findResource('apps', 'v1', 'deployments')!;
const now = Date.parse('2026-01-02T00:00:00Z');

const widgetSchema: Schema = {
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      required: ['size'],
      properties: {
        size: { type: 'integer', minimum: 1, maximum: 10 },
        color: { type: 'string', enum: ['red', 'green'], default: 'red' },
        code: { type: 'string', pattern: '^[a-z]+$', maxLength: 3 },
        free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
        port: { 'x-kubernetes-int-or-string': true },
        tags: { type: 'array', items: { type: 'string' }, 'x-kubernetes-list-type': 'set' },
      },
    },
  },
};

const widgets: ResourceType = {
  ...deployments,
  group: 'example.com',
  resource: 'widgets',
  kind: 'Widget',
  listKind: 'WidgetList',
  singular: 'widget',
  shortNames: [],
  categories: [],
  subresources: [],
  custom: {
    schema: widgetSchema,
    columns: [
      { name: 'Size', type: 'integer', jsonPath: '.spec.size' },
      { name: 'Since', type: 'date', jsonPath: '.metadata.creationTimestamp', priority: 1 },
    ],
    storageVersion: 'v1',
  },
};

const object = (more: object): KubernetesObject => ({ apiVersion: 'v1', kind: 'X', metadata: { name: 'a' }, ...more });

/** The code of what a function throws. */
function refusal(act: () => unknown): string | undefined {
  try {
    act();
  } catch (error) {
    return codeOf(error);
  }
  return 'nothing was thrown';
}

test('errors have the reasons, codes and texts that kubectl shows', () => {
  const texts = [
    status.notFound(pods, 'x'),
    status.alreadyExists(deployments, 'x'),
    status.conflict(pods, 'x'),
    status.forbidden(pods, '', status.cannot('u', 'list', { group: '', resource: 'pods', namespace: 'default' })),
    status.forbidden(pods, 'p', status.cannot('u', 'get', { group: '', resource: 'pods', subresource: 'log' })),
    status.invalid(deployments, 'x', [required('spec.selector')]),
    status.invalid(pods, 'x', [required('a'), notSupported('b', 'c', ['d', 'e']), invalidValue('f', 1, 'g')]),
    new Error('oh'),
  ].map((error) => `${status.statusOf(error).code} ${status.statusOf(error).message}`);
  assert.equal(texts, [
    '404 pods "x" not found',
    '409 deployments.apps "x" already exists',
    '409 Operation cannot be fulfilled on pods "x": the object has been modified; please apply your changes to the latest version and try again',
    '403 pods is forbidden: User "u" cannot list resource "pods" in API group "" in the namespace "default"',
    '403 pods "p" is forbidden: User "u" cannot get resource "pods/log" in API group "" at the cluster scope',
    '422 Deployment.apps "x" is invalid: spec.selector: Required value',
    '422 Pod "x" is invalid: [a: Required value, b: Unsupported value: "c": supported values: "d", "e", f: Invalid value: 1: g]',
    '500 Internal error occurred: oh',
  ]);
  const { details } = status.statusOf(status.invalid(pods, 'x', [required('a')]));
  const causes = [{ reason: 'FieldValueRequired', message: 'Required value', field: 'a' }];
  assert.equal(details, { name: 'x', kind: 'Pod', causes });
  assert.is(
    joined([invalidValue('l', { b: '2', a: '1' }, 'no')]),
    'l: Invalid value: map[string]string{"a":"1", "b":"2"}: no',
  );
});

test('every served kind has a schema whose references lead somewhere, and so has every body of a subresource', () => {
  for (const type of resourceTypes) {
    const properties = schemaOf(type).properties ?? {};
    const parts = ['spec', 'status'].filter((part) => properties[part]);
    const told = ['spec', 'status'].filter((part) => (part === 'spec' ? type.hasSpec : type.hasStatus));
    assert.equal(parts, told, type.kind);
    for (const { group = type.group, version = type.version, kind, verbs } of type.subresources) {
      const isBody = verbs.includes('update') || (verbs.includes('create') && !verbs.includes('get'));
      if (isBody) assert.ok(schemaOfKind(group, version, kind), kind);
    }
  }
  for (const [, name] of JSON.stringify(definitions).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
    assert.ok(definitions[name], name);
  }
});

test('faults of an object are found with their fields', () => {
  const spec = {
    replica: 1,
    replicas: '3',
    strategy: { rollingUpdate: { maxSurge: true } },
    template: { spec: { containers: [{ name: 'a', imagee: 'b', ports: [{ containerPort: 1.5 }] }, 5] } },
  };
  const faults = structuralFaults(schemaOf(deployments), { ...object({ spec }), status: null }, 'Deployment');
  assert.equal(faults.unknown, ['spec.replica', 'spec.template.spec.containers[0].imagee']);
  assert.equal(
    faults.wrong.map(({ text }) => text.replace('json: cannot unmarshal ', '')),
    [
      'string into Go struct field DeploymentSpec.spec.replicas of type int32',
      'bool into Go struct field RollingUpdateDeployment.spec.strategy.rollingUpdate.maxSurge of type int or string',
      'number 1.5 into Go struct field ContainerPort.spec.template.spec.containers.ports.containerPort of type int32',
      'number into Go struct field PodSpec.spec.template.spec.containers of type v1.Container',
    ],
  );
  assert.equal(
    faults.missing.map(({ field }) => field),
    ['spec.selector'],
  );
  assert.match(
    strictDecodingError(deployments, faults.unknown.map(unknownFieldText)).message,
    /^Deployment in version "v1" cannot be handled as a Deployment: strict decoding error: unknown field "spec.replica", unk/,
  );
  assert.match(decodingError(pods, 'x').message, /^Pod in version "v1" cannot be handled as a Pod: x$/);
});

test('values of special types are checked', () => {
  const wrong = (metadata: object, spec: object) =>
    structuralFaults(schemaOf(pods), { metadata, spec: { containers: [], ...spec } }, 'Pod').wrong.map(
      ({ field }) => field,
    );
  assert.equal(wrong({ creationTimestamp: 'noon' }, {}), ['metadata.creationTimestamp']);
  assert.equal(wrong({ creationTimestamp: '2026-01-01T00:00:00Z', labels: { a: 'b' } }, {}), []);
  assert.equal(wrong({ labels: { a: 1 } }, { overhead: { cpu: '1 GB', memory: '1Gi', x: 0.5 } }), [
    'metadata.labels.a',
    'spec.overhead.cpu',
  ]);
  assert.equal(wrong({}, { terminationGracePeriodSeconds: 2 ** 40, priority: 2 ** 40 }), ['spec.priority']);
  assert.equal(wrong({}, { containers: [null] }), ['spec.containers[0]']);
  const secrets = schemaOf(findResource('', 'v1', 'secrets')!);
  assert.equal(structuralFaults(secrets, { data: { a: 'YQ==', b: 'a?' } }).wrong.length, 1);
});

test('unknown fields and nulls are pruned, and what is free is kept', () => {
  const given = object({
    spec: { replicas: 0, x: 1, template: { metadata: { creationTimestamp: null } } },
    status: null,
  });
  assert.equal(pruneObject(deployments, given), object({ spec: { replicas: 0, template: { metadata: {} } } }));
  const widget = object({ spec: { size: 1, x: 1, free: { y: [null, { z: null }] } }, extra: 1 });
  assert.equal(pruneObject(widgets, widget), object({ spec: { size: 1, free: { y: [null, { z: null }] } } }));
});

test('a custom schema sets defaults and checks values', () => {
  assert.equal(withSchemaDefaults(widgetSchema, { spec: { size: 1 } }), { spec: { size: 1, color: 'red' } });
  const errors = valueErrors(widgetSchema, { spec: { size: 0, color: 'blue', code: 'ABCD', tags: ['a', 'b', 'a'] } });
  assert.equal(
    errors.map((error) => joined([error])),
    [
      'spec.size: Invalid value: 0: spec.size in body should be greater than or equal to 1',
      'spec.color: Unsupported value: "blue": supported values: "red", "green"',
      'spec.code: Too long: may not be more than 3 bytes',
      'spec.code: Invalid value: "ABCD": spec.code in body should match \'^[a-z]+$\'',
      'spec.tags[2]: Duplicate value: "a"',
    ],
  );
  assert.equal(
    structuralFaults(schemaOf(widgets), { spec: { size: 'x', port: 'http' } }).wrong.map(({ error }) =>
      joined([error]),
    ),
    ['spec.size: Invalid value: "string": spec.size in body must be of type integer: "string"'],
  );
});

test('JSON is read with its duplicates noted and its depth limited', () => {
  const read = (text: string) => readJson(utf8(text));
  assert.equal(read('{"a":{"b":[{"c":1},{"c":"x,{","d":2,"c":3}]},"a":1}').duplicates, ['a.b[1].c', 'a']);
  assert.equal(read('{"a\\"b":1,"a":"\\\\","c":{"a":1}}').duplicates, []);
  assert.is(
    refusal(() => read('['.repeat(1_000_000))),
    'BadRequest',
  );
  assert.is(
    refusal(() => read('{"a":')),
    'BadRequest',
  );
  assert.equal(read(`${'['.repeat(depthMax)}${']'.repeat(depthMax)}`).duplicates, []);
  fc.assert(
    fc.property(fc.jsonValue(), (value) =>
      assert.equal(read(JSON.stringify(value)).value, JSON.parse(JSON.stringify(value))),
    ),
  );
});

test('no body does more than be refused', () => {
  const types = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'];
  const magic = [0x6b, 0x38, 0x73, 0];
  fc.assert(
    fc.property(fc.constantFrom(...types), fc.boolean(), fc.uint8Array({ maxLength: 200 }), (type, isMarked, bytes) => {
      const body = Uint8Array.from(isMarked ? [...magic, ...bytes] : bytes);
      try {
        decodeBody(type, body);
      } catch (error) {
        assert.is(codeOf(error), 'BadRequest', String(error));
      }
    }),
    { numRuns: 2000 },
  );
  assert.is(
    refusal(() => decodeBody('text/plain', utf8('x'))),
    'UnsupportedMediaType',
  );
  const bomb = ['a: &a [x,x]', ...'bcdefghijklmnop'].map((c, i) =>
    i === 0
      ? c
      : `${c}: &${c} [*${i > 1 ? 'abcdefghijklmnop'[i - 1] : 'a'},*${i > 1 ? 'abcdefghijklmnop'[i - 1] : 'a'}]`,
  );
  assert.is(
    refusal(() => decodeBody('application/yaml', utf8(bomb.join('\n')))),
    'BadRequest',
  );
  assert.equal(decodeBody('application/apply-patch+yaml; charset=utf-8', utf8('a:\n- b: 1')).value, { a: [{ b: 1 }] });
  assert.equal(decodeBody(undefined, utf8('{"a":1}')).value, { a: 1 });
});

test('a protobuf body is the object that JSON would have been', () => {
  // What kubectl 1.32 sends for `kubectl create configmap hex --from-literal=a=bc`.
  const envelope = '6b387300' + '0a0f0a0276311209436f6e6669674d6170' + '121e';
  const body = '0a130a0368657812001a0022002a0032003800420012070a0161120262631a002200';
  const { value } = decodeBody('application/vnd.kubernetes.protobuf', Buffer.from(envelope + body, 'hex'));
  assert.equal(value, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'hex' }, data: { a: 'bc' } });
  const cut = Buffer.from(envelope + body.slice(0, 40), 'hex');
  assert.is(
    refusal(() => decodeBody('application/vnd.kubernetes.protobuf', cut)),
    'BadRequest',
  );
});

test('both forms of discovery tell of the same resources', () => {
  const types = [...resourceTypes, widgets];
  const paths = new Set(types.map((type) => (type.group === '' ? '/api/v1' : `/apis/${apiVersionOf(type)}`)));
  const legacy = [...paths].flatMap((path) => {
    const { groupVersion, resources } = discover(types, path)!.body as {
      groupVersion: string;
      resources: { name: string }[];
    };
    return resources.map(({ name }) => `${groupVersion} ${name}`);
  });
  const aggregated = ['/api', '/apis'].flatMap((path) => {
    const { contentType, body } = discover(types, path, `${aggregatedType},application/json`)!;
    assert.is(contentType, aggregatedType);
    const { items } = body as {
      items: { metadata: { name?: string }; versions: { version: string; resources: Listed[] }[] }[];
    };
    return items.flatMap(({ metadata: { name }, versions }) =>
      versions.flatMap(({ version, resources }) =>
        resources.flatMap(({ resource, subresources = [] }) =>
          [resource, ...subresources.map((sub) => `${resource}/${sub.subresource}`)].map(
            (each) => `${name ? `${name}/` : ''}${version} ${each}`,
          ),
        ),
      ),
    );
  });
  assert.equal(legacy.sort(), aggregated.sort());
  assert.is(discover(types, '/apis/none'), undefined);
  assert.is((discover(types, '/apis', 'application/json, */*')!.body as { kind: string }).kind, 'APIGroupList');
  assert.is((discover(types, '/apis/apps')!.body as { kind: string }).kind, 'APIGroup');
  const versions = ['v1alpha1', 'v2beta1', 'v1', 'v10', 'v2', 'other'].map((version) => ({ ...widgets, version }));
  assert.equal(versionsOf(versions), ['v10', 'v2', 'v1', 'v2beta1', 'v1alpha1', 'other']);
});

interface Listed {
  resource: string;
  subresources?: { subresource: string }[];
}

test('the OpenAPI documents hold together and let the server validate', () => {
  const types = [...resourceTypes, widgets];
  const { paths } = openApiIndex(types);
  for (const path of Object.keys(paths)) {
    const document = openApiDocument(types, path) as { paths: Record<string, Item>; components: { schemas: object } };
    for (const [, name] of JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      assert.ok(Object.hasOwn(document.components.schemas, name), `${path}: ${name}`);
    }
    for (const [at, { patch }] of Object.entries(document.paths)) {
      const names = patch?.parameters.map(({ name }) => name) ?? ['fieldValidation', 'dryRun'];
      assert.ok(names.includes('fieldValidation') && names.includes('dryRun'), at);
    }
  }
  assert.is(openApiDocument(types, 'apis/none/v1'), undefined);
  assert.is.not(openApiIndex(types).paths['apis/example.com/v1'], undefined);
});

interface Item {
  patch?: { parameters: { name: string }[] };
}

test('every kind has a cell for each column, even where nothing is set', () => {
  for (const type of [...resourceTypes, widgets]) {
    const { columnDefinitions, rows } = tableOf(type, [object({})], {}, { now });
    assert.is(rows[0].cells.length, columnDefinitions!.length, type.kind);
    assert.ok(
      columnDefinitions!.some(({ format }) => format === 'name'),
      type.kind,
    );
  }
});

test('the status of a pod is what goes on in it', () => {
  const shown = (spec: object, podStatus: object, metadata: object = {}) =>
    tableOf(
      pods,
      [object({ metadata: { name: 'p', ...metadata }, spec, status: podStatus })],
      {},
      { now },
    ).rows[0].cells.slice(1, 4);
  const one = { containers: [{ name: 'a' }] };
  const state = (is: object, more: object = {}) => ({
    phase: 'Running',
    containerStatuses: [{ name: 'a', state: is, ...more }],
  });
  const last = { terminated: { finishedAt: '2026-01-01T23:57:55Z' } };
  assert.equal(shown(one, { phase: 'Pending' }), ['0/1', 'Pending', '0']);
  assert.equal(shown(one, state({ running: {} }, { ready: true })), ['1/1', 'Running', '0']);
  assert.equal(shown(one, state({ waiting: { reason: 'CrashLoopBackOff' } }, { restartCount: 5, lastState: last })), [
    '0/1',
    'CrashLoopBackOff',
    '5 (2m5s ago)',
  ]);
  assert.equal(shown(one, state({ terminated: { exitCode: 3 } })), ['0/1', 'ExitCode:3', '0']);
  assert.equal(shown(one, state({ running: {} }, { ready: true }), { deletionTimestamp: 'x' }), [
    '1/1',
    'Terminating',
    '0',
  ]);
  const inits = { ...one, initContainers: [{ name: 'i' }, { name: 'j' }] };
  const initStatuses = [
    { name: 'i', state: { terminated: { exitCode: 0 } } },
    { name: 'j', state: { running: {} } },
  ];
  assert.equal(shown(inits, { phase: 'Pending', initContainerStatuses: initStatuses }), ['0/1', 'Init:1/2', '0']);
});

test('ages have two units while the second says something', () => {
  const units = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
  const ages: [number, string][] = [
    [0, '0s'],
    [119 * units.s, '119s'],
    [150 * units.s, '2m30s'],
    [10 * units.m, '10m'],
    [185 * units.m, '3h5m'],
    [47 * units.h, '47h'],
    [50 * units.h, '2d2h'],
    [30 * units.d, '30d'],
    [800 * units.d, '2y70d'],
  ];
  for (const [age, text] of ages) assert.is(duration(age), text);
});

test('a table is asked for by Accept, holds as much of the object as wished, and goes into a watch row by row', () => {
  assert.ok(wantsTable('application/json;as=Table;v=v1;g=meta.k8s.io,application/json'));
  assert.not.ok(wantsTable('application/json, */*'));
  assert.not.ok(wantsTable(undefined));
  const row = (includeObject?: string) =>
    tableOf(pods, [object({})], {}, { now, includeObject }).rows[0].object as object;
  assert.equal(row(), { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: { name: 'a' } });
  assert.equal(row('Object'), { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' } });
  assert.is(row('None'), null);
  const event = { type: 'ADDED' as const, object: object({ metadata: { name: 'a', resourceVersion: '7' } }) };
  const table = tableEvent(pods, event, { now, isFirst: false }).object as unknown as {
    columnDefinitions: null;
    metadata: object;
  };
  assert.is(table.columnDefinitions, null);
  assert.equal(table.metadata, { resourceVersion: '7' });
});

test('custom kinds show the columns of their definition', () => {
  const widget = object({ metadata: { name: 'a', creationTimestamp: '2026-01-01T00:00:00Z' }, spec: { size: 3 } });
  assert.equal(
    tableOf(widgets, [widget, object({})], {}, { now }).rows.map(({ cells }) => cells),
    [
      ['a', 3, '24h'],
      ['a', null, null],
    ],
  );
  const conditions = [
    { type: 'A', status: 'False' },
    { type: 'Ready', status: 'True' },
  ];
  const value = { a: { 'b.c': [1, 2] }, status: { conditions } };
  assert.equal(valuesAtPath(value, '.status.conditions[?(@.type=="Ready")].status'), ['True']);
  assert.equal(valuesAtPath(value, '.a.b\\.c[*]'), [1, 2]);
  assert.equal(valuesAtPath(value, ".a['b.c'][1]"), [2]);
  assert.equal(valuesAtPath(value, '.status.none[0].x'), []);
  assert.equal(valuesAtPath(value, '..x'), []);
});

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
