/** Rule A53: custom objects by the schema of their version. */
import { resourcesOf } from '#api-server/custom-resources.ts';
import type { ResourceType } from '#kit/kubernetes/resources.ts';
import type { Schema } from '#kit/kubernetes/schema-types.ts';
import { type DeclareTest, fc, show } from '../../judge/exercise.ts';
import { faultsByTheBook, fitOf, storedOf } from './custom-object-model.ts';
import { examples, type Fate, fateOf, specs, valuesOf } from './custom-objects.ts';
import { definitionOf, established, objectSchema, specSchema, versionOf } from './definition-hand.ts';

/** The types of v1 and v2 with these schemas; v2 is the one that is stored. */
function typesWith(v1: Schema, v2: Schema): ResourceType[] {
  const versions = [
    versionOf('v1', { schema: { openAPIV3Schema: v1 } }),
    versionOf('v2', { schema: { openAPIV3Schema: v2 }, storage: true }),
  ];
  return resourcesOf(established(definitionOf({ versions })));
}

const other = specSchema({ other: { type: 'string' } });

/** What must become of a spec. */
function fateByTheBook(schema: Schema, spec: unknown, fieldValidation: 'Strict' | 'Ignore'): Fate {
  const invalid = (fields: string[]): Fate => ({ code: 'Invalid', fields: [...new Set(fields)].sort() });
  const { wrong, unknown } = fitOf(schema, spec, 'spec');
  if (wrong.length > 0) return invalid(wrong);
  if (unknown.length > 0 && fieldValidation === 'Strict') return { code: 'BadRequest' };
  const stored = storedOf(schema, spec);
  const faults = faultsByTheBook(schema, stored, 'spec');
  return faults.length > 0 ? invalid(faults) : { spec: stored };
}

export function declareCustomObjectTests(test: DeclareTest): void {
  test('A53', 'an object is cut, filled in and judged by its schema', async (t) => {
    await t.forEach(examples, async ([properties, spec, fate, because]) => {
      t.step(`v1 has a spec with ${show(properties)}`);
      t.step(`create a Widget in v1 with the spec ${show(spec)}`);
      const [type] = typesWith(specSchema(properties), other);
      t.equal(await fateOf(type, spec), fate, because);
    });
  });

  test('A53', 'it is the schema of the version that is asked for', async (t) => {
    const v1 = specSchema({ size: { type: 'integer', maximum: 5, default: 1 } });
    const v2 = specSchema({ size: { type: 'string' }, color: { type: 'string', default: 'red' } });
    const cases: [version: number, spec: object, fate: Fate, because: string][] = [
      [1, {}, { spec: { size: 1 } }, 'v1 has a default for the size'],
      [2, {}, { spec: { color: 'red' } }, 'v2 has one for the color'],
      [1, { size: 3, color: 'blue' }, { spec: { size: 3 } }, 'v1 has no color'],
      [2, { size: 'big', color: 'blue' }, { spec: { size: 'big', color: 'blue' } }, 'v2 has one'],
      [1, { size: 'big' }, { code: 'Invalid', fields: ['spec.size'] }, 'in v1 the size is a number'],
      [2, { size: 3 }, { code: 'Invalid', fields: ['spec.size'] }, 'in v2 it is a text'],
      [1, { size: 6 }, { code: 'Invalid', fields: ['spec.size'] }, 'in v1 it is 5 at most'],
    ];
    await t.forEach(cases, async ([version, spec, fate, because]) => {
      t.step(`v1 has the schema ${show(v1)}`);
      t.step(`v2 has the schema ${show(v2)}, and is stored`);
      t.step(`create a Widget in v${version} with the spec ${show(spec)}`);
      t.equal(await fateOf(typesWith(v1, v2)[version - 1], spec), fate, because);
    });
  });

  test('A53', 'any object under any schema', async (t) => {
    const cases = specs(2).chain((schema) =>
      fc.record({
        schema: fc.constant(schema),
        spec: valuesOf(schema),
        fieldValidation: fc.constantFrom<('Strict' | 'Ignore')[]>('Ignore', 'Ignore', 'Strict'),
      }),
    );
    await t.forAll(
      cases,
      async ({ schema, spec, fieldValidation }) => {
        t.step(`the spec of v1 has the schema ${show(schema)}`);
        t.step(`create a Widget in v1 with the spec ${show(spec)}, fieldValidation=${fieldValidation}`);
        const [type] = typesWith(objectSchema({ spec: schema }), other);
        const expected = fateByTheBook(schema, spec, fieldValidation);
        const because = 'first the types, then what is unknown, then what is missing, then what must not be';
        t.equal(await fateOf(type, spec, fieldValidation), expected, because);
      },
      { runs: 80 },
    );
  });
}
