/**
 * JSON patch: a list of operations, done one after another, all or none.
 *
 *     [{ "op": "test", "path": "/spec/replicas", "value": 3 },
 *      { "op": "replace", "path": "/spec/replicas", "value": 5 }]
 *
 * A path names fields and places in lists; `-` is the place behind the last item, `~1` stands for a slash in a name and
 * `~0` for a tilde. Everything is done on a copy.
 *
 * Source: RFC 6902; RFC 6901 for the paths.
 */
import { apiFailure, badRequest } from './status.ts';

export interface JsonPatchOperation {
  op: string;
  path: string;
  from?: string;
  value?: unknown;
}

/** Kubernetes refuses longer patches. */
const operationsMax = 10_000;

/**
 * A new document; the given one is not changed.
 *
 * @param operations what the body of the request holds, of any shape
 * @throws {Failure} `BadRequest` for what is no patch; `Invalid` where an operation does not apply, as for a failed test;
 *   `RequestEntityTooLarge` for more than 10,000 operations
 */
export function jsonPatch(document: unknown, operations: unknown): unknown {
  if (!Array.isArray(operations)) throw badRequest('a JSON patch must be a list of operations');
  if (operations.length > operationsMax) {
    const message = `The allowed maximum operations in a JSON patch is ${operationsMax}, got ${operations.length}`;
    throw apiFailure('RequestEntityTooLarge', message);
  }
  const root = { document: structuredClone(document), copied: 0 };
  for (const operation of operations) apply(root, operation);
  return root.document;
}

interface Root {
  document: unknown;
  /** What was copied within the document so far, in characters of JSON: a few copies of copies fill any memory. */
  copied: number;
}

const copiedMax = 3 * 1024 * 1024;

function copyAt(root: Root, path: string): unknown {
  const value = valueAt(root, path);
  root.copied += JSON.stringify(value).length;
  if (root.copied > copiedMax) throw cannot(path, `the patch copies more than ${copiedMax} bytes`);
  return structuredClone(value);
}

function apply(root: Root, operation: Partial<JsonPatchOperation> | null): void {
  const { op, path, from, value } = operation ?? {};
  if (typeof path !== 'string') throw badRequest('an operation of a JSON patch needs a path');
  if (op === 'add') add(root, path, structuredClone(value ?? null));
  else if (op === 'remove') remove(root, path);
  else if (op === 'replace') replace(root, path, structuredClone(value ?? null));
  else if (op === 'move') add(root, path, remove(root, textOf(from, op)));
  else if (op === 'copy') add(root, path, copyAt(root, textOf(from, op)));
  else if (op === 'test') test(root, path, value ?? null);
  else throw badRequest(`a JSON patch has no operation ${JSON.stringify(op)}`);
}

function textOf(from: unknown, op: string): string {
  if (typeof from !== 'string') throw badRequest(`the operation ${op} of a JSON patch needs a from`);
  return from;
}

function cannot(path: string, why: string) {
  const causes = [{ reason: 'UnexpectedServerResponse', message: `${path}: ${why}` }];
  return apiFailure('Invalid', 'the server rejected our request due to an error in our request', { causes });
}

/** The names on the way, without their escapes. */
function namesIn(path: string): string[] {
  if (path !== '' && !path.startsWith('/')) throw cannot(path, 'a path begins with a slash');
  return path
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The object or the list that holds what the path names, and its name there. The document itself is held by the root. */
function holderOf(root: Root, path: string): { holder: Record<string, unknown> | unknown[]; name: string } {
  let holder: unknown = root;
  let name = 'document';
  for (const next of namesIn(path)) {
    holder = read(holder, name, path);
    name = next;
  }
  if (typeof holder !== 'object' || holder === null) throw cannot(path, 'there is nothing to change a field of');
  return { holder: holder as Record<string, unknown>, name };
}

function read(holder: unknown, name: string, path: string): unknown {
  if (Array.isArray(holder)) return holder[placeIn(holder, name, path, holder.length - 1)];
  if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, name)) {
    throw cannot(path, `there is no ${JSON.stringify(name)}`);
  }
  return (holder as Record<string, unknown>)[name];
}

function valueAt(root: Root, path: string): unknown {
  const { holder, name } = holderOf(root, path);
  return read(holder, name, path);
}

/** @param last the highest place that may be named */
function placeIn(list: unknown[], name: string, path: string, last: number): number {
  if (name === '-' && last === list.length) return last;
  const place = /^(0|[1-9]\d*)$/.test(name) ? Number(name) : Number.NaN;
  if (!(place <= last)) throw cannot(path, `there is no item ${JSON.stringify(name)}`);
  return place;
}

function add(root: Root, path: string, value: unknown): void {
  const { holder, name } = holderOf(root, path);
  if (Array.isArray(holder)) holder.splice(placeIn(holder, name, path, holder.length), 0, value);
  else define(holder, name, value);
}

function replace(root: Root, path: string, value: unknown): void {
  const { holder, name } = holderOf(root, path);
  read(holder, name, path);
  if (Array.isArray(holder)) holder[Number(name)] = value;
  else define(holder, name, value);
}

function remove(root: Root, path: string): unknown {
  const { holder, name } = holderOf(root, path);
  const value = read(holder, name, path);
  if (Array.isArray(holder)) holder.splice(Number(name), 1);
  else delete holder[name];
  return value;
}

/** A field of any name, `__proto__` included, as an ordinary one. */
function define(holder: Record<string, unknown>, name: string, value: unknown): void {
  Object.defineProperty(holder, name, { value, writable: true, enumerable: true, configurable: true });
}

function test(root: Root, path: string, expected: unknown): void {
  if (!isSame(valueAt(root, path), expected)) throw cannot(path, 'the test failed');
}

/** Whether two JSON values are the same, whatever the order of their fields. */
function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const names = Object.keys(a);
  const get = (value: object, name: string) => (value as Record<string, unknown>)[name];
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && isSame(get(a, name), get(b, name)))
  );
}
