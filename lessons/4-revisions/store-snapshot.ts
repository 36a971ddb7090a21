/**
 * Given: a whole store as bytes, and the checksum of one. Both are made of the events that are left, in their order, from
 * which everything else follows.
 *
 *     state    revision 8 │ compacted revision 8 │ event │ event │ …
 *     event    length of key 4 │ of value 4 │ create 8 │ mod 8 │ version 8 │ lease 8 │ key │ value
 *
 * A version of 0 tells a delete. Numbers are little-endian; those of 8 bytes are doubles, exact up to 2^53, but the lease
 * is a signed integer.
 */
import { crc32c } from '#kit/crc32c.ts';
import type { Event, KeyValue } from '#kit/etcd/api.ts';
import { etcdFailure } from '#kit/etcd/errors.ts';
import type { ByteBlocks } from './byte-blocks.ts';
import { firstEventFrom } from './history.ts';
import { isTombstone, latest } from './key-history.ts';
import { emptyState, type LeaseBook, type StoreState } from './store-state.ts';

const stateHeaderBytes = 16;
const eventHeaderBytes = 40;

/** Roughly how many bytes a store takes. Looks at no event for it. */
export function roughBytesOf({ events, values }: StoreState): number {
  return stateHeaderBytes + eventHeaderBytes * events.length + values.bytes();
}

/** Gives the next part of something large each time it is called, and nothing when there is no more. */
export type NextPiece = () => Uint8Array | undefined;

/** Roughly how long a piece is: a few milliseconds' work. */
const pieceBytes = 1 << 20;

export function encodeState(state: StoreState): Uint8Array {
  // The one piece of it that there is: pieces that are joined later would be in memory twice.
  return encodeInPieces(state, Number.POSITIVE_INFINITY)()!;
}

/**
 * What {@link encodeState} gives, piece by piece. What happens to the state meanwhile does not show: a version is never
 * changed, so the list of them is all that must be kept.
 */
export function encodeInPieces(state: StoreState, atLeast = pieceBytes): NextPiece {
  const events = state.events.slice();
  const header = encodeHeader(state);
  let next = 0;
  let isBegun = false;
  return () => {
    if (isBegun && next === events.length) return undefined;
    let at = isBegun ? 0 : header.length;
    let end = next;
    let length = at;
    for (; end < events.length && length < atLeast; end++) length += encodedBytes(events[end].kv);
    const bytes = new Uint8Array(length);
    if (!isBegun) bytes.set(header);
    isBegun = true;
    const view = new DataView(bytes.buffer);
    for (; next < end; next++) at += encodeVersion(events[next].kv, bytes, view, at);
    return bytes;
  };
}

function encodeHeader({ revision, compactedRevision }: StoreState): Uint8Array {
  const header = new Uint8Array(stateHeaderBytes);
  const view = new DataView(header.buffer);
  view.setFloat64(0, revision, true);
  view.setFloat64(8, compactedRevision, true);
  return header;
}

/** @param bytes what {@link encodeState} gave; nothing refers to it afterwards */
export function decodeState(bytes: Uint8Array): StoreState {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const state = emptyState();
  state.revision = view.getFloat64(0, true);
  state.compactedRevision = view.getFloat64(8, true);
  for (let at = stateHeaderBytes; at < bytes.length; ) {
    const kv = decodeVersion(bytes, view, at, state.values);
    addVersion(state, kv);
    at += encodedBytes(kv);
  }
  return state;
}

/** Writes down, in a book that has the leases but not their keys, which keys there are belong to which. */
export function attachLeases({ index }: StoreState, leases: LeaseBook): void {
  for (const [key, history] of index.range(undefined, undefined)) {
    const lease = latest(history)?.lease ?? 0n;
    if (lease !== 0n && leases.has(lease)) leases.attach(lease, key);
  }
}

/**
 * The checksum of what is left up to a revision; 0 means now. Stores that did the same have the same.
 *
 * @throws {Failure} `compacted` unless the revision is later than the compacted one, `future-revision`
 */
export function hashOf({ revision: now, compactedRevision, events }: StoreState, revision: number): number {
  if (revision > now) throw etcdFailure('future-revision');
  if (revision > 0 && revision <= compactedRevision) throw etcdFailure('compacted');
  const end = firstEventFrom(events, (revision > 0 ? revision : now) + 1);
  let hash = 0;
  for (let i = 0; i < end; i++) {
    const { kv } = events[i];
    const bytes = new Uint8Array(encodedBytes(kv));
    encodeVersion(kv, bytes, new DataView(bytes.buffer), 0);
    hash = crc32c(bytes, hash);
  }
  return hash;
}

/** Adds a version behind all others, to the index and to the events. */
function addVersion({ compactedRevision, index, events }: StoreState, kv: KeyValue): void {
  const isOld = kv.modRevision <= compactedRevision;
  const history = index.get(kv.key) ?? [];
  const before = latest(history);
  const type: Event['type'] = isTombstone(kv) ? 'delete' : 'put';
  events.push(before && !isOld ? { type, kv, prevKv: before } : { type, kv });
  // The tombstone of the compacted revision is only an event any more.
  if (isOld && type === 'delete') return;
  if (history.length === 0) return void index.set(kv.key, [kv]);
  kv.key = history[0].key;
  history.push(kv);
}

function encodedBytes({ key, value }: KeyValue): number {
  return eventHeaderBytes + key.length + value.length;
}

/** Writes the version there, and returns how many bytes that took. */
function encodeVersion(kv: KeyValue, bytes: Uint8Array, view: DataView, at: number): number {
  view.setUint32(at, kv.key.length, true);
  view.setUint32(at + 4, kv.value.length, true);
  view.setFloat64(at + 8, kv.createRevision, true);
  view.setFloat64(at + 16, kv.modRevision, true);
  view.setFloat64(at + 24, kv.version, true);
  view.setBigInt64(at + 32, kv.lease, true);
  bytes.set(kv.key, at + eventHeaderBytes);
  bytes.set(kv.value, at + eventHeaderBytes + kv.key.length);
  return encodedBytes(kv);
}

function decodeVersion(bytes: Uint8Array, view: DataView, at: number, values: ByteBlocks): KeyValue {
  const keyEnd = at + eventHeaderBytes + view.getUint32(at, true);
  const valueEnd = keyEnd + view.getUint32(at + 4, true);
  return {
    // Copies, or each of them would keep the whole array in memory; not `slice`, which for a Buffer makes none.
    key: new Uint8Array(bytes.subarray(at + eventHeaderBytes, keyEnd)),
    value: values.copy(bytes.subarray(keyEnd, valueEnd)),
    createRevision: view.getFloat64(at + 8, true),
    modRevision: view.getFloat64(at + 16, true),
    version: view.getFloat64(at + 24, true),
    lease: view.getBigInt64(at + 32, true),
  };
}
