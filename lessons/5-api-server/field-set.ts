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
import { todo } from '#kit/todo.ts';
import type { FieldRules } from './field-rules.ts';
import { isMap } from './json-map.ts';

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
  todo('5.12', 'Walk the object; at each list and each map ask the rules what it is.');
}

/** The step to an item of a list with keys: `k:{"name":"web"}`, keys sorted by name. A missing protocol is TCP. */
export function keyStep(item: object, keys: readonly string[]): string {
  todo('5.12', 'The keys that the item has, as canonical JSON.');
}

/** Paths as they are stored. */
export function encodeFields(paths: Iterable<FieldPath>): FieldsV1 {
  todo('5.12', 'Grow a tree; where a path ends inside of it, put a dot.');
}

/** The paths again. A member that is no map is passed over: nobody knows who has written what is stored. */
export function decodeFields(fields: FieldsV1): Set<FieldPath> {
  todo('5.12', 'Walk the tree down to its ends and its dots.');
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
