/**
 * The pages of etcd's database file. All numbers are little-endian.
 *
 *     number (8)  kind (2)  count (2)  overflow (4)  elements …  keys and values …
 *
 *     element of a leaf     flags (4)  position (4)  size of key (4)  size of value (4)
 *     element of a branch   position (4)  size of key (4)  page (8)
 *
 * A position counts from the element's own beginning to its key. A page with an overflow of n goes on over the n pages
 * behind it.
 *
 * Source: bbolt, page.go and db.go.
 */

export const pageSizeUsual = 4096;
export const pageHead = 16;
export const elementSize = 16;

export const pageKind = { branch: 1, leaf: 2, meta: 4, freelist: 16 } as const;

/** A leaf's element whose value says where a bucket begins. */
export const bucketFlag = 1;
/** Where a bucket begins: the number of its page, and a counter that nobody uses here. */
export const bucketSize = 16;

/** Behind the head of pages 0 and 1. */
export const meta = {
  magic: 0xed0cdaed,
  version: 2,
  /** Offsets of the fields. */
  at: { magic: 0, version: 4, pageSize: 8, root: 16, freelist: 32, pageCount: 40, transaction: 48, checksum: 56 },
  size: 64,
} as const;

const fnvPrime = 0x100000001b3n;
const fnvBasis = 0xcbf29ce484222325n;

/** FNV-1a with 64 bits: of what stands before a meta's checksum. */
export function fnv64(bytes: Uint8Array): bigint {
  let hash = fnvBasis;
  for (const byte of bytes) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * fnvPrime);
  return hash;
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
