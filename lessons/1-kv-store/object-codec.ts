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

import { todo } from '#kit/todo.ts';

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
  todo('1.5', 'Write the object as JSON whose members are in order, at every depth.');
}

/**
 * The object that the bytes are the JSON of. The form need not be the one that {@link encodeObject} writes.
 *
 * @throws {Failure} `cannot-decode` for bytes that are not UTF-8, not JSON, or JSON but no object
 */
export function decodeObject(bytes: Uint8Array): JsonObject {
  todo('1.5', 'Read the object, and refuse bytes that are none.');
}
