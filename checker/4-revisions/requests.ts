/** Requests and what they answer, made from texts: what a test says in one line. */

import { utf8 } from '#kit/bytes.ts';
import type {
  Compare,
  DeleteRangeRequest,
  Event,
  KeySelection,
  KeyValue,
  PutRequest,
  RangeRequest,
  RequestOp,
  TxnRequest,
} from '#kit/etcd/api.ts';

/** A key, or the first key of a range and its end. */
export type Keys = string | readonly [from: string, end: string];

export const all: Keys = ['\0', '\0'];

export function selection(keys: Keys): KeySelection {
  if (typeof keys === 'string') return { key: utf8(keys) };
  return { key: utf8(keys[0]), rangeEnd: utf8(keys[1]) };
}

export function putOf(key: string, value: string, options: Partial<PutRequest> = {}): PutRequest {
  return { key: utf8(key), value: utf8(value), ...options };
}

export function rangeOf(keys: Keys, options: Partial<RangeRequest> = {}): RangeRequest {
  return { ...selection(keys), ...options };
}

export function deleteOf(keys: Keys, options: Partial<DeleteRangeRequest> = {}): DeleteRangeRequest {
  return { ...selection(keys), ...options };
}

/** The same as operations of a transaction. */
export const op = {
  put: (...args: Parameters<typeof putOf>): RequestOp => ({ type: 'put', request: putOf(...args) }),
  range: (...args: Parameters<typeof rangeOf>): RequestOp => ({ type: 'range', request: rangeOf(...args) }),
  delete: (...args: Parameters<typeof deleteOf>): RequestOp => ({ type: 'delete-range', request: deleteOf(...args) }),
  txn: (request: TxnRequest): RequestOp => ({ type: 'txn', request }),
};

export function txnOf(compare: Compare[], success: RequestOp[], failure: RequestOp[] = []): TxnRequest {
  return { compare, success, failure };
}

export function always(...success: RequestOp[]): TxnRequest {
  return txnOf([], success);
}

/** Whether the key is there. */
export function exists(key: string): Compare {
  return { ...selection(key), target: 'version', result: 'greater', value: 0 };
}

/** A key as it should be. */
export function kv(
  key: string,
  value: string,
  [createRevision, modRevision, version]: readonly [create: number, mod: number, version: number],
  lease = 0n,
): KeyValue {
  return { key: utf8(key), value: utf8(value), createRevision, modRevision, version, lease };
}

/** What a delete event says of its key. */
export function tombstone(key: string, modRevision: number): KeyValue {
  return kv(key, '', [0, modRevision, 0]);
}

export function putEvent(kv: KeyValue, prevKv?: KeyValue): Event {
  return { type: 'put', kv, ...(prevKv && { prevKv }) };
}

export function deleteEvent(key: string, modRevision: number, prevKv?: KeyValue): Event {
  return { type: 'delete', kv: tombstone(key, modRevision), ...(prevKv && { prevKv }) };
}
