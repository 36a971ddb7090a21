/**
 * Objects as bytes, since bytes are all that a store keeps. The same object always gives the same bytes, on every
 * machine and however it was put together. So "has it changed?" is a comparison of bytes, and so is "does the key still
 * have the value that I have read?" in a transaction.
 *
 *     { kind: 'Pod', metadata: { name: 'web' } }    {"kind":"Pod","metadata":{"name":"web"}}
 *     { metadata: { name: 'web' }, kind: 'Pod' }    {"kind":"Pod","metadata":{"name":"web"}}
 *
 * The form is that of RFC 8785, the JSON Canonicalization Scheme.
 */
//: solution
import { utf8 } from '#kit/bytes.ts';
import { Failure } from '#kit/failure.ts';
//: end

/** An object of which JSON can carry every member: null, booleans, finite numbers, strings, arrays and such objects. */
export type JsonObject = Record<string, unknown>;

/**
 * `cannot-encode`: a value that JSON would lose or change. `cannot-decode`: bytes that are no JSON object in UTF-8.
 * Carried as the `code` of a `Failure` (`#kit/failure.ts`).
 */
export type CodecErrorCode = 'cannot-encode' | 'cannot-decode';

/**
 * The object as JSON in UTF-8: no whitespace; numbers and strings as `JSON.stringify` writes them; in every object, at
 * any depth, members sorted by key as `<` compares strings (by UTF-16 code units), those that are `undefined` left out.
 *
 * @throws {Failure} `cannot-encode` for whatever else is in it: NaN, infinite numbers, bigints, functions, symbols,
 *   `undefined` or a hole in an array, and objects that are neither arrays nor plain (Date, Map, Uint8Array …)
 */
export function encodeObject(object: JsonObject): Uint8Array {
  //: todo 1.5 Write the object as JSON whose members are in order, at every depth.
  return utf8(canonical(object, []));
  //: end
}

/**
 * The object that the bytes are the JSON of. The form need not be the one that {@link encodeObject} writes.
 *
 * @throws {Failure} `cannot-decode` for bytes that are not UTF-8, not JSON, or JSON but no object
 */
export function decodeObject(bytes: Uint8Array): JsonObject {
  //: todo 1.5 Read the object, and refuse bytes that are none.
  const value = parsed(bytes);
  if (isPlainObject(value)) return value;
  throw new Failure<CodecErrorCode>('cannot-decode', 'the bytes are JSON, but no object');
  //: end
}
//: solution

/** The value's text. An object with its members in order would not do: JavaScript puts keys such as "9" first. */
function canonical(value: unknown, path: string[]): string {
  if (Array.isArray(value)) {
    return `[${Array.from(value, (item, i) => canonical(item, [...path, String(i)])).join()}]`;
  }
  if (isPlainObject(value)) {
    const keys = Object.keys(value).filter((key) => value[key] !== undefined);
    return `{${keys.sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key], [...path, key])}`)}}`;
  }
  if (value === null || ['string', 'boolean'].includes(typeof value) || Number.isFinite(value)) {
    return JSON.stringify(value);
  }
  throw new Failure<CodecErrorCode>('cannot-encode', `${path.join('.')} is ${String(value)}, which JSON cannot carry`);
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (thrown) {
    throw new Failure<CodecErrorCode>('cannot-decode', `the bytes are not JSON in UTF-8: ${(thrown as Error).message}`);
  }
}

function isPlainObject(value: unknown): value is JsonObject {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
//: end
