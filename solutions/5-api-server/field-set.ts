/**
 * The fields of an object, one by one, so that each can be somebody's.
 *
 *     spec:                                   f:spec f:replicas                                     3
 *       replicas: 3                           f:spec f:containers k:{"name":"web"}                  (the item)
 *       containers:                           f:spec f:containers k:{"name":"web"} f:name           "web"
 *       - name: web                           f:spec f:containers k:{"name":"web"} f:args           ["-v"]
 *         args: [-v]
 *
 * Which fields there are depends on the schema. The items of `containers` are told apart by their name, so each is a place
 * of its own, wherever in the list it stands. `args` is one value, and so is one field.
 *
 * Source: Kubernetes documentation, "Server-Side Apply"; Kubernetes API reference, "FieldsV1".
 */
import type { FieldRules } from './field-rules.ts';
import { isMap } from './json-map.ts';
//: solution

import { text } from '#kit/bytes.ts';
import { encodeObject } from '#kv-store/object-codec.ts';
import type { JsonMap } from './json-map.ts';
//: end

/** Steps with a line feed between them: `f:spec\nf:replicas`. A step is `f:NAME`, `k:KEYS as JSON` or `v:VALUE as JSON`. */
export type FieldPath = string;

/** As it is stored: a step is a member; an empty map ends a path; the member `.` says that the path so far is a field, too. */
export interface FieldsV1 {
  [step: string]: FieldsV1;
}

/**
 * Every field of an object with its value: a plain value, or a list or map that is one field (an atomic one, or a map that
 * is empty). An item of a list with keys is a field as well as the fields in it; its own value is true. So is an item of a
 * set. A list of items that has none has no field.
 *
 * Not among them is what nobody can own: apiVersion, kind, and of metadata all but labels, annotations, finalizers,
 * ownerReferences and generateName.
 */
export function fieldsOf(object: object, rules: FieldRules): Map<FieldPath, unknown> {
  //: todo 5.12 Walk the object; at each list and each map ask the rules what it is.
  const { apiVersion: _, kind: __, metadata, ...rest } = object as JsonMap;
  const entries = Object.entries(isMap(metadata) ? metadata : {}).filter(([name]) => owned.has(name));
  const fields = new Map<FieldPath, unknown>();
  const root = entries.length > 0 ? { ...rest, metadata: Object.fromEntries(entries) } : rest;
  for (const [name, value] of Object.entries(root)) walk(value, [`f:${name}`], [name], rules, fields);
  return fields;
  //: end
}

/** The step to an item of a list with keys: `k:{"name":"web"}`, keys sorted by name. A missing protocol is TCP. */
export function keyStep(item: object, keys: readonly string[]): string {
  //: todo 5.12 The keys that the item has, as canonical JSON.
  const all = { ...(keys.includes('protocol') && { protocol: 'TCP' }), ...item } as JsonMap;
  const own = keys.filter((key) => all[key] !== undefined).map((key) => [key, all[key]]);
  return `k:${text(encodeObject(Object.fromEntries(own)))}`;
  //: end
}

/** Paths as they are stored. */
export function encodeFields(paths: Iterable<FieldPath>): FieldsV1 {
  //: todo 5.12 Grow a tree; where a path ends inside of it, put a dot.
  const root: FieldsV1 = {};
  const ends = new Set<FieldsV1>();
  for (const path of paths) {
    let node = root;
    for (const step of path.split('\n')) {
      if (ends.has(node)) node['.'] = {};
      if (!Object.hasOwn(node, step)) addTo(node, step);
      node = node[step];
    }
    ends.add(node);
    if (Object.keys(node).length > 0) node['.'] = {};
  }
  return root;
  //: end
}

/** The paths again. A member that is no map is passed over: nobody knows who has written what is stored. */
export function decodeFields(fields: FieldsV1): Set<FieldPath> {
  //: todo 5.12 Walk the tree down to its ends and its dots.
  const paths = new Set<FieldPath>();
  const visit = (node: unknown, path: string): void => {
    if (!isMap(node)) return;
    const steps = Object.keys(node);
    if (path !== '' && (steps.length === 0 || steps.includes('.'))) paths.add(path);
    for (const step of steps) if (step !== '.') visit(node[step], path === '' ? step : `${path}\n${step}`);
  };
  visit(fields, '');
  return paths;
  //: end
}

/** Given: whether a value that a client has sent is such a tree. */
export function isFieldsV1(value: unknown): value is FieldsV1 {
  return isMap(value) && Object.entries(value).every(([step, inner]) => isStep(step) && isFieldsV1(inner));
}

function isStep(step: string): boolean {
  if (step === '.' || step.startsWith('f:')) return true;
  if (!step.startsWith('k:') && !step.startsWith('v:')) return false;
  try {
    return isMap(JSON.parse(step.slice(2))) || step.startsWith('v:');
  } catch {
    return false;
  }
}

/** Given: a path as people read it: `.spec.containers[name="web"].image`. */
export function pathInWords(path: FieldPath): string {
  return path.split('\n').map(stepInWords).join('');
}

function stepInWords(step: string): string {
  const content = step.slice(2);
  if (step.startsWith('f:')) return `.${content}`;
  if (step.startsWith('v:')) return `[=${content}]`;
  const keys = Object.entries(JSON.parse(content)).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  return `[${keys.join(',')}]`;
}
//: solution

/** A step of any name. To write it plainly, as all others, would make a prototype of `__proto__`. */
function addTo(node: FieldsV1, step: string): void {
  if (step !== '__proto__') node[step] = {};
  else Object.defineProperty(node, step, { value: {}, writable: true, enumerable: true, configurable: true });
}

/** What of the metadata can be owned. */
const owned = new Set(['labels', 'annotations', 'finalizers', 'ownerReferences', 'generateName']);

function walk(
  value: unknown,
  steps: string[],
  names: string[],
  rules: FieldRules,
  into: Map<FieldPath, unknown>,
): void {
  const path = steps.join('\n');
  if (isMap(value)) {
    const entries = Object.entries(value);
    if (entries.length === 0 || rules(names).isAtomicMap) into.set(path, value);
    else for (const [name, child] of entries) walk(child, [...steps, `f:${name}`], [...names, name], rules, into);
    return;
  }
  const { listType, applyKeys } = Array.isArray(value) ? rules(names) : atomic;
  if (!Array.isArray(value) || listType === 'atomic') {
    into.set(path, value);
    return;
  }
  for (const item of value) {
    const step = isMap(item) && listType === 'map' ? keyStep(item, applyKeys) : `v:${JSON.stringify(item)}`;
    into.set(`${path}\n${step}`, true);
    if (!isMap(item)) continue;
    for (const [name, child] of Object.entries(item))
      walk(child, [...steps, step, `f:${name}`], [...names, name], rules, into);
  }
}

const atomic = { listType: 'atomic', applyKeys: [] as string[] };
//: end
