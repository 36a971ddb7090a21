/**
 * What no store may be asked to do: the rules for requests, as pairs of operations that cannot stand together.
 *
 *     txn A   if …  then  put "a"                       A then
 *                   else  delete "b"                    A else
 *                         txn B  if … then put "b"      A else, B then
 *
 *     put "a" and put "b" are never both done: A takes one branch. delete "b" and put "b" may both be: refused.
 */
import { hex } from '#kit/bytes.ts';
import type { KeySelection, PutRequest, RequestOp, TxnRequest } from '#kit/etcd/api.ts';
import { etcdFailure } from '#kit/etcd/errors.ts';

/** An operation that changes something, and the branches that have to be taken for it to be done, by the place of each. */
interface Writer {
  operation: Exclude<RequestOp, { type: 'txn' | 'range' }>;
  branches: Map<object, 'success' | 'failure'>;
}

/** @throws {Failure} `too-many-operations`, `key-required`, `value-provided`, `lease-provided`, `duplicate-key` */
export function checkMvccTxn(txn: TxnRequest): void {
  checkEach(txn, 128);
  const writers = writersOf(txn, new Map());
  for (const [i, a] of writers.entries()) {
    for (const b of writers.slice(i + 1)) if (areBothDone(a, b) && meet(a, b)) throw etcdFailure('duplicate-key');
  }
}

function checkEach({ compare, success, failure }: TxnRequest, most: number): void {
  const longest = Math.max(compare.length, success.length, failure.length);
  if (longest > most) throw etcdFailure('too-many-operations');
  for (const { key } of compare) checkKey(key);
  for (const operation of [...success, ...failure]) {
    if (operation.type === 'txn') checkEach(operation.request, most - longest);
    else checkKey(operation.request.key);
    if (operation.type === 'put') checkPut(operation.request);
  }
}

function checkKey(key: Uint8Array): void {
  if (key.length === 0) throw etcdFailure('key-required');
}

function checkPut({ value, lease = 0n, ignoreValue, ignoreLease }: PutRequest): void {
  if (ignoreValue && value.length > 0) throw etcdFailure('value-provided');
  if (ignoreLease && lease !== 0n) throw etcdFailure('lease-provided');
}

function writersOf(txn: TxnRequest, outer: Writer['branches']): Writer[] {
  // Not the request itself: the same one may stand in several places.
  const place = {};
  return (['success', 'failure'] as const).flatMap((branch) => {
    const branches = new Map(outer).set(place, branch);
    return txn[branch].flatMap((operation): Writer[] => {
      if (operation.type === 'txn') return writersOf(operation.request, branches);
      return operation.type === 'range' ? [] : [{ operation, branches }];
    });
  });
}

function areBothDone(a: Writer, b: Writer): boolean {
  return [...a.branches].every(([txn, branch]) => (b.branches.get(txn) ?? branch) === branch);
}

/** Whether both put a key, or one puts a key that the other deletes. */
function meet({ operation: a }: Writer, { operation: b }: Writer): boolean {
  if (a.type === 'delete-range' && b.type === 'delete-range') return false;
  if (a.type === 'put') return isSelected(b.request, a.request.key);
  return isSelected(a.request, b.request.key);
}

/** Whether a selection holds the key. */
export function isSelected({ key, rangeEnd }: KeySelection, candidate: Uint8Array): boolean {
  const [from, to, which] = [hex(key), hex(rangeEnd ?? new Uint8Array()), hex(candidate)];
  if (to === '') return which === from;
  return which >= from && (to === '00' || which < to);
}
