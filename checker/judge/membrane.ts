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

  function cross(value: unknown, path: string): unknown {
    if (typeof value === 'symbol') throw new CannotCross(`${path} is a symbol, which cannot cross the boundary`);
    if (!isReference(value)) return value;
    const known = facadeToOriginal.get(value) ?? originalToFacade.get(value);
    if (known) return known;
    if (typeof value === 'function') return remember(value, wrapFunction(value, undefined, path));
    if (isThenable(value)) return crossPromise(value, path);
    return isCapability(value) ? facade(value, path) : copyData(value, (inner, at) => cross(inner, path + at));
  }

  function crossPromise(promise: PromiseLike<unknown>, path: string): Promise<unknown> {
    return Promise.resolve(promise).then(
      (value) => cross(value, path),
      (error) => {
        throw cross(error, path);
      },
    );
  }

  function remember(original: object, copy: object): object {
    originalToFacade.set(original, copy);
    facadeToOriginal.set(copy, original);
    return copy;
  }

  function facade(original: object, path: string): object {
    const copy: Record<string, unknown> = {};
    remember(original, copy);
    for (const [key, member] of members(original)) {
      const at = `${path}.${key}`;
      copy[key] = typeof member === 'function' ? wrapFunction(member as AnyFunction, original, at) : cross(member, at);
    }
    return copy;
  }

  function wrapFunction(original: AnyFunction | object, self: unknown, path: string): AnyFunction {
    return (...args) => {
      try {
        const crossed = args.map((arg, i) => cross(arg, `argument ${i + 1} of ${path}`));
        return cross((original as AnyFunction).apply(self, crossed), `what ${path} returns`);
      } catch (thrown) {
        throw cross(thrown, `what ${path} throws`);
      }
    };
  }

  const pass = <T>(value: T): T => cross(value, 'the value') as T;
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

function copyData(value: object, copy: (inner: unknown, at: string) => unknown): object {
  if (value instanceof Uint8Array) return new Uint8Array(value);
  if (Array.isArray(value)) return Array.from(value, (item, i) => copy(item, `[${i}]`));
  if (value instanceof Map) return new Map([...value].map(([k, v]) => [copy(k, ' key'), copy(v, ' value')]));
  if (value instanceof Set) return new Set([...value].map((item) => copy(item, ' member')));
  const into: Record<string, unknown> = value instanceof Error ? copyError(value) : {};
  for (const [key, member] of Object.entries(value)) {
    Object.defineProperty(into, key, {
      value: copy(member, `.${key}`),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return into;
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

function isThenable(value: object): value is PromiseLike<unknown> {
  return value instanceof Promise;
}

/** Whether the object or anything that it owns or inherits is a function: then it is used, not read. */
function isCapability(value: object): boolean {
  if (Array.isArray(value) || value instanceof Uint8Array || value instanceof Map || value instanceof Set) return false;
  if (value instanceof Error) return false;
  for (const [, member] of members(value)) if (typeof member === 'function') return true;
  return false;
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
