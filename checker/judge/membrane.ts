/**
 * The boundary between hidden tests and a submission. Values are sorted into two kinds, by what they are made of:
 *
 *     plain data                    copied: primitives, arrays, objects, Map, Set, Uint8Array, of such
 *     functions, and objects that   handed over as a facade; calling it calls the original, and a facade
 *     have a function anywhere      that comes back is the original again
 *     errors                        copied: name, message and their plain properties; never the class
 *     promises                      a promise that settles when the original does, with a value that crossed over
 *
 * What a class instance inherits crosses with it, up to `Object.prototype`, so a store written as a class and one
 * written as a closure look the same from outside.
 *
 * Limits: a getter is read at the moment of crossing; symbols and generators do not cross.
 */

/** One boundary. `toOutside` and `toInside` are each other's mirror image. */
export interface Membrane {
  toOutside<T>(value: T): T;
  toInside<T>(value: T): T;
}

/** Thrown when a value of no kind that may cross is handed over. */
export class CannotCross extends Error {
  override readonly name = 'CannotCross';
  readonly code = 'cannot-cross';
}

/** The one boundary of a process that holds one submission. */
export const boundary = createMembrane();

export function createMembrane(): Membrane {
  const facadeToOriginal = new WeakMap<object, object>();
  const originalToFacade = new WeakMap<object, object>();

  function cross(value: unknown): unknown {
    if (typeof value === 'symbol') throw new CannotCross('a symbol cannot cross the boundary');
    if (!isReference(value)) return value;
    // Most of what crosses is data, which is nobody's facade: so this is asked first.
    if (isData(value)) return copyData(value, cross);
    const known = facadeToOriginal.get(value) ?? originalToFacade.get(value);
    if (known) return known;
    if (typeof value === 'function') return remember(value, wrapFunction(value as AnyFunction, undefined));
    return value instanceof Promise ? crossPromise(value) : facade(value);
  }

  function crossPromise(promise: Promise<unknown>): Promise<unknown> {
    return promise.then(cross, (error) => {
      throw cross(error);
    });
  }

  function remember(original: object, copy: object): object {
    originalToFacade.set(original, copy);
    facadeToOriginal.set(copy, original);
    return copy;
  }

  function facade(original: object): object {
    const copy: Record<string, unknown> = {};
    remember(original, copy);
    for (const [key, member] of members(original)) {
      copy[key] = typeof member === 'function' ? wrapFunction(member as AnyFunction, original) : cross(member);
    }
    return copy;
  }

  function wrapFunction(original: AnyFunction, self: unknown): AnyFunction {
    return (...args) => {
      try {
        return cross(original.apply(self, args.map(cross)));
      } catch (thrown) {
        throw cross(thrown);
      }
    };
  }

  const pass = <T>(value: T): T => cross(value) as T;
  return { toOutside: pass, toInside: pass };
}

type AnyFunction = (...args: unknown[]) => unknown;

/**
 * A copy of plain data in its simplest shape: no classes, no `Buffer`, no properties that are `undefined`. Two
 * answers that mean the same are then deeply equal however they were made.
 */
export function plain<T>(value: T): T {
  const copy = (inner: unknown): unknown =>
    isReference(inner) && typeof inner !== 'function' ? withoutUndefined(copyData(inner, copy)) : inner;
  return copy(value) as T;
}

function copyData(value: object, copy: (inner: unknown) => unknown): object {
  if (value instanceof Uint8Array) return new Uint8Array(value);
  if (Array.isArray(value)) return Array.from(value, copy);
  if (value instanceof Map) return new Map([...value].map(([k, v]) => [copy(k), copy(v)]));
  if (value instanceof Set) return new Set([...value].map(copy));
  return copyMembers(value, value instanceof Error ? copyError(value) : {}, copy);
}

function copyMembers(from: object, into: Record<string, unknown>, copy: (inner: unknown) => unknown): object {
  for (const key of Object.keys(from)) {
    const member = copyMember(from, key, copy);
    // Assigned, it would become the object's prototype.
    if (key === '__proto__') Object.defineProperty(into, key, { value: member, enumerable: true, configurable: true });
    else into[key] = member;
  }
  return into;
}

function copyMember(from: object, key: string, copy: (inner: unknown) => unknown): unknown {
  try {
    return copy((from as Record<string, unknown>)[key]);
  } catch (thrown) {
    // On the way out each level says where it is.
    if (thrown instanceof CannotCross) thrown.message = `${key}: ${thrown.message}`;
    throw thrown;
  }
}

/** Takes the members that are `undefined` out of an object that is nobody else's yet. */
function withoutUndefined(copied: object): object {
  if (Array.isArray(copied) || ArrayBuffer.isView(copied)) return copied;
  const record = copied as Record<string, unknown>;
  for (const key of Object.keys(record)) if (record[key] === undefined) delete record[key];
  return copied;
}

function copyError(error: Error): Record<string, unknown> {
  const copy = new Error(error.message);
  Object.defineProperty(copy, 'name', { value: error.name, configurable: true, writable: true });
  Object.defineProperty(copy, 'stack', { value: error.stack, configurable: true, writable: true });
  return copy as unknown as Record<string, unknown>;
}

function isReference(value: unknown): value is object {
  return typeof value === 'function' || (typeof value === 'object' && value !== null);
}

/** Whether the value is read, and not used: nothing that it owns or inherits is a function. */
function isData(value: object): boolean {
  if (typeof value === 'function' || value instanceof Promise) return false;
  if (Array.isArray(value) || value instanceof Uint8Array || value instanceof Error) return true;
  if (value instanceof Map || value instanceof Set) return true;
  if (Object.getPrototypeOf(value) === Object.prototype) return hasNoFunction(value as Record<string, unknown>);
  for (const [, member] of members(value)) if (typeof member === 'function') return false;
  return true;
}

function hasNoFunction(value: Record<string, unknown>): boolean {
  for (const key of Object.keys(value)) if (typeof value[key] === 'function') return false;
  return true;
}

/** Own and inherited members, without `Object.prototype`'s and constructors. */
function* members(value: object): Generator<[string, unknown]> {
  const seen = new Set<string>();
  for (let at: object | null = value; at !== null && at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    for (const key of Object.getOwnPropertyNames(at)) {
      if (key === 'constructor' || seen.has(key)) continue;
      seen.add(key);
      yield [key, (value as Record<string, unknown>)[key]];
    }
  }
}
