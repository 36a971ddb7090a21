/**
 * Given: ends of ranges of keys.
 *
 *     /registry/pods/     ends before    /registry/pods0      since "0" follows "/"
 */

/** The first key behind all keys that begin with the prefix. */
export function endOfPrefix(prefix: Uint8Array): Uint8Array {
  const end = prefix.slice();
  // The prefixes in use end in "/", which can be counted up.
  end[end.length - 1]++;
  return end;
}

/** The first key behind this one. */
export function behind(key: Uint8Array): Uint8Array {
  const next = new Uint8Array(key.length + 1);
  next.set(key);
  return next;
}

export function startsWith(key: Uint8Array, prefix: Uint8Array): boolean {
  return key.length >= prefix.length && prefix.every((byte, i) => key[i] === byte);
}
