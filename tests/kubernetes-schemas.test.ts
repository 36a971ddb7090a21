// Goal: an object is held against its schema, and each fault is told in Kubernetes' words. Method: examples, and rules that
// hold for every kind.
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { decodingError, strictDecodingError, unknownFieldText } from '../lessons/kit/kubernetes/decoding-errors.ts';
import { definitions, schemaOf, schemaOfKind } from '../lessons/kit/kubernetes/definitions.ts';
import { invalidValue, joined, notSupported, required } from '../lessons/kit/kubernetes/field-errors.ts';
import { pruneObject, withSchemaDefaults } from '../lessons/kit/kubernetes/prune.ts';
import { findResource, resourceTypes } from '../lessons/kit/kubernetes/resources.ts';
import { structuralFaults } from '../lessons/kit/kubernetes/schema.ts';
import { valueErrors } from '../lessons/kit/kubernetes/schema-values.ts';
import * as status from '../lessons/kit/kubernetes/status.ts';
import { deployments, object, pods, widgetSchema, widgets } from './kubernetes/parts.ts';

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

test.run();
