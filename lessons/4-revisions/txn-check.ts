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
import { todo } from '#kit/todo.ts';
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
  todo('4.3', 'Check the lengths and each operation, at any depth; then that no branch may change a key twice.');
}
