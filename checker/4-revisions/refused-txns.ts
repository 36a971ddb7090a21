/** Transactions that must be refused, each by one thing that is wrong in it. Tried on the store of `comparisons.ts`. */
import type { RequestOp, TxnRequest } from '#kit/etcd/api.ts';
import { always, exists, op, txnOf } from './requests.ts';

const first = op.put('first', 'x');
const isEmpty = exists('');

export const refusedTxns: [code: string, request: TxnRequest, because: string][] = [
  ['key-required', always(first, op.put('', 'x')), 'a put without a key'],
  ['key-required', always(first, op.range('')), 'a range without a key'],
  ['key-required', always(first, op.delete(['', 'z'])), 'a delete without a key'],
  ['key-required', txnOf([isEmpty], [first]), 'a comparison without a key'],
  ['key-required', txnOf([exists('nobody'), isEmpty], [first], [first]), 'a comparison that need not be looked at'],
  ['key-required', txnOf([], [first], [op.put('', 'x')]), 'the branch that is not done must be in order, too'],
  ['key-required', always(first, op.txn(txnOf([], [], [op.put('', 'x')]))), 'a nested branch that is not done as well'],
  ['key-required', always(first, op.txn(txnOf([isEmpty], []))), 'a comparison of a nested transaction as well'],
  ['duplicate-key', always(first, op.put('d', '1'), op.put('d', '2')), 'one key is put twice'],
  ['duplicate-key', always(first, op.put('d', '1'), op.delete('d')), 'one key is put and deleted'],
  ['duplicate-key', always(first, op.delete(['a', 'e']), op.put('d', '1')), 'the put lies in the range of the delete'],
  ['duplicate-key', always(op.put('d', '1'), op.delete(['a', '\0'])), 'the put lies in the range of the delete'],
  ['duplicate-key', always(op.put('d', '1'), op.txn(always(op.put('d', '2')))), 'a nested transaction puts it again'],
  [
    'duplicate-key',
    always(op.txn(txnOf([exists('nobody')], [op.put('d', '1')])), op.put('d', '2')),
    'whether a nested branch would be done makes no difference',
  ],
  [
    'duplicate-key',
    always(op.txn(always(op.put('d', '1'))), op.txn(always(op.delete(['c', 'e'])))),
    'two nested transactions meet on one key',
  ],
  [
    'duplicate-key',
    txnOf([], [first], [op.put('d', '1'), op.put('d', '2')]),
    'the branch that is not done must be in order, too',
  ],
  ['too-many-operations', always(...many((i) => op.put(`n${i}`, 'x'))), '129 operations in one branch'],
  [
    'too-many-operations',
    txnOf(
      [],
      [first],
      many(() => op.range('a')),
    ),
    '129 operations in the other branch',
  ],
  [
    'too-many-operations',
    { compare: Array.from({ length: 129 }, () => exists('a')), success: [first], failure: [] },
    '129 comparisons',
  ],
  [
    'too-many-operations',
    always(...many(() => op.range('a'), 100), op.txn(always(...many(() => op.range('a'), 28)))),
    'a nested transaction may use only what is left: 128 less the 101 of the outer one',
  ],
  ['too-many-operations', always(...many(() => op.put('', 'x'))), 'how many comes first, and then the keys'],
  ['key-required', always(op.put('d', '1'), op.put('d', '2'), op.put('', 'x')), 'keys come before duplicates'],
  [
    'duplicate-key',
    always(op.range('a', { revision: 9 }), op.put('d', '1'), op.put('d', '2')),
    'what is wrong whatever the store holds comes first',
  ],
  [
    'lease-not-found',
    always(op.range('a', { revision: 9 }), op.put('d', '1', { lease: 7n })),
    'puts are looked at before ranges',
  ],
  ['value-provided', always(first, op.put('a', 'x', { ignoreValue: true })), 'ignoreValue with a value'],
  [
    'lease-provided',
    txnOf([], [first], [op.put('a', 'x', { ignoreLease: true, lease: 7n })]),
    'ignoreLease with a lease, in the branch that is not done',
  ],
  ['future-revision', always(first, op.range('a', { revision: 8 })), 'the store is at revision 7 as yet'],
  ['future-revision', always(first, op.txn(always(op.range('a', { revision: 9 })))), 'in a nested transaction'],
  ['lease-not-found', always(first, op.put('a', '1', { lease: 7n })), 'there is no lease 7'],
  ['lease-not-found', always(first, op.txn(always(op.put('a', '1', { lease: 7n })))), 'in a nested transaction'],
  ['key-not-found', always(first, op.put('x', '', { ignoreValue: true })), 'there is no value to keep'],
  ['key-not-found', always(first, op.put('x', '1', { ignoreLease: true })), 'there is no lease to keep'],
];

function many(make: (i: number) => RequestOp, count = 129): RequestOp[] {
  return Array.from({ length: count }, (_, i) => make(i));
}
