/**
 * How a config goes into an object, and how fields go out of it, by the rules of the schema.
 *
 *     merge      map into map, item into the item with its keys, value into its set; all else takes the place of what was there
 *     remove     a field, an item by its keys, a value from its set; a map or a list that is empty then goes with it
 */
import type { KubernetesObject } from '#kit/objects.ts';
import { todo } from '#kit/todo.ts';
import type { FieldRules } from './field-rules.ts';
import type { FieldPath } from './field-set.ts';

/** The live object with a config in it. Items and values that are new stand behind the others. */
export function mergeApplied(live: KubernetesObject, config: KubernetesObject, rules: FieldRules): KubernetesObject {
  todo('5.12', 'Walk the config beside the object.');
}

/**
 * The object without some of its fields. A field goes with all that is in it, also with what nobody has.
 *
 * @param kept fields that somebody still has: a map, a list or an item in which there is one of them stays
 */
export function withoutFields(
  object: KubernetesObject,
  paths: readonly FieldPath[],
  kept: ReadonlySet<FieldPath>,
  rules: FieldRules,
): KubernetesObject {
  todo(
    '5.12',
    'Grow a tree of what goes, and walk it beside the object. What tells an item apart stays as long as the item.',
  );
}
