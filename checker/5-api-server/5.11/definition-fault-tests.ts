/** Rule A52: definitions that cannot be served are refused with every fault by its field. */
import { definitionFaults } from '#api-server/custom-resources.ts';
import { structuralSchemaFaults } from '#api-server/structural.ts';
import type { FieldError } from '#kit/kubernetes/field-errors.ts';
import { type DeclareTest, show } from '../../judge/exercise.ts';
import { definitionCases } from './definition-faults.ts';
import { stepDefinition } from './definition-hand.ts';
import { schemaCases, schemas, structuralFaultsByTheBook } from './structural-schemas.ts';

/** Each field once, sorted: a field may be wrong for two reasons. */
function fieldsOf(faults: readonly FieldError[]): string[] {
  return [...new Set(faults.map(({ field }) => field))].sort();
}

/** What comes first: the name, then the versions together, then each version. */
function rankOf({ field }: FieldError): number {
  return ['metadata.name', 'spec.versions'].includes(field) ? ['metadata.name', 'spec.versions'].indexOf(field) : 2;
}

export function declareFaultTests(test: DeclareTest): void {
  test('A52', 'a schema must say of every field what it is', async (t) => {
    await t.forEach(schemaCases, ([schema, fields, because]) => {
      t.step(`structuralSchemaFaults(${show(schema)}, "schema")`);
      const expected = fields.map((field) => `schema.${field}`).sort();
      t.equal(fieldsOf(structuralSchemaFaults(schema, 'schema')), expected, because);
    });
  });

  test('A52', 'every fault of a schema is told, wherever it is', async (t) => {
    await t.forAll(schemas, (schema) => {
      t.step(`structuralSchemaFaults(${show(schema)}, "schema")`);
      const expected = structuralFaultsByTheBook(schema, 'schema').sort();
      t.equal(fieldsOf(structuralSchemaFaults(schema, 'schema')), expected, 'these fields are wrong, or missing');
    });
  });

  test('A52', 'every fault of a definition is told by its field', async (t) => {
    await t.forEach(definitionCases, ([definition, fields, because]) => {
      stepDefinition(t, definition, true);
      const faults = definitionFaults(definition);
      t.equal(fieldsOf(faults), [...fields].sort(), because);
      const ranks = faults.map(rankOf);
      t.equal(ranks, [...ranks].sort(), 'the name comes first, then the versions together, then each version');
    });
  });
}
