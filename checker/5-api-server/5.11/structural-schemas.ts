/** Rule A52: schemas that are structural and schemas that are not, and what is wrong with each by the text. */
import type { Schema } from '#kit/kubernetes/schema-types.ts';
import { fc } from '../../judge/exercise.ts';
import { objectSchema } from './definition-hand.ts';

const text: Schema = { type: 'string' };
const free: Schema = { 'x-kubernetes-preserve-unknown-fields': true };
const either: Schema = { 'x-kubernetes-int-or-string': true };

/** A schema, and the fields that are wrong, as behind `schema.`. */
export const schemaCases: [schema: Schema, fields: string[], because: string][] = [
  [objectSchema({ size: { type: 'integer' } }), [], 'every field says what it is'],
  [{ properties: { size: text } }, ['type'], 'the root says nothing of itself'],
  [{ type: 'string' }, ['type'], 'the root is an object'],
  [{ ...free }, ['type'], 'the root needs a type, whatever else is said'],
  [{ ...free, type: 'object' }, [], 'an object that keeps what nobody knows is still an object'],
  [objectSchema({ size: { minimum: 1 } }), ['properties[size].type'], 'size may be anything'],
  [objectSchema({ size: { type: 'int' } }), ['properties[size].type'], 'there is no such type'],
  [objectSchema({ size: { type: 'number' }, isBig: { type: 'boolean' } }), [], 'these are types'],
  [objectSchema({ size: either }), [], 'int-or-string stands for a type'],
  [objectSchema({ rest: free }), [], 'what keeps unknown fields may be anything'],
  [
    objectSchema({ rest: { 'x-kubernetes-preserve-unknown-fields': false } }),
    ['properties[rest].type'],
    'false says nothing',
  ],
  [
    objectSchema({ rest: { ...free, properties: { size: {} } } }),
    ['properties[rest].properties[size].type'],
    'what is below it is looked at, too',
  ],
  [objectSchema({ list: { type: 'array' } }), ['properties[list].items'], 'of what?'],
  [objectSchema({ list: { type: 'array', items: text } }), [], 'a list of texts'],
  [objectSchema({ list: { type: 'array', items: {} } }), ['properties[list].items.type'], 'items are looked at, too'],
  [
    objectSchema({ list: { type: 'array', items: objectSchema({ name: {} }) } }),
    ['properties[list].items.properties[name].type'],
    'a path leads through the items',
  ],
  [objectSchema({ map: { type: 'object', additionalProperties: text } }), [], 'a map of texts'],
  [objectSchema({ map: { type: 'object', additionalProperties: true } }), [], 'a map of anything'],
  [
    objectSchema({ map: { type: 'object', additionalProperties: { enum: ['a'] } } }),
    ['properties[map].additionalProperties.type'],
    'the values of a map are looked at, too',
  ],
  [
    objectSchema({ map: objectSchema({ a: text }, { additionalProperties: text }) }),
    ['properties[map].additionalProperties'],
    'it is a map, or it has fields',
  ],
  [
    objectSchema({ map: objectSchema({ a: text }, { additionalProperties: true }) }),
    ['properties[map].additionalProperties'],
    'it is a map of anything, or it has fields',
  ],
  [
    objectSchema({ map: objectSchema({ a: text }, { additionalProperties: false }) }),
    ['properties[map].additionalProperties'],
    'what is not among its fields is unknown anyway',
  ],
  [objectSchema({ size: { ...text, $ref: '#/size' } }), ['properties[size].$ref'], 'a schema stands for itself'],
  [
    objectSchema({ list: { type: 'array', items: text, uniqueItems: true } }),
    ['properties[list].uniqueItems'],
    'nobody would want to compare all with all',
  ],
  [objectSchema({ list: { type: 'array', items: text, uniqueItems: false } }), [], 'false is what it is anyway'],
  [
    objectSchema({ 'a.b': {} }),
    ['properties[a.b].type'],
    'names stand in brackets, since there may be a point in them',
  ],
  [objectSchema({ size: { ...either, anyOf: [{ type: 'integer' }, {}] } }), [], 'what stands under anyOf only judges'],
  [objectSchema({ size: { ...text, not: { properties: { a: {} } } } }), [], 'what stands under not only judges'],
  [
    objectSchema({ size: { ...text, allOf: [{}], oneOf: [{ minLength: 1 }, { uniqueItems: true }] } }),
    [],
    'allOf and oneOf only judge',
  ],
  [
    objectSchema({ a: {}, b: { type: 'array' }, c: { type: 'array', items: { $ref: '#/a' }, uniqueItems: true } }),
    [
      'properties[a].type',
      'properties[b].items',
      'properties[c].uniqueItems',
      'properties[c].items.type',
      'properties[c].items.$ref',
    ],
    'all faults are told at once',
  ],
];

