/**
 * Given: transactions and whole stores as bytes, for the log and for snapshots. JSON, with bytes as base64.
 *
 *     {"compare":[],"success":[{"type":"put","key":{"base64":"YQ=="},"value":{"base64":"MQ=="}}],"failure":[]}
 */

import { text, utf8 } from '#kit/bytes.ts';
import type { KeyValue, Txn } from '#kv-store/store.ts';

export function encodeTxn(txn: Txn): Uint8Array {
  return encode(txn);
}

export function decodeTxn(bytes: Uint8Array): Txn {
  return decode(bytes) as Txn;
}

/** @param entries everything that a store holds, as `range()` gives it */
export function encodeEntries(entries: KeyValue[]): Uint8Array {
  return encode(entries);
}

export function decodeEntries(bytes: Uint8Array): KeyValue[] {
  return decode(bytes) as KeyValue[];
}

function encode(value: unknown): Uint8Array {
  return utf8(JSON.stringify(wrapBytes(value)));
}

function decode(bytes: Uint8Array): unknown {
  return JSON.parse(text(bytes), (_, value) =>
    typeof value?.base64 === 'string' ? new Uint8Array(Buffer.from(value.base64, 'base64')) : value,
  );
}

function wrapBytes(value: unknown): unknown {
  if (value instanceof Uint8Array) return { base64: Buffer.from(value).toString('base64') };
  if (Array.isArray(value)) return value.map(wrapBytes);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, wrapBytes(member)]));
}
