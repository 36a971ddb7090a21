/** Reads a database file. Whatever does not fit together is refused: a page that lies outside, a key out of order. */
import { compareBytes, text } from '../bytes.ts';
import { Failure } from '../failure.ts';
import type { Pair } from './database-file.ts';
import { bucketFlag, bucketSize, elementSize, fnv64, meta, pageHead, pageKind, viewOf } from './database-page.ts';

/** The file's pages, and the places of those that were read. */
interface File {
  bytes: Uint8Array;
  pageSize: number;
  pageCount: number;
  seen: Set<number>;
}

interface Leaf {
  key: Uint8Array;
  value: Uint8Array;
  isBucket: boolean;
}

/**
 * The buckets by name, each with its pairs in order. Keys and values are parts of `bytes`. Buckets within buckets,
 * which etcd does not use, are left out.
 *
 * @throws {Failure} `damaged`
 */
export function readDatabase(bytes: Uint8Array): Map<string, Pair[]> {
  const { root, ...file } = openFile(bytes);
  const buckets = new Map<string, Pair[]>();
  for (const { key, value, isBucket } of leavesOf(file, root)) {
    if (!isBucket) throw damaged(`"${text(key)}" is no bucket`);
    const pairs: Pair[] = [];
    for (const leaf of leavesOfBucket(file, value)) if (!leaf.isBucket) pairs.push([leaf.key, leaf.value]);
    buckets.set(text(key), pairs);
  }
  return buckets;
}

/** Finds the newer of the two metas that is whole. */
function openFile(bytes: Uint8Array): File & { root: number } {
  const first = readMeta(bytes, 0);
  const pageSize = first?.pageSize ?? 4096;
  const second = readMeta(bytes, pageSize);
  const newest = [first, second].filter((each) => each !== undefined).sort((a, b) => b.transaction - a.transaction)[0];
  if (!newest) throw damaged('neither of its two first pages is whole');
  const { pageCount, root } = newest;
  if (pageCount * newest.pageSize > bytes.length) {
    throw damaged(`it has ${bytes.length} bytes and should have ${pageCount * newest.pageSize}`);
  }
  return { bytes, pageSize: newest.pageSize, pageCount, root, seen: new Set() };
}

function readMeta(
  bytes: Uint8Array,
  begin: number,
): { pageSize: number; root: number; pageCount: number; transaction: number } | undefined {
  const part = bytes.subarray(begin + pageHead, begin + pageHead + meta.size);
  if (part.length < meta.size) return undefined;
  const view = viewOf(part);
  if (view.getUint32(meta.at.magic, true) !== meta.magic) return undefined;
  if (view.getUint32(meta.at.version, true) !== meta.version) return undefined;
  if (view.getBigUint64(meta.at.checksum, true) !== fnv64(part.subarray(0, meta.at.checksum))) return undefined;
  const pageSize = view.getUint32(meta.at.pageSize, true);
  if (pageSize < 512) return undefined;
  const number = (at: number) => Number(view.getBigUint64(at, true));
  const { root, pageCount, transaction } = meta.at;
  return { pageSize, root: number(root), pageCount: number(pageCount), transaction: number(transaction) };
}

/** A bucket's elements in order. A small bucket has no pages of its own: it stands where its root would be named. */
function leavesOfBucket(file: File, value: Uint8Array): Leaf[] {
  if (value.length < bucketSize) throw damaged('a bucket is cut short');
  const root = Number(viewOf(value).getBigUint64(0, true));
  return root === 0 ? leavesOn(value.subarray(bucketSize), 'a small bucket') : leavesOf(file, root);
}

/** The elements of a tree in order. */
function leavesOf(file: File, root: number): Leaf[] {
  const leaves: Leaf[] = [];
  const todo = [root];
  for (let number = todo.pop(); number !== undefined; number = todo.pop()) {
    const page = pageAt(file, number);
    if (kindOf(page) === pageKind.branch) todo.push(...branchesOn(page, `page ${number}`).reverse());
    else for (const leaf of leavesOn(page, `page ${number}`)) leaves.push(leaf);
  }
  for (let i = 1; i < leaves.length; i++) {
    if (compareBytes(leaves[i - 1].key, leaves[i].key) >= 0) throw damaged(`keys below page ${root} are out of order`);
  }
  return leaves;
}

function pageAt({ bytes, pageSize, pageCount, seen }: File, number: number): Uint8Array {
  if (number < 2 || number >= pageCount) throw damaged(`there is no page ${number}`);
  if (seen.has(number)) throw damaged(`page ${number} is used twice`);
  seen.add(number);
  const begin = number * pageSize;
  const head = viewOf(bytes.subarray(begin, begin + pageHead));
  const end = number + 1 + head.getUint32(12, true);
  if (Number(head.getBigUint64(0, true)) !== number) throw damaged(`page ${number} is another page`);
  if (end > pageCount) throw damaged(`page ${number} goes on behind the end`);
  return bytes.subarray(begin, end * pageSize);
}

function kindOf(page: Uint8Array): number {
  return viewOf(page).getUint16(8, true);
}

function elementsOn(page: Uint8Array, kind: number, where: string): { view: DataView; places: number[] } {
  if (page.length < pageHead || kindOf(page) !== kind) throw damaged(`${where} is of the wrong kind`);
  const view = viewOf(page);
  const count = view.getUint16(10, true);
  if (pageHead + count * elementSize > page.length) throw damaged(`${where} has too many elements`);
  return { view, places: Array.from({ length: count }, (_, i) => pageHead + i * elementSize) };
}

function branchesOn(page: Uint8Array, where: string): number[] {
  const { view, places } = elementsOn(page, pageKind.branch, where);
  return places.map((at) => Number(view.getBigUint64(at + 8, true)));
}

function leavesOn(page: Uint8Array, where: string): Leaf[] {
  const { view, places } = elementsOn(page, pageKind.leaf, where);
  return places.map((at) => {
    const key = at + view.getUint32(at + 4, true);
    const value = key + view.getUint32(at + 8, true);
    const end = value + view.getUint32(at + 12, true);
    if (end > page.length) throw damaged(`an element of ${where} lies outside`);
    const isBucket = (view.getUint32(at, true) & bucketFlag) !== 0;
    return { key: page.subarray(key, value), value: page.subarray(value, end), isBucket };
  });
}

function damaged(what: string): Failure<'damaged'> {
  return new Failure('damaged', `the database file is damaged: ${what}`);
}
