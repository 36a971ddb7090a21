/**
 * How a config goes into an object, and how fields go out of it, by the rules of the schema.
 *
 *     merge      map into map, item into the item with its keys, value into its set; all else takes the place of what was there
 *     remove     a field, an item by its keys, a value from its set; a map or a list that is empty then goes with it
 */
import type { KubernetesObject } from '#kit/objects.ts';
import type { FieldRules } from './field-rules.ts';
import type { FieldPath } from './field-set.ts';
//: solution

import { keyStep } from './field-set.ts';
import { isMap, without } from './json-map.ts';
import { sameValue } from './json-value.ts';
//: end

/** The live object with a config in it. Items and values that are new stand behind the others. */
export function mergeApplied(live: KubernetesObject, config: KubernetesObject, rules: FieldRules): KubernetesObject {
  //: todo 5.12 Walk the config beside the object.
  return mergeValue(live, config, [], rules) as KubernetesObject;
  //: end
}

/**
 * The object without some of its fields.
 *
 * @param kept fields that somebody still has: a map, a list or an item in which there is one of them stays
 */
export function withoutFields(
  object: KubernetesObject,
  paths: readonly FieldPath[],
  kept: ReadonlySet<FieldPath>,
  rules: FieldRules,
): KubernetesObject {
  //: todo 5.12 The shortest paths first: with an item all goes that is in it. What tells an item apart stays as long as the item.
  const isKept = (path: FieldPath) => kept.has(path) || [...kept].some((other) => other.startsWith(`${path}\n`));
  const given = paths.map((path) => path.split('\n')).filter((steps) => !isKept(steps.join('\n')) && !isKey(steps));
  const sorted = given.sort((a, b) => a.length - b.length);
  return sorted.reduce<unknown>(
    (result, steps) => removed(result, steps, [], { rules, kept }),
    object,
  ) as KubernetesObject;
  //: end
}
//: solution

/** Whether the path is one of the fields by which its item is found. */
function isKey(steps: string[]): boolean {
  const [item, field] = steps.slice(-2);
  return item.startsWith('k:') && Object.hasOwn(JSON.parse(item.slice(2)), field.slice(2));
}

function mergeValue(live: unknown, config: unknown, names: string[], rules: FieldRules): unknown {
  if (isMap(config)) {
    if (!isMap(live) || rules(names).isAtomicMap) return config;
    const fields = Object.entries(config).map(([name, value]) => [
      name,
      mergeValue(live[name], value, [...names, name], rules),
    ]);
    return { ...live, ...Object.fromEntries(fields) };
  }
  if (!Array.isArray(config) || !Array.isArray(live)) return config;
  const { listType, applyKeys } = rules(names);
  if (listType === 'atomic') return config;
  if (listType === 'set') return [...live, ...config.filter((item) => !live.some((other) => sameValue(item, other)))];
  return mergeItems(live, config, names, rules, applyKeys);
}

function mergeItems(live: unknown[], config: unknown[], names: string[], rules: FieldRules, keys: string[]): unknown[] {
  const result = [...live];
  for (const item of config) {
    const at = isMap(item) ? placeOf(result, keyStep(item, keys), keys) : -1;
    if (at < 0) result.push(item);
    else result[at] = mergeValue(result[at], item, names, rules);
  }
  return result;
}

/** Where in a list the item of a step is; -1 for nowhere. */
function placeOf(list: unknown[], step: string, keys: string[]): number {
  if (step.startsWith('v:')) return list.findIndex((item) => `v:${JSON.stringify(item)}` === step);
  return list.findIndex((item) => isMap(item) && keyStep(item, keys) === step);
}

/** @param above the steps that have led to the value */
function removed(
  value: unknown,
  [step, ...rest]: string[],
  above: string[],
  given: { rules: FieldRules; kept: ReadonlySet<FieldPath> },
): unknown {
  const path = [...above, step];
  if (Array.isArray(value)) {
    const at = placeOf(value, step, given.rules(namesIn(above)).applyKeys);
    if (at < 0) return value;
    return rest.length === 0 ? value.toSpliced(at, 1) : value.with(at, removed(value[at], rest, path, given));
  }
  const name = step.slice(2);
  if (!isMap(value) || !Object.hasOwn(value, name)) return value;
  if (rest.length === 0) return without(value, name);
  const left = removed(value[name], rest, path, given);
  // Somebody may want it to be there and empty.
  const isNothing = isEmpty(left) && !isEmpty(value[name]) && !given.kept.has(path.join('\n'));
  return isNothing ? without(value, name) : { ...value, [name]: left };
}

/** The names of the fields on the way, without the steps to items. */
function namesIn(steps: string[]): string[] {
  return steps.filter((step) => step.startsWith('f:')).map((step) => step.slice(2));
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
//: end
