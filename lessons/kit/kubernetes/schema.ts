/**
 * Checks a value against a schema: what is there that must not be, what has the wrong type, what is missing.
 *
 *     { spec: { replica: 3, template: "x" } }      of a Deployment
 *       unknown   spec.replica
 *       wrong     spec.template     a string where an object must be
 *       missing   spec.selector
 *
 * A field that is null counts as not there, as it does for Go's decoder. One call walks the value once, whatever it finds.
 *
 * Source: Kubernetes documentation, "Kubernetes API Concepts", "Field validation"; the texts are those of its decoder.
 */
import { referredName, resolve, withObjectFields } from './definitions.ts';
import { childField, type FieldError, itemField, required, wrongType } from './field-errors.ts';
import type { Schema } from './schema-types.ts';
import { type TypeFault, typeFault } from './value-types.ts';

export interface StructuralFaults {
  /** As in `spec.template.spec.containers[0].imagee`, in the order of the object. */
  unknown: string[];
  wrong: WrongValue[];
  /** `Required value`, each. */
  missing: FieldError[];
}

export interface WrongValue {
  field: string;
  /** What Go's decoder would say, as in `json: cannot unmarshal string into … of type int32`. */
  text: string;
  /** The same for an answer that lists faults by their fields. */
  error: FieldError;
}

/** Where the walk is. */
interface Place {
  schema: Schema;
  value: unknown;
  /** As people read it, with the places in lists. */
  field: string;
  /** As Go's decoder says it: the type that holds the field, and the path without places in lists. */
  owner: string;
  path: string;
}

export function structuralFaults(schema: Schema, value: unknown, owner = ''): StructuralFaults {
  const faults: StructuralFaults = { unknown: [], wrong: [], missing: [] };
  walk({ schema, value, field: '', owner, path: '' }, faults);
  return faults;
}

function walk(place: Place, faults: StructuralFaults): void {
  if (place.value === null || place.value === undefined) return;
  const schema = resolve(place.schema);
  const fault = typeFault(schema, place.value, place.schema);
  if (fault !== undefined) {
    faults.wrong.push(wrongValue(place, fault));
  } else if (Array.isArray(place.value)) {
    walkItems(place, schema, faults);
  } else if (typeof place.value === 'object') {
    walkFields(place, schema, faults);
  }
}

function walkItems(place: Place, { items }: Schema, faults: StructuralFaults): void {
  if (!items) return;
  for (const [i, value] of (place.value as unknown[]).entries()) {
    const item: Place = { ...place, schema: items, value, field: itemField(place.field, i) };
    const fault = value === null && !items.nullable ? typeFault(resolve(items), value, items) : undefined;
    // A field that is null is not there; an item of a list that is null is there, and has no type.
    if (fault !== undefined) faults.wrong.push(wrongValue(item, fault));
    else walk(item, faults);
  }
}

function walkFields(place: Place, given: Schema, faults: StructuralFaults): void {
  const schema = given['x-kubernetes-embedded-resource'] ? withObjectFields(given) : given;
  const name = referredName(place.schema);
  const owner = name === '' ? place.owner : name.slice(name.lastIndexOf('.') + 1);
  const value = place.value as Record<string, unknown>;
  for (const [key, child] of Object.entries(value)) {
    const field = childField(place.field, key);
    const under = schemaUnder(schema, key);
    // The keys of a map are no fields to Go's decoder.
    const path = Object.hasOwn(schema.properties ?? {}, key) ? childField(place.path, key) : place.path;
    if (under === undefined) faults.unknown.push(field);
    else if (under !== anything) walk({ schema: under, value: child, field, owner, path }, faults);
  }
  for (const key of schema.required ?? []) {
    if (value[key] === undefined || value[key] === null) faults.missing.push(required(childField(place.field, key)));
  }
}

/** A schema that nothing contradicts. */
export const anything: Schema = { 'x-kubernetes-preserve-unknown-fields': true };

/** The schema of a field; nothing for a field that must not be. */
export function schemaUnder(schema: Schema, key: string): Schema | undefined {
  if (schema.properties && Object.hasOwn(schema.properties, key)) return schema.properties[key];
  if (typeof schema.additionalProperties === 'object') return schema.additionalProperties;
  const isOpen = schema['x-kubernetes-preserve-unknown-fields'] === true || schema.additionalProperties === true;
  return isOpen ? anything : undefined;
}

function wrongValue({ field, owner, path }: Place, fault: TypeFault): WrongValue {
  const where = path === '' ? 'Go value' : `Go struct field ${owner}.${path}`;
  const text = fault.go.replace('%s', where);
  const detail = `${field} in body must be of type ${fault.type}: ${JSON.stringify(fault.found)}`;
  return { field, text, error: wrongType(field, fault.found, detail) };
}
