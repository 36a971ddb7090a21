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
 * No directive is left in the result.
 *
 * @throws {Failure} `BadRequest` where an item of a merged list lacks the merge key, or a directive has an unknown value
 */
export function strategicMerge(object: KubernetesObject, patch: object, rules: FieldRules): KubernetesObject {
  //: todo 5.7 Walk the patch, not the object: map by map, and by the rules of the schema list by list.
  return mergeMap(object, patch as JsonMap, [], rules) as KubernetesObject;
  //: end
}
//: solution

function mergeMap(before: JsonMap, patch: JsonMap, path: string[], rules: FieldRules): JsonMap {
  const base = baseOf(before, patch);
  const result = { ...base };
  for (const [field, value] of Object.entries(patch)) {
    if (field.startsWith('$')) continue;
    if (value === null || (isMap(value) && value.$patch === 'delete')) delete result[field];
    else result[field] = mergeValue(base[field], value, [...path, field], rules);
  }
  return withListDirectives(result, base, patch, path, rules);
}

/** What the fields of the patch are merged into. */
function baseOf(before: JsonMap, { $patch = 'merge', $retainKeys }: JsonMap): JsonMap {
  if ($patch === 'replace') return {};
  if ($patch !== 'merge') throw badRequest(`invalid value for the directive $patch: ${JSON.stringify($patch)}`);
  if (!Array.isArray($retainKeys)) return before;
  const retained = new Set($retainKeys);
  return Object.fromEntries(Object.entries(before).filter(([field]) => retained.has(field)));
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
function withListDirectives(
  result: JsonMap,
  base: JsonMap,
  patch: JsonMap,
  path: string[],
  rules: FieldRules,
): JsonMap {
  for (const [directive, values] of Object.entries(patch)) {
    const [name, field] = splitDirective(directive);
    const list = result[field];
    if (!Array.isArray(values) || !Array.isArray(list)) continue;
    const named = new Set(values);
    if (name === '$deleteFromPrimitiveList') result[field] = list.filter((item) => !named.has(item));
    if (name !== '$setElementOrder') continue;
    const { mergeKey } = rules([...path, field]);
    result[field] = inElementOrder(list, values, Array.isArray(base[field]) ? base[field] : [], mergeKey);
  }
  return result;
}

function splitDirective(directive: string): [name: string, field: string] {
  const slash = directive.indexOf('/');
  return slash < 0 ? [directive, ''] : [directive.slice(0, slash), directive.slice(slash + 1)];
}
//: end
