/**
 * The strategic merge patch: a patch that looks like the object, and goes into its lists.
 *
 *     object                             patch                             merged
 *     containers:                        containers:                       containers:
 *     - name: web                        - name: web                       - name: web
 *       image: nginx:1.26                  image: nginx:1.27                 image: nginx:1.27
 *     - name: log                                                          - name: log
 *
 * A merge patch would have left one container. Here the schema says that containers are told apart by their name. What a
 * patch cannot say by looking like the object, it says by directives, in fields that begin with `$`:
 *
 *     $patch: replace                     in a map: the map is this. In a list, as an item of its own: so is the list
 *     $patch: delete                      in a map: the map goes. In an item: the item with this key goes
 *     $retainKeys: [type]                 in a map: only these fields stay
 *     $deleteFromPrimitiveList/args: [x]  beside a list of plain values: these go from it
 *     $setElementOrder/containers: […]    beside a list: its items stand in this order
 *
 * Source: Kubernetes documentation, "Update API Objects in Place Using kubectl patch"; the design document
 * "Strategic Merge Patch" of the Kubernetes community for the directives.
 */
import type { KubernetesObject } from '#kit/objects.ts';
import type { FieldRules } from './field-rules.ts';
//: solution

import { badRequest } from '#kit/kubernetes/status.ts';
import { inElementOrder } from './element-order.ts';
import { isMap, type JsonMap } from './json-map.ts';
//: end

/**
 * The object with the patch merged into it; the object itself stays as it is. In a map,
 *
 *  - a field that is null in the patch goes;
 *  - a map is merged into the map that is there, or into an empty one;
 *  - a list whose rule is merged: its items are merged into the items that are there (by the merge key, or as a set of
 *    plain values), new ones behind; then put in order, if the patch gives one. Other lists are replaced;
 *  - everything else is replaced.
 *
 * No directive is left in the result, and all that it puts there, in a map that is new or replaced as well, goes by these
 * rules. A field of any name is a field, `__proto__` too. An order is kept where the patch gives one, also where it does not
 * name the list itself; what it does to a list that is replaced is left to you.
 *
 * @throws {Failure} `BadRequest` where an item of a merged list lacks the merge key, or a directive has an unknown value: a
 *   `$patch` of another name, or `delete` for the whole object; one of the others that is no list
 */
export function strategicMerge(object: KubernetesObject, patch: object, rules: FieldRules): KubernetesObject {
  //: todo 5.7 Walk the patch, not the object: map by map, and by the rules of the schema list by list.
  return mergeMap(object, patch as JsonMap, [], rules) as KubernetesObject;
  //: end
}
//: solution

/** A field may be called `__proto__`, which is one like any other in this map, and not in an object. */
type FieldMap = Map<string, unknown>;

function mergeMap(before: JsonMap, patch: JsonMap, path: string[], rules: FieldRules): JsonMap {
  const base = baseOf(before, patch);
  const result: FieldMap = new Map(base);
  for (const [field, value] of Object.entries(patch)) {
    if (field.startsWith('$')) continue;
    if (value === null || (isMap(value) && value.$patch === 'delete')) result.delete(field);
    else result.set(field, mergeValue(base.get(field), value, [...path, field], rules));
  }
  doListDirectives(result, base, patch, path, rules);
  return Object.fromEntries(result);
}

/** What the fields of the patch are merged into. */
function baseOf(before: JsonMap, { $patch = 'merge', $retainKeys }: JsonMap): FieldMap {
  const fields = Object.entries(before);
  if ($patch === 'replace') return new Map();
  if ($patch !== 'merge') throw unknownValue('$patch', $patch);
  if ($retainKeys === undefined) return new Map(fields);
  const retained = new Set(listIn('$retainKeys', $retainKeys));
  return new Map(fields.filter(([field]) => retained.has(field)));
}

function listIn(directive: string, value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  throw unknownValue(directive, value);
}

function unknownValue(directive: string, value: unknown): Error {
  return badRequest(`invalid value for the directive ${directive}: ${JSON.stringify(value)}`);
}

function mergeValue(before: unknown, value: unknown, path: string[], rules: FieldRules): unknown {
  if (isMap(value)) return mergeMap(isMap(before) ? before : {}, value, path, rules);
  if (!Array.isArray(value)) return value;
  const { isMerged, mergeKey } = rules(path);
  if (!isMerged) return value;
  const list = Array.isArray(before) ? before : [];
  return mergeKey === '' ? [...new Set([...list, ...value])] : mergeItems(list, value, mergeKey, path, rules);
}

function mergeItems(before: unknown[], patch: unknown[], key: string, path: string[], rules: FieldRules): unknown[] {
  const isReplace = (item: unknown) => isMap(item) && item.$patch === 'replace';
  const result = patch.some(isReplace) ? [] : [...before];
  const places = new Map<unknown, number>();
  for (const [place, item] of result.entries()) {
    if (keyed(item, key) && !places.has(item[key])) places.set(item[key], place);
  }
  for (const item of patch) {
    if (isReplace(item) && !keyed(item, key)) continue;
    if (!keyed(item, key)) throw badRequest(`an item of ${path.join('.')} does not contain the merge key: ${key}`);
    const at = places.get(item[key]);
    if (item.$patch === 'delete') {
      if (at !== undefined) result[at] = undefined;
      places.delete(item[key]);
    } else if (at === undefined) {
      places.set(item[key], result.length);
      result.push(mergeMap({}, item, path, rules));
    } else result[at] = mergeMap(result[at] as JsonMap, item, path, rules);
  }
  return result.filter((item) => item !== undefined);
}

function keyed(item: unknown, key: string): item is JsonMap {
  return isMap(item) && item[key] !== undefined;
}

/** The directives that stand beside a list and speak about it. */
function doListDirectives(result: FieldMap, base: FieldMap, patch: JsonMap, path: string[], rules: FieldRules): void {
  for (const [directive, value] of Object.entries(patch)) {
    const [name, field] = splitDirective(directive);
    if (name !== '$deleteFromPrimitiveList' && name !== '$setElementOrder') continue;
    const values = listIn(directive, value);
    const [list, before] = [result.get(field), base.get(field)];
    if (!Array.isArray(list)) continue;
    const named = new Set(values);
    const left = list.filter((item) => !named.has(item));
    const { mergeKey } = rules([...path, field]);
    const inOrder = () => inElementOrder(list, values, Array.isArray(before) ? before : [], mergeKey);
    result.set(field, name === '$setElementOrder' ? inOrder() : left);
  }
}

function splitDirective(directive: string): [name: string, field: string] {
  const slash = directive.indexOf('/');
  return slash < 0 ? [directive, ''] : [directive.slice(0, slash), directive.slice(slash + 1)];
}
//: end
