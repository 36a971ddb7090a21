/** Custom objects on their way to the store: examples of what becomes of them, and schemas and values at random. */
import { applyDefaults } from '#api-server/defaults.ts';
import { checkStructure } from '#api-server/structure.ts';
import { validate } from '#api-server/validate.ts';
import { codeOf } from '#kit/failure.ts';
import { apiVersionOf, type ResourceType } from '#kit/kubernetes/resources.ts';
import type { Schema } from '#kit/kubernetes/schema-types.ts';
import type { StatusDetails } from '#kit/kubernetes/status.ts';
import { fc } from '../../judge/exercise.ts';
import { widgetOf } from '../manifests.ts';
import { writeOf } from '../writes.ts';
import { objectSchema } from './definition-hand.ts';

/** What has become of a spec: stored, or refused because of these fields. */
export interface Fate {
  spec?: unknown;
  code?: string;
  fields?: string[];
}

/** Sends a new object of the type through the steps that look at its schema. */
export async function fateOf(
  type: ResourceType,
  spec: unknown,
  fieldValidation: 'Strict' | 'Ignore' = 'Ignore',
): Promise<Fate> {
  const object = { ...widgetOf(spec), apiVersion: apiVersionOf(type) };
  const write = writeOf('create', object, { resource: type, fieldValidation });
  try {
    const admitted = await validate(await applyDefaults(await checkStructure(write)));
    return { spec: admitted.object!.spec };
  } catch (thrown) {
    const code = codeOf(thrown);
    if (code === undefined || code === 'todo') throw thrown;
    const { causes = [] } = (thrown as unknown as { details: StatusDetails }).details;
    const fields = new Set(causes.map(({ field }) => String(field)));
    return { code, ...(code === 'Invalid' && { fields: [...fields].sort() }) };
  }
}

const text: Schema = { type: 'string' };
const free: Schema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
const either: Schema = { 'x-kubernetes-int-or-string': true };
const embedded: Schema = { ...free, 'x-kubernetes-embedded-resource': true };
const job = { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'j' }, spec: { size: 1 } };
const invalid = (...fields: string[]): Fate => ({ code: 'Invalid', fields });

/** The fields of a spec, what is sent, and what becomes of it. */
export const examples: [properties: Record<string, Schema>, sent: object, fate: Fate, because: string][] = [
  [
    { size: text },
    { size: 'big', colour: 'red' },
    { spec: { size: 'big' } },
    'what the schema does not have is not stored',
  ],
  [
    { parts: { type: 'array', items: objectSchema({ name: text }) } },
    { parts: [{ name: 'a', x: 1 }] },
    { spec: { parts: [{ name: 'a' }] } },
    'nor in the items of a list',
  ],
  [
    { parts: { type: 'object', additionalProperties: objectSchema({ name: text }) } },
    { parts: { a: { name: 'a', x: 1 } } },
    { spec: { parts: { a: { name: 'a' } } } },
    'nor in the values of a map, whose keys are free',
  ],
  [
    { rest: free },
    { rest: { a: [{ b: 1 }] } },
    { spec: { rest: { a: [{ b: 1 }] } } },
    'the schema says that unknown fields are kept here',
  ],
  [
    { rest: { ...free, properties: { own: objectSchema({ size: text }) } } },
    { rest: { own: { size: 's', x: 1 }, other: { x: 1 } } },
    { spec: { rest: { own: { size: 's' }, other: { x: 1 } } } },
    'what is known there is cut as ever',
  ],
  [{ size: { ...text, default: 'small' } }, {}, { spec: { size: 'small' } }, 'what is missing is filled in'],
  [{ size: { ...text, default: 'small' } }, { size: '' }, { spec: { size: '' } }, 'an empty text is not missing'],
  [
    { box: objectSchema({ size: { ...text, default: 'small' } }) },
    {},
    { spec: {} },
    'where there is no box, it has no size',
  ],
  [
    { box: objectSchema({ size: { ...text, default: 'small' } }, { default: {} }) },
    {},
    { spec: { box: { size: 'small' } } },
    'a default is filled in as well',
  ],
  [
    { parts: { type: 'array', items: objectSchema({ size: { ...text, default: 'small' } }) } },
    { parts: [{}, { size: 'big' }] },
    { spec: { parts: [{ size: 'small' }, { size: 'big' }] } },
    'each item is filled in',
  ],
  [{ size: { type: 'integer' } }, { size: '3' }, invalid('spec.size'), 'a text is no number'],
  [
    { size: { type: 'integer' }, isBig: { type: 'boolean' } },
    { size: 1.5, isBig: 'yes' },
    invalid('spec.isBig', 'spec.size'),
    'of a custom kind all wrong types are told at once',
  ],
  [
    { size: { type: 'integer', minimum: 1, maximum: 5 }, color: { ...text, enum: ['red'] } },
    { size: 6, color: 'blue' },
    invalid('spec.color', 'spec.size'),
    'so are all values that must not be',
  ],
  [
    { size: { type: 'integer', minimum: 1, default: 3 } },
    {},
    { spec: { size: 3 } },
    'what was filled in is judged, and is right',
  ],
  [{ port: either }, { port: 80 }, { spec: { port: 80 } }, 'it may be a number'],
  [{ port: either }, { port: 'http' }, { spec: { port: 'http' } }, 'it may be a text'],
  [{ port: either }, { port: true }, invalid('spec.port'), 'it is neither a number nor a text'],
  [
    { template: embedded },
    { template: job },
    { spec: { template: job } },
    'an object within the object has an apiVersion, a kind and metadata',
  ],
  [
    { template: { ...embedded, 'x-kubernetes-preserve-unknown-fields': false, properties: { spec: free } } },
    { template: { ...job, x: 1 } },
    { spec: { template: job } },
    'and what else its schema has',
  ],
];

