/**
 * Given: what a replica writes to the log of lesson 2, and what it writes into a snapshot, as bytes.
 *
 *     record       term 8 │ vote 8 │ commit 8 │ first index 8 │ entry │ entry │ …
 *     entry        term 8 │ type 1 │ length 4 │ data
 *     checkpoint   length 4 │ everything but the state, as JSON │ the state
 *
 * Numbers are little-endian, those of 8 bytes as doubles: exact up to 2^53.
 */
import { text, utf8 } from '#kit/bytes.ts';
import type { Entry, HardState, Snapshot } from './message.ts';

/** What one Ready adds: the hard state, and entries that replace whatever the log has from the first of them on. */
export interface DurableRecord {
  hardState: HardState;
  entries: Entry[];
}

/** A server as of a snapshot: everything that the records before it led to. */
export interface Checkpoint {
  hardState: HardState;
  snapshot: Snapshot;
}

const types: Entry['type'][] = ['command', 'noop', 'config'];
const headerBytes = 32;
const entryHeaderBytes = 13;

export function encodeRecord({ hardState, entries }: DurableRecord): Uint8Array {
  const length = entries.reduce((bytes, { data }) => bytes + entryHeaderBytes + data.length, headerBytes);
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  const header = [hardState.term, hardState.vote, hardState.commit, entries[0]?.index ?? 0];
  for (const [i, value] of header.entries()) view.setFloat64(8 * i, value, true);
  let at = headerBytes;
  for (const { term, type, data } of entries) {
    view.setFloat64(at, term, true);
    view.setUint8(at + 8, types.indexOf(type));
    view.setUint32(at + 9, data.length, true);
    bytes.set(data, at + entryHeaderBytes);
    at += entryHeaderBytes + data.length;
  }
  return bytes;
}

/** @param bytes what {@link encodeRecord} gave; the entries' data is a part of it */
export function decodeRecord(bytes: Uint8Array): DurableRecord {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [term, vote, commit, firstIndex] = [0, 8, 16, 24].map((at) => view.getFloat64(at, true));
  const entries: Entry[] = [];
  for (let at = headerBytes; at < bytes.length; ) {
    const data = bytes.subarray(at + entryHeaderBytes, at + entryHeaderBytes + view.getUint32(at + 9, true));
    const type = types[view.getUint8(at + 8)];
    entries.push({ index: firstIndex + entries.length, term: view.getFloat64(at, true), type, data });
    at += entryHeaderBytes + data.length;
  }
  return { hardState: { term, vote, commit }, entries };
}

export function encodeCheckpoint({ hardState, snapshot }: Checkpoint): Uint8Array {
  const { data, ...about } = snapshot;
  const header = utf8(JSON.stringify({ hardState, about }));
  const bytes = new Uint8Array(4 + header.length + data.length);
  new DataView(bytes.buffer).setUint32(0, header.length, true);
  bytes.set(header, 4);
  bytes.set(data, 4 + header.length);
  return bytes;
}

/** @param bytes what {@link encodeCheckpoint} gave; the snapshot's data is a part of it */
export function decodeCheckpoint(bytes: Uint8Array): Checkpoint {
  const end = 4 + new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const { hardState, about } = JSON.parse(text(bytes.subarray(4, end)));
  return { hardState, snapshot: { ...about, data: bytes.subarray(end) } };
}