const leaf = fc.record({
  type: fc.constantFrom(undefined, 'string', 'integer', 'int', 'object', 'array'),
  'x-kubernetes-int-or-string': fc.constantFrom(undefined, undefined, true),
  'x-kubernetes-preserve-unknown-fields': fc.constantFrom(undefined, undefined, true),
  uniqueItems: fc.constantFrom(undefined, undefined, true, false),
  $ref: fc.constantFrom(undefined, undefined, undefined, '#/a'),
});

/** Schemas at random, of which most are not structural. */
export const schemas: fc.Arbitrary<Schema> = schemasUpTo(3);

function schemasUpTo(depth: number): fc.Arbitrary<Schema> {
  if (depth === 0) return leaf.map(withoutMissing);
  const below = schemasUpTo(depth - 1);
  const maybe = <T>(each: fc.Arbitrary<T>) => fc.option(each, { nil: undefined, freq: 1 });
  return fc
    .record({
      own: leaf,
      properties: maybe(fc.dictionary(fc.constantFrom('a', 'b', 'c.d'), below, { minKeys: 1, maxKeys: 2 })),
      items: maybe(below),
      additionalProperties: maybe(fc.oneof({ weight: 4, arbitrary: below }, { weight: 1, arbitrary: fc.boolean() })),
      anyOf: maybe(fc.array(leaf.map(withoutMissing), { minLength: 1, maxLength: 2 })),
    })
    .map(({ own, ...rest }) => withoutMissing({ ...own, ...rest }));
}

function withoutMissing<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;
}

/** The fields that are wrong, each once, as the text says it. */
export function structuralFaultsByTheBook(schema: Schema, field: string, isRoot = true): string[] {
  const faults = new Set<string>();
  const mayBeAnything =
    schema['x-kubernetes-int-or-string'] === true || schema['x-kubernetes-preserve-unknown-fields'] === true;
  const known = ['array', 'boolean', 'integer', 'number', 'object', 'string'];
  if (schema.type === undefined ? isRoot || !mayBeAnything : !known.includes(schema.type)) faults.add(`${field}.type`);
  if (isRoot && schema.type !== 'object') faults.add(`${field}.type`);
  if (schema.type === 'array' && !schema.items) faults.add(`${field}.items`);
  if (schema.properties && schema.additionalProperties !== undefined) faults.add(`${field}.additionalProperties`);
  if (schema.$ref !== undefined) faults.add(`${field}.$ref`);
  if (schema.uniqueItems) faults.add(`${field}.uniqueItems`);
  const below: [string, Schema][] = Object.entries(schema.properties ?? {}).map(([name, child]) => [
    `properties[${name}]`,
    child,
  ]);
  if (schema.items) below.push(['items', schema.items]);
  if (typeof schema.additionalProperties === 'object')
    below.push(['additionalProperties', schema.additionalProperties]);
  for (const [name, child] of below) {
    for (const fault of structuralFaultsByTheBook(child, `${field}.${name}`, false)) faults.add(fault);
  }
  return [...faults];
}
