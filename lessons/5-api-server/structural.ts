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
import { todo } from '#kit/todo.ts';

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
  todo('5.11', 'Look at the node, then go down into properties, items and additionalProperties.');
}
