/**
 * Checks the values of a custom resource against what its schema demands beyond types: choices, patterns, bounds, sizes.
 *
 *     size: { type: 'integer', minimum: 1 }    size: 0
 *     spec.size: Invalid value: 0: spec.size in body should be greater than or equal to 1
 *
 * Left out: rules in the Common Expression Language (`x-kubernetes-validations`) and all formats but date-time and byte.
 *
 * Source: Kubernetes documentation, "Extend the Kubernetes API with CustomResourceDefinitions", "Validation".
 */
import {
  childField,
  duplicate,
  type FieldError,
  invalidValue,
  itemField,
  notSupported,
  tooLong,
  tooMany,
} from './field-errors.ts';
import { schemaUnder } from './schema.ts';
import type { Schema } from './schema-types.ts';
import { typeFault } from './value-types.ts';

/** @param field where the value stands; empty for a whole object */
export function valueErrors(schema: Schema, value: unknown, field = ''): FieldError[] {
  if (value === null || value === undefined || typeFault(schema, value, schema)) return [];
  return [...ownErrors(schema, value, field), ...partErrors(schema, value, field)];
}

function ownErrors(schema: Schema, value: unknown, field: string): FieldError[] {
  const errors: FieldError[] = [];
  const choices = schema.enum?.map((choice) => JSON.stringify(choice));
  if (choices && !choices.includes(JSON.stringify(value))) {
    errors.push(notSupported(field, value, schema.enum!.map(String)));
  }
  if (typeof value === 'string') errors.push(...textErrors(schema, value, field));
  if (typeof value === 'number') errors.push(...numberErrors(schema, value, field));
  if (Array.isArray(value)) errors.push(...listErrors(schema, value, field));
  else if (typeof value === 'object') errors.push(...mapErrors(schema, value as object, field));
  return [...errors, ...junctorErrors(schema, value, field)];
}

function partErrors(schema: Schema, value: unknown, field: string): FieldError[] {
  if (Array.isArray(value)) {
    const { items } = schema;
    return items ? value.flatMap((item, i) => valueErrors(items, item, itemField(field, i))) : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => {
    const under = schemaUnder(schema, key);
    return under ? valueErrors(under, child, childField(field, key)) : [];
  });
}

const should = (field: string, value: unknown, what: string) =>
  invalidValue(field, value, `${field} in body should ${what}`);

function textErrors({ pattern, minLength, maxLength }: Schema, value: string, field: string): FieldError[] {
  const errors: FieldError[] = [];
  const length = [...value].length;
  if (maxLength !== undefined && length > maxLength) errors.push(tooLong(field, maxLength));
  if (minLength !== undefined && length < minLength) {
    errors.push(should(field, value, `be at least ${minLength} chars long`));
  }
  if (pattern !== undefined && !matches(pattern, value)) errors.push(should(field, value, `match '${pattern}'`));
  return errors;
}

/** A pattern that JavaScript cannot read refuses nothing: its definition is at fault, not the object. */
function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(value);
  } catch {
    return true;
  }
}

function numberErrors(schema: Schema, value: number, field: string): FieldError[] {
  const { minimum, maximum, multipleOf } = schema;
  const errors: FieldError[] = [];
  if (minimum !== undefined && (schema.exclusiveMinimum ? value <= minimum : value < minimum)) {
    errors.push(should(field, value, `be greater than ${schema.exclusiveMinimum ? '' : 'or equal to '}${minimum}`));
  }
  if (maximum !== undefined && (schema.exclusiveMaximum ? value >= maximum : value > maximum)) {
    errors.push(should(field, value, `be less than ${schema.exclusiveMaximum ? '' : 'or equal to '}${maximum}`));
  }
  if (multipleOf && !Number.isInteger(value / multipleOf)) {
    errors.push(should(field, value, `be a multiple of ${multipleOf}`));
  }
  return errors;
}

function listErrors(schema: Schema, value: unknown[], field: string): FieldError[] {
  const { minItems, maxItems } = schema;
  const errors: FieldError[] = [];
  if (maxItems !== undefined && value.length > maxItems) errors.push(tooMany(field, value.length, maxItems));
  if (minItems !== undefined && value.length < minItems) {
    errors.push(should(field, value.length, `have at least ${minItems} items`));
  }
  const keys = value.map((item) => JSON.stringify(identityOf(schema, item)));
  const hasIdentity = schema.uniqueItems || /^(set|map)$/.test(schema['x-kubernetes-list-type'] ?? '');
  if (!hasIdentity) return errors;
  const repeated = keys.flatMap((key, i) => (keys.indexOf(key) < i ? [i] : []));
  return [...errors, ...repeated.map((i) => duplicate(itemField(field, i), identityOf(schema, value[i])))];
}

/** What tells the items of a list apart: the values of its keys, or the whole item. */
function identityOf(schema: Schema, item: unknown): unknown {
  const keys = schema['x-kubernetes-list-map-keys'];
  if (!keys || typeof item !== 'object' || item === null) return item;
  return Object.fromEntries(keys.map((key) => [key, (item as Record<string, unknown>)[key]]));
}

function mapErrors({ minProperties, maxProperties }: Schema, value: object, field: string): FieldError[] {
  const count = Object.keys(value).length;
  const errors: FieldError[] = [];
  if (maxProperties !== undefined && count > maxProperties) errors.push(tooMany(field, count, maxProperties));
  if (minProperties !== undefined && count < minProperties) {
    errors.push(should(field, count, `have at least ${minProperties} properties`));
  }
  return errors;
}

function junctorErrors({ allOf = [], anyOf, oneOf, not }: Schema, value: unknown, field: string): FieldError[] {
  const passes = (schema: Schema) => isValid(schema, value);
  const errors = allOf.flatMap((schema) => valueErrors(schema, value, field));
  const name = JSON.stringify(field);
  if (anyOf && !anyOf.some(passes)) {
    errors.push(invalidValue(field, value, `${name} must validate at least one schema (anyOf)`));
  }
  const count = oneOf?.filter(passes).length;
  if (count !== undefined && count !== 1) {
    const found = count === 0 ? 'Found none valid' : `Found ${count} valid alternatives`;
    errors.push(invalidValue(field, value, `${name} must validate one and only one schema (oneOf). ${found}`));
  }
  if (not && passes(not)) errors.push(invalidValue(field, value, `${name} must not validate the schema (not)`));
  return errors;
}

/** Under `anyOf`, `oneOf` and `not`, a missing field counts too. */
function isValid(schema: Schema, value: unknown): boolean {
  if (typeFault(schema, value, schema)) return false;
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (isObject && schema.required?.some((key) => (value as Record<string, unknown>)[key] === undefined)) return false;
  return valueErrors(schema, value).length === 0;
}
