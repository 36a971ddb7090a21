// Goal: whatever is sent, the steps of a write answer it with an error of the API's or take it, and never crash; and
// filling in defaults twice is the same as once. Method: objects drawn from the schema of every kind, with wrong values,
// missing fields and unknown ones here and there, through the steps in their order.
import * as fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { codeOf } from '../lessons/kit/failure.ts';
import type { ClusterObjects } from '../lessons/kit/kubernetes/cluster-objects.ts';
import { resolve, schemaOf } from '../lessons/kit/kubernetes/definitions.ts';
import type { Write } from '../lessons/kit/kubernetes/http.ts';
import { apiVersionOf, type ResourceType, resourceTypes } from '../lessons/kit/kubernetes/resources.ts';
import type { Schema } from '../lessons/kit/kubernetes/schema-types.ts';
import type { KubernetesObject } from '../lessons/kit/objects.ts';
import { createRandom, type Random } from '../lessons/kit/random.ts';
import { createAdmission } from '../solutions/5-api-server/admit.ts';
import { createAuthorizer } from '../solutions/5-api-server/authorize.ts';
import { applyDefaults } from '../solutions/5-api-server/defaults.ts';
import { checkStructure } from '../solutions/5-api-server/structure.ts';
import { validate } from '../solutions/5-api-server/validate.ts';

const kinds = resourceTypes.filter(({ listKind }) => listKind !== '');
const expected = ['BadRequest', 'Forbidden', 'Invalid', 'NotFound'];

/** Values that fit nowhere, or only here and there. */
const wrongValues = [null, 0, -1, 1.5, '', 'A b', '100m', true, [], {}, [null], [{}], { a: null }, [[]], 1e300];
const words = [
  'web',
  'Always',
  'ClusterIP',
  'RollingUpdate',
  'TCP',
  '',
  'a/b',
  'Exists',
  'In',
  'User',
  '50%',
  'Mi',
  'constructor',
];
const keys = ['cpu', 'storage', 'app', '__proto__', 'constructor'];

type Maker = (schema: Schema, depth: number) => unknown;

function maker(random: Random): Maker {
  const one = <T>(list: readonly T[]): T => list[random.integer(0, list.length - 1)];
  const chance = (part: number) => random.next() < part;

  function make(given: Schema, depth: number): unknown {
    if (chance(0.01)) return one(wrongValues);
    const schema = resolve(given);
    if (schema.format === 'int-or-string') return one([1, '50%', 'http', 0, -3]);
    if (schema.format === 'quantity') return one(['1', '100m', 2, '1Gi', '-1', '0']);
    if (schema.format === 'date-time') return '2026-01-31T09:30:00Z';
    if (schema.format === 'byte') return 'YWJj';
    if (schema.type === 'string') return one(words);
    if (schema.type === 'integer') return one([0, 1, 80, -1, 70_000]);
    if (schema.type === 'number') return 1.5;
    if (schema.type === 'boolean') return chance(0.5);
    if (schema.type !== 'array') return makeFields(schema, depth);
    return Array.from({ length: random.integer(0, depth > 9 ? 0 : 2) }, () => make(schema.items ?? {}, depth + 1));
  }

  function makeFields(schema: Schema, depth: number): unknown {
    const { properties = {}, required = [], additionalProperties: values } = schema;
    const part = depth > 12 ? 0 : depth < 3 ? 0.6 : 0.25;
    const named = Object.entries(properties).filter(([key]) => chance(required.includes(key) ? 0.95 : part));
    const entries = named.map(([key, under]): [string, unknown] => [key, make(under, depth + 1)]);
    const free = typeof values === 'object' ? keys.filter(() => chance(0.3)) : [];
    for (const key of free) entries.push([key, make(values as Schema, depth + 1)]);
    if (chance(0.01)) entries.push(['notAField', 1]);
    return Object.fromEntries(entries);
  }

  return make;
}

function drawn(resource: ResourceType, random: Random): KubernetesObject {
  const made = maker(random)(schemaOf(resource), 0);
  const object = (Array.isArray(made) || typeof made !== 'object' ? {} : made) as Partial<KubernetesObject>;
  const metadata = random.next() < 0.7 ? { name: 'web' } : (object.metadata ?? { name: 'web' });
  return { ...object, apiVersion: apiVersionOf(resource), kind: resource.kind, metadata };
}

/** A namespace with all that admission looks at. */
function clusterObjects(): ClusterObjects {
  const own = (name: string, spec: object) => ({ ...of('v1', name), metadata: { name, namespace: 'dev' }, spec });
  const of = (apiVersion: string, name: string) => ({ apiVersion, kind: '', metadata: { name } });
  const labels = { 'pod-security.kubernetes.io/enforce': 'baseline', 'pod-security.kubernetes.io/warn': 'restricted' };
  const limit = { max: { cpu: '100' }, min: { cpu: '1m' }, default: { cpu: '500m' } };
  const objects: Record<string, KubernetesObject[]> = {
    namespaces: [{ ...of('v1', 'dev'), metadata: { name: 'dev', labels } }],
    serviceaccounts: [own('default', {})],
    limitranges: [
      own('limits', { limits: ['Container', 'Pod', 'PersistentVolumeClaim'].map((type) => ({ type, ...limit })) }),
    ],
    resourcequotas: [own('quota', { hard: { pods: '1000', 'requests.cpu': '1000', 'requests.storage': '1Ti' } })],
  };
  return {
    get: async (resource, _, name) => objects[resource]?.find(({ metadata }) => metadata.name === name),
    list: async (resource) => objects[resource] ?? [],
    replaceStatus: async () => true,
  };
}

async function throughTheSteps(seed: number): Promise<void> {
  const random = createRandom(seed);
  const objects = clusterObjects();
  const admission = createAdmission(objects, createAuthorizer(objects), random);
  const resource = kinds[random.integer(0, kinds.length - 1)];
  const write: Write = {
    ...{ operation: 'create', resource, subresource: '', namespace: resource.namespaced ? 'dev' : '', name: 'web' },
    ...{ object: drawn(resource, random), user: { name: 'alice', groups: [] }, dryRun: false, fieldManager: '' },
    ...{ fieldValidation: random.next() < 0.3 ? 'Strict' : 'Ignore', warnings: [] },
  };
  const filled = await applyDefaults(await admission.mutate(await checkStructure(write)));
  assert.equal((await applyDefaults(filled)).object, filled.object, 'defaults fill in once');
  const next = await checkStructure({ ...write, object: drawn(resource, random), fieldValidation: 'Ignore' });
  const update: Write = { ...next, operation: 'update', old: filled.object };
  await validate(update).catch(expectApiError);
  await admission.validate(await validate(filled));
}

function expectApiError(thrown: unknown): void {
  if (!expected.includes(codeOf(thrown) ?? '')) throw thrown;
}

test('no body makes the steps of a write crash', async () => {
  const property = fc.asyncProperty(fc.integer({ min: 0, max: 2 ** 32 - 1 }), async (seed) => {
    await throughTheSteps(seed).catch(expectApiError);
  });
  await fc.assert(property, { numRuns: Number(process.env.SLIPWAY_BODIES ?? 1_500), seed: 1 });
});

test.run();
