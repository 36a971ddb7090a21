/**
 * Which schemas a CustomResourceDefinition may bring: structural ones, which say of every field what it is. Without that,
 * nobody could tell an unknown field from a known one, or write a default.
 *
 *     properties: { size: { type: 'integer' } }       structural, with `type: object` beside it
 *     properties: { size: { minimum: 1 } }            not: size may be anything
 *
 * Source: Kubernetes documentation, "Extend the Kubernetes API with CustomResourceDefinitions", "Specifying a structural
 * schema".
 */
import type { FieldError } from '#kit/kubernetes/field-errors.ts';
import type { Schema } from '#kit/kubernetes/schema-types.ts';
//: solution

import { childField, forbiddenField, itemField, notSupported, required } from '#kit/kubernetes/field-errors.ts';
//: end

/**
 * What keeps a schema from being structural, each by the field that is wrong or missing:
 *
 *  - `type`: required everywhere, but where `x-kubernetes-int-or-string` or `x-kubernetes-preserve-unknown-fields` is true;
 *    one of array, boolean, integer, number, object, string. At the root it is object, and required whatever else is said;
 *  - a list has `items`;
 *  - `properties` and `additionalProperties`, be it true or false, do not stand side by side: the second is the fault;
 *  - `$ref` and `uniqueItems: true` are forbidden.
 *
 * What stands under allOf, anyOf, oneOf and not only judges values, so nothing is asked of it.
 *
 * @param field of the schema itself, as in `spec.versions[0].schema.openAPIV3Schema`
 */
export function structuralSchemaFaults(schema: Schema, field: string, isRoot = true): FieldError[] {
  //: todo 5.11 Look at the node, then go down into properties, items and additionalProperties.
  const { properties = {}, additionalProperties, items } = schema;
  const below = Object.entries(properties).flatMap(([name, child]) =>
    structuralSchemaFaults(child, itemField(childField(field, 'properties'), name), false),
  );
  const inItems = items ? structuralSchemaFaults(items, childField(field, 'items'), false) : [];
  const inMap =
    typeof additionalProperties === 'object'
      ? structuralSchemaFaults(additionalProperties, childField(field, 'additionalProperties'), false)
      : [];
  return [...nodeFaults(schema, field, isRoot), ...below, ...inItems, ...inMap];
  //: end
}
//: solution

const types = ['array', 'boolean', 'integer', 'number', 'object', 'string'];

function nodeFaults(schema: Schema, field: string, isRoot: boolean): FieldError[] {
  const { type, items, properties, additionalProperties, uniqueItems, $ref } = schema;
  const isFree = schema['x-kubernetes-int-or-string'] || schema['x-kubernetes-preserve-unknown-fields'];
  const at = (name: string) => childField(field, name);
  const faults: FieldError[] = [];
  if (type === undefined && (isRoot || !isFree)) {
    faults.push(
      required(at('type'), isRoot ? 'must not be empty at the root' : 'must not be empty for specified fields'),
    );
  }
  if (type !== undefined && !types.includes(type)) faults.push(notSupported(at('type'), type, types));
  if (isRoot && type !== undefined && type !== 'object') faults.push(notSupported(at('type'), type, ['object']));
  if (type === 'array' && !items) faults.push(required(at('items'), 'must be specified'));
  if (properties && additionalProperties !== undefined) {
    faults.push(forbiddenField(at('additionalProperties'), 'additionalProperties and properties are mutual exclusive'));
  }
  if ($ref !== undefined) faults.push(forbiddenField(at('$ref'), '$ref is not supported'));
  if (uniqueItems) faults.push(forbiddenField(at('uniqueItems'), 'uniqueItems cannot be set to true'));
  return faults;
}
//: end