const defaulted = (schema: Schema, value: unknown) => fc.constantFrom(schema, schema, { ...schema, default: value });
const leaves = fc.oneof(
  defaulted({ type: 'string' }, 'd'),
  defaulted({ type: 'string', enum: ['d', 'e'] }, 'd'),
  defaulted({ type: 'integer' }, 1),
  defaulted({ type: 'integer', minimum: 1 }, 1),
  defaulted({ type: 'boolean' }, false),
  defaulted(either, 'd'),
  fc.constant(free),
);

/** A schema of an object, with so many levels below it. */
export function specs(depth: number): fc.Arbitrary<Schema> {
  const child = depth === 0 ? leaves : fc.oneof({ weight: 3, arbitrary: leaves }, nodes(depth - 1));
  const names = ['a', 'b', 'c'];
  return fc
    .record({
      properties: fc.dictionary(fc.constantFrom(...names), child, { minKeys: 1, maxKeys: 3 }),
      required: fc.option(fc.subarray(names, { minLength: 1, maxLength: 1 }), { nil: undefined, freq: 1 }),
    })
    .map(({ properties, required }) => {
      const own = required?.filter((name) => Object.hasOwn(properties, name)) ?? [];
      return objectSchema(properties, own.length > 0 ? { required: own } : {});
    });
}

function nodes(depth: number): fc.Arbitrary<Schema> {
  const below = specs(depth);
  return fc.oneof(
    below,
    below.map((schema) => ({ ...schema, default: {} })),
    below.map((schema) => ({ ...schema, 'x-kubernetes-preserve-unknown-fields': true })),
    below.map((items) => ({ type: 'array', items, maxItems: 2 })),
    below.map((values) => ({ type: 'object', additionalProperties: values })),
  );
}

const odd = fc.constantFrom<unknown[]>('x', 7, -7, 1.5, true, [], ['x'], {}, { z: 1 });

/** Values that mostly fit, with fields that the schema does not have here and there. */
export function valuesOf(schema: Schema): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 12, arbitrary: fitting(schema) }, odd);
}

function fitting(schema: Schema): fc.Arbitrary<unknown> {
  if (schema['x-kubernetes-int-or-string']) return fc.constantFrom<unknown>('d', 1);
  if (schema.type === 'string') return fc.constantFrom('d', 'e', 'e', 'x');
  if (schema.type === 'integer') return fc.integer({ min: 0, max: 3 });
  if (schema.type === 'boolean') return fc.boolean();
  if (schema.items) return fc.array(valuesOf(schema.items), { maxLength: 3 });
  if (typeof schema.additionalProperties === 'object') {
    return fc.dictionary(fc.constantFrom('k', 'l'), valuesOf(schema.additionalProperties));
  }
  const known = Object.entries(schema.properties ?? {}).map(([name, child]) => [name, valuesOf(child)] as const);
  const fields = { ...Object.fromEntries(known), z: odd };
  return fc.record(fields, { requiredKeys: [] });
}
