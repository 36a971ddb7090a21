/**
 * Whether a transaction makes sense at all, whatever the store holds: no empty key, not too long, and no key changed twice.
 *
 *     put "a",  put "a"                           refused: which of them is the key at this revision?
 *     put "b",  delete "a" to "c"                 refused, in either order
 *     put "a",  txn if … then put "a"             refused, whichever branch will be taken
 *     delete "a" to "c",  delete "b" to "d"       fine: the second finds what the first has left
 *     txn if … then put "a" else put "a"          fine: only one of them is done
 *
 * So one revision changes a key at most once, which much else relies on.
 *
 * Source: the etcd API reference, `TxnRequest`, and etcd 3.4, as it answers.
 */
import { compareBytes } from '#kit/bytes.ts';
import type { KeySelection, RequestOp, TxnRequest } from '#kit/etcd/api.ts';
import { etcdFailure } from '#kit/etcd/errors.ts';
import { createOrderedMap, type OrderedMap } from '#kv-store/ordered-map.ts';
import { checkKey, checkPut } from './checks.ts';
import { boundsOf, isWithin } from './key-selection.ts';

/** How many conditions a transaction may have, and operations in either branch: etcd's default. */
export const operationsMax = 128;

/**
 * Refuses a transaction that no store could do. Both branches are looked at, since either may be taken.
 *
 * The longest of the three lists counts, and a transaction inside may only use what is left: within one of 100 operations,
 * 28 at most.
 *
 * @throws {Failure} `too-many-operations`; what {@link checkKey} and {@link checkPut} throw; `duplicate-key`
 */
export function checkTxn(txn: TxnRequest): void {
  //: todo 4.3 Check the lengths and each operation, at any depth; then that no branch may change a key twice.
  checkOperations(txn, operationsMax);
  changesOf(txn.success);
  changesOf(txn.failure);
  //: end
}
//: solution

function checkOperations({ compare, success, failure }: TxnRequest, allowed: number): void {
  const longest = Math.max(compare.length, success.length, failure.length);
  if (longest > allowed) throw etcdFailure('too-many-operations');
  compare.forEach(checkKey);
  for (const operation of [...success, ...failure]) {
    if (operation.type === 'txn') checkOperations(operation.request, allowed - longest);
    else if (operation.type === 'put') checkPut(operation.request);
    else checkKey(operation.request);
  }
}

/** The keys that operations may change. */
interface Changes {
  puts: OrderedMap<Uint8Array, true>;
  deletes: KeySelection[];
}

/**
 * All that a list of operations may change.
 *
 * @throws {Failure} `duplicate-key` where two of them may change the same key
 */
function changesOf(operations: RequestOp[]): Changes {
  const all: Changes = { puts: createOrderedMap(compareBytes), deletes: [] };
  for (const operation of operations) {
    const own = changesOfOne(operation);
    if (own.some((changes) => clash(all, changes))) throw etcdFailure('duplicate-key');
    for (const { puts, deletes } of own) {
      for (const [key] of puts.range(undefined, undefined)) all.puts.set(key, true);
      all.deletes.push(...deletes);
    }
  }
  return all;
}

/** What one operation may change: for a transaction both branches, each by itself, as they do not get in each other's way. */
function changesOfOne({ type, request }: RequestOp): Changes[] {
  if (type === 'txn') return [changesOf(request.success), changesOf(request.failure)];
  const puts = createOrderedMap<Uint8Array, true>(compareBytes);
  if (type === 'put') puts.set(request.key, true);
  return [{ puts, deletes: type === 'delete-range' ? [request] : [] }];
}

/** Whether both may put a key, or one may put what the other may delete. */
function clash(a: Changes, b: Changes): boolean {
  const isPutByBoth = b.puts.range(undefined, undefined).some(([key]) => a.puts.get(key));
  return isPutByBoth || deletesAPut(a, b) || deletesAPut(b, a);
}

function deletesAPut({ deletes }: Changes, { puts }: Changes): boolean {
  const keys = puts.range(undefined, undefined);
  return deletes.map(boundsOf).some((bounds) => keys.some(([key]) => isWithin(bounds, key)));
}
//: end
