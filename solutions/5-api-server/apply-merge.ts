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
import { isMap } from './json-map.ts';
//: end

/** The live object with a config in it. Items and values that are new stand behind the others. */
export function mergeApplied(live: KubernetesObject, config: KubernetesObject, rules: FieldRules): KubernetesObject {
  //: todo 5.12 Walk the config beside the object.
  return mergeValue(live, config, [], rules) as KubernetesObject;
  //: end
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
  //: todo 5.12 Grow a tree of what goes, and walk it beside the object. What tells an item apart stays as long as the item.
  const held = new Set([...kept].flatMap(pathsTo));
  const given = paths.filter((path) => !held.has(path) && !isKey(path.split('\n')));
  const root: Leaving = { whole: false, parts: new Map() };
  for (const path of given) note(root, path.split('\n'));
  return remaining(object, root, [], { rules, kept }) as KubernetesObject;
  //: end
}
//: solution

/** What goes of a value: the whole of it, or parts of it by their steps. */
interface Leaving {
  whole: boolean;
  parts: Map<string, Leaving>;
}

function note(root: Leaving, steps: string[]): void {
  let at = root;
  for (const step of steps) {
    const part = at.parts.get(step) ?? { whole: false, parts: new Map() };
    at.parts.set(step, part);
    at = part;
  }
  at.whole = true;
}

/** The path itself and those of all that it is in. */
function pathsTo(path: FieldPath): FieldPath[] {
  const steps = path.split('\n');
  return steps.map((_, i) => steps.slice(0, i + 1).join('\n'));
}

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
  if (listType === 'set') {
    const there = new Set(live.map((item) => JSON.stringify(item)));
    return [...live, ...config.filter((item) => !there.has(JSON.stringify(item)))];
  }
  return mergeItems(live, config, names, rules, applyKeys);
}

function mergeItems(live: unknown[], config: unknown[], names: string[], rules: FieldRules, keys: string[]): unknown[] {
  const result = [...live];
  const places = new Map<string, number>();
  for (const [place, item] of live.entries()) {
    const step = stepTo(item, keys);
    if (!places.has(step)) places.set(step, place);
  }
  for (const item of config) {
    const step = stepTo(item, keys);
    const at = isMap(item) ? places.get(step) : undefined;
    if (at === undefined) places.set(step, result.push(item) - 1);
    else result[at] = mergeValue(result[at], item, names, rules);
  }
  return result;
}

function stepTo(item: unknown, keys: readonly string[]): string {
  return isMap(item) ? keyStep(item, keys) : `v:${JSON.stringify(item)}`;
}

/** @param above the steps that have led to the value */
function remaining(
  value: unknown,
  { parts }: Leaving,
  above: string[],
  given: { rules: FieldRules; kept: ReadonlySet<FieldPath> },
): unknown {
  if (Array.isArray(value)) {
    const { listType, applyKeys } = given.rules(namesIn(above));
    const keys = listType === 'map' ? applyKeys : [];
    return value.flatMap((item) => {
      const step = listType === 'map' ? stepTo(item, keys) : `v:${JSON.stringify(item)}`;
      const part = parts.get(step);
      if (!part) return [item];
      return part.whole ? [] : [remaining(item, part, [...above, step], given)];
    });
  }
  if (!isMap(value)) return value;
  const left = Object.entries(value).flatMap(([name, child]) => {
    const path = [...above, `f:${name}`];
    const part = parts.get(`f:${name}`);
    if (!part) return [[name, child]];
    if (part.whole) return [];
    const rest = remaining(child, part, path, given);
    // Somebody may want it to be there and empty.
    const isNothing = isEmpty(rest) && !isEmpty(child) && !given.kept.has(path.join('\n'));
    return isNothing ? [] : [[name, rest]];
  });
  return Object.fromEntries(left);
}

/** The names of the fields on the way, without the steps to items. */
function namesIn(steps: string[]): string[] {
  return steps.filter((step) => step.startsWith('f:')).map((step) => step.slice(2));
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
//: end
