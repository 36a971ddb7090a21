/**
 * Given: how the fields of a kind are merged, as its schema says. A field is named by the fields above it; the place of an
 * item in a list is no part of that.
 *
 *     rules(['spec', 'template', 'spec', 'containers'])     { isMerged: true, mergeKey: 'name', listType: 'map', … }
 *     rules(['metadata', 'finalizers'])                     { isMerged: true, mergeKey: '', listType: 'set', … }
 *     rules(['spec', 'containers', 'command'])              { isMerged: false, listType: 'atomic', … }
 */
import { resolve, schemaOf } from '#kit/kubernetes/definitions.ts';
import { fieldSchema, itemSchema, type MergeFacts, mergeFactsOf } from '#kit/kubernetes/merge-keys.ts';
import type { ResourceType } from '#kit/kubernetes/resources.ts';
import type { Schema } from '#kit/kubernetes/schema-types.ts';

/** A field that no schema knows is replaced as a whole if it is a list, and merged if it is a map. */
export type FieldRules = (path: readonly string[]) => MergeFacts;

/** Paths come from clients, who can think of any number of them. */
const rememberedMax = 10_000;

export function fieldRulesOf(type: ResourceType): FieldRules {
  const remembered = new Map<string, MergeFacts>();
  const root = schemaOf(type);
  return (path) => {
    const name = path.join('/');
    const facts = remembered.get(name) ?? mergeFactsOf(schemaAt(root, path) ?? {});
    if (remembered.size < rememberedMax) remembered.set(name, facts);
    return facts;
  };
}

function schemaAt(root: Schema, path: readonly string[]): Schema | undefined {
  let at: Schema | undefined = root;
  for (const field of path) at = at && fieldSchema(innermost(at), field);
  return at;
}

/** Of a list its items, through any number of lists; of anything else the schema itself. */
function innermost(schema: Schema): Schema {
  const items = itemSchema(schema);
  return items ? innermost(items) : resolve(schema);
}
