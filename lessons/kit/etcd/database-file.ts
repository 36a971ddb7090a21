/**
 * etcd's database file: sorted keys and values in named buckets, each bucket a tree of pages. A backup of etcd is such
 * a file with its SHA-256 behind it.
 *
 *     page 0  meta ──► root bucket: "key" ──► branch ──► leaf, leaf, leaf …
 *     page 1  meta                  "meta" ─► leaf
 *     page 2  freelist: none
 *
 * The writer here makes a whole file at once, with its pages full and none of them free. The reader takes files of
 * etcd's own too.
 *
 * Source: bbolt.
 */
import { compareBytes, utf8 } from '../bytes.ts';
import { invariant } from '../invariant.ts';
import {
  bucketFlag,
  bucketSize,
  elementSize,
  fnv64,
  meta,
  pageHead,
  pageKind,
  pageSizeUsual as pageSize,
  viewOf,
} from './database-page.ts';

export { readDatabase } from './database-reader.ts';

export type Pair = [key: Uint8Array, value: Uint8Array];

/** A page that is planned: where it will stand, and what it will hold. */
interface Page {
  number: number;
  kind: number;
  elements: Element[];
}

interface Element {
  key: Uint8Array;
  /** Of a leaf. */
  value?: Uint8Array;
  flags?: number;
  /** Of a branch. */
  page?: number;
}

/**
 * The file's bytes.
 *
 * @param buckets by name; the pairs sorted by key, no key empty and none twice
 */
export function writeDatabase(buckets: Map<string, Pair[]>): Uint8Array {
  const pages: Page[] = [];
  /** Pages 0 and 1 are metas, page 2 is the list of free pages, which is empty. */
  let next = 3;

  function add(kind: number, elements: Element[]): Page {
    const page = { number: next, kind, elements };
    pages.push(page);
    next += Math.max(1, Math.ceil(sizeOf(elements) / pageSize));
    return page;
  }

  /** Plans a tree, from its leaves up. Returns the page of its root. */
  function addTree(elements: Element[]): number {
    let level = split(elements).map((part) => add(pageKind.leaf, part));
    while (level.length > 1) {
      const branches = level.map(({ number, elements: [first] }) => ({ key: first.key, page: number }));
      level = split(branches).map((part) => add(pageKind.branch, part));
    }
    return level[0].number;
  }

  const roots: Element[] = [];
  for (const [name, pairs] of [...buckets].map(([name, pairs]) => [utf8(name), pairs] as const).sort(byName)) {
    assertSorted(pairs);
    const root = addTree(pairs.map(([key, value]) => ({ key, value })));
    roots.push({ key: name, value: bucketAt(root), flags: bucketFlag });
  }
  const root = addTree(roots);
  const file = new Uint8Array(next * pageSize);
  for (const page of pages) writePage(file, page);
  writePage(file, { number: 2, kind: pageKind.freelist, elements: [] });
  for (const number of [0, 1]) writeMeta(file, number, root, next);
  return file;
}

function byName([a]: readonly [Uint8Array, unknown], [b]: readonly [Uint8Array, unknown]): number {
  return compareBytes(a, b);
}

function assertSorted(pairs: Pair[]): void {
  for (let i = 0; i < pairs.length; i++) {
    const isBehind = i === 0 ? pairs[0][0].length > 0 : compareBytes(pairs[i - 1][0], pairs[i][0]) < 0;
    invariant(isBehind, 'the keys of a bucket are sorted, none of them twice');
  }
}

/** What fits on a page each; whatever does not has one to itself, with an overflow. An empty tree has one empty page. */
function split(elements: Element[]): Element[][] {
  const parts: Element[][] = [];
  let part: Element[] = [];
  let size = pageHead;
  for (const element of elements) {
    const added = sizeOfElement(element);
    // A branch with one way only would be no branch.
    const least = element.page === undefined ? 1 : 2;
    if (part.length >= least && size + added > pageSize) {
      parts.push(part);
      part = [];
      size = pageHead;
    }
    part.push(element);
    size += added;
  }
  return [...parts, part];
}

function sizeOf(elements: Element[]): number {
  return elements.reduce((size, element) => size + sizeOfElement(element), pageHead);
}

function sizeOfElement({ key, value }: Element): number {
  return elementSize + key.length + (value?.length ?? 0);
}

function bucketAt(page: number): Uint8Array {
  const bytes = new Uint8Array(bucketSize);
  viewOf(bytes).setBigUint64(0, BigInt(page), true);
  return bytes;
}

function writePage(file: Uint8Array, { number, kind, elements }: Page): void {
  const begin = number * pageSize;
  const view = viewOf(file);
  view.setBigUint64(begin, BigInt(number), true);
  view.setUint16(begin + 8, kind, true);
  view.setUint16(begin + 10, elements.length, true);
  view.setUint32(begin + 12, Math.max(1, Math.ceil(sizeOf(elements) / pageSize)) - 1, true);
  let at = begin + pageHead;
  let data = at + elements.length * elementSize;
  for (const { key, value, flags = 0, page } of elements) {
    const isLeaf = page === undefined;
    if (isLeaf) view.setUint32(at, flags, true);
    else view.setBigUint64(at + 8, BigInt(page), true);
    view.setUint32(at + (isLeaf ? 4 : 0), data - at, true);
    view.setUint32(at + (isLeaf ? 8 : 4), key.length, true);
    if (isLeaf) view.setUint32(at + 12, value!.length, true);
    file.set(key, data);
    if (value) file.set(value, data + key.length);
    data += key.length + (value?.length ?? 0);
    at += elementSize;
  }
}

function writeMeta(file: Uint8Array, number: number, root: number, pageCount: number): void {
  writePage(file, { number, kind: pageKind.meta, elements: [] });
  const bytes = file.subarray(number * pageSize + pageHead, number * pageSize + pageHead + meta.size);
  const view = viewOf(bytes);
  view.setUint32(meta.at.magic, meta.magic, true);
  view.setUint32(meta.at.version, meta.version, true);
  view.setUint32(meta.at.pageSize, pageSize, true);
  view.setBigUint64(meta.at.root, BigInt(root), true);
  view.setBigUint64(meta.at.freelist, 2n, true);
  view.setBigUint64(meta.at.pageCount, BigInt(pageCount), true);
  view.setBigUint64(meta.at.transaction, BigInt(number), true);
  view.setBigUint64(meta.at.checksum, fnv64(bytes.subarray(0, meta.at.checksum)), true);
}
