/** What requests need, and what permissions cover: the tables of exercise 4.10. */
import type { Permission } from '#kit/etcd/auth-api.ts';
import type { Request } from '#revisions/permissions.ts';
import { may } from './auth-hand.ts';
import { all, always, deleteOf, exists, type Keys, op, putOf, rangeOf, txnOf } from './requests.ts';

export const coverings: [isAllowed: boolean, keys: Keys, permissions: Permission[], because: string][] = [
  [false, 'a', [], 'there are no permissions'],
  [true, 'a', [may('read', 'a')], 'the permissions leave no gap'],
  [true, 'a', [may('readwrite', 'a')], 'the permissions leave no gap'],
  [false, 'a', [may('write', 'a')], 'who may write need not be allowed to read'],
  [false, 'b', [may('read', 'a')], 'it is another key'],
  [false, 'ab', [may('read', 'a')], 'a permission for one key is not one for all that begin with it'],
  [true, 'b', [may('read', ['a', 'c'])], 'the permissions leave no gap'],
  [false, 'c', [may('read', ['a', 'c'])], 'the end is not in the range'],
  [true, ['a', 'c'], [may('read', ['a', 'c'])], 'the permissions leave no gap'],
  [true, ['a', 'c'], [may('read', ['a', 'd'])], 'the permissions leave no gap'],
  [false, ['a', 'd'], [may('read', ['a', 'c'])], 'nobody may read "c"'],
  [false, ['a', 'c'], [may('read', ['b', 'c'])], 'nobody may read "a"'],
  [true, ['a', 'd'], [may('read', ['a', 'c']), may('read', ['c', 'd'])], 'the permissions leave no gap'],
  [true, ['a', 'd'], [may('read', ['c', 'd']), may('read', ['a', 'c'])], 'the permissions leave no gap'],
  [true, ['a', 'd'], [may('read', ['a', 'c']), may('read', ['b', 'd'])], 'the permissions leave no gap'],
  [true, ['a', 'd'], [may('read', ['a', 'd']), may('read', ['b', 'c'])], 'the permissions leave no gap'],
  [false, ['a', 'd'], [may('read', ['a', 'b']), may('read', ['c', 'd'])], 'there is a gap from "b" to "c"'],
  [false, ['a', 'd'], [may('read', ['a', 'c']), may('write', ['c', 'd'])], 'from "c" on one may only write'],
  [false, ['a', 'c'], [may('read', 'a'), may('read', 'b')], 'between the keys "a" and "b" there are others'],
  [true, ['a', '\0'], [may('read', ['a', '\0'])], 'the permissions leave no gap'],
  [true, ['b', '\0'], [may('read', ['a', '\0'])], 'the permissions leave no gap'],
  [true, 'z', [may('read', ['a', '\0'])], 'the permissions leave no gap'],
  [false, ['a', '\0'], [may('read', ['a', 'z'])], 'nobody may read what is behind "z"'],
  [true, ['a', '\0'], [may('read', ['a', 'c']), may('read', ['c', '\0'])], 'the permissions leave no gap'],
  [false, ['c', 'a'], [may('read', all)], 'a range without keys is covered by nothing'],
  [true, all, [may('read', all)], 'the permissions leave no gap'],
];

/** Of the leases in the requests below. */
export const keysOfLease: Record<string, string[]> = { 7: ['leased'], 8: ['one', 'two'] };

/** Each request with just what it needs: without any one of those it must be denied. */
export const needs: [words: string, request: Request, permissions: Permission[]][] = [
  ['range("a")', { type: 'range', request: rangeOf('a') }, [may('read', 'a')]],
  ['put("a")', { type: 'put', request: putOf('a', '1') }, [may('write', 'a')]],
  [
    'put("a", prevKv)',
    { type: 'put', request: putOf('a', '1', { prevKv: true }) },
    [may('write', 'a'), may('read', ['a', 'b'])],
  ],
  ['deleteRange("a" to "c")', { type: 'delete-range', request: deleteOf(['a', 'c']) }, [may('write', ['a', 'c'])]],
  [
    'deleteRange("a" to "c", prevKv)',
    { type: 'delete-range', request: deleteOf(['a', 'c'], { prevKv: true }) },
    [may('write', ['a', 'c']), may('read', ['a', 'd'])],
  ],
  [
    'put("a", with a lease that "leased" has)',
    { type: 'put', request: putOf('a', '1', { lease: 7n }) },
    [may('write', 'a'), may('write', 'leased')],
  ],
  ['revoke the lease that "leased" has', { type: 'lease-revoke', id: 7n }, [may('write', 'leased')]],
  [
    'revoke the lease that "one" and "two" have',
    { type: 'lease-revoke', id: 8n },
    [may('write', 'one'), may('write', 'two')],
  ],
  [
    'put("a", with the lease that "one" and "two" have)',
    { type: 'put', request: putOf('a', '1', { lease: 8n }) },
    [may('write', 'a'), may('write', 'one'), may('write', 'two')],
  ],
  [
    'the keys of the lease that "one" and "two" have',
    { type: 'lease-time-to-live', id: 8n, keys: true },
    [may('read', 'one'), may('read', 'two')],
  ],
  [
    'the keys of the lease that "leased" has',
    { type: 'lease-time-to-live', id: 7n, keys: true },
    [may('read', 'leased')],
  ],
  [
    'txn: if "a" is there then put "b" else delete "c"',
    { type: 'txn', request: txnOf([exists('a')], [op.put('b', '1')], [op.delete('c')]) },
    [may('read', 'a'), may('write', 'b'), may('write', 'c')],
  ],
  [
    'txn: range "a", and in it a txn that puts "b" or else a txn that deletes "c"',
    {
      type: 'txn',
      request: always(
        op.range('a'),
        op.txn(txnOf([exists('d')], [op.put('b', '1')], [op.txn(always(op.delete('c')))])),
      ),
    },
    [may('read', 'a'), may('read', 'd'), may('write', 'b'), may('write', 'c')],
  ],
];
