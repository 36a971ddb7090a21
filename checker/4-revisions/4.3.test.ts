/**
 * Goal: a transaction happens whole or not at all, as one revision, and is refused before any of it is done.
 * Method: a scripted run for each rule; tables of comparisons and of what must be refused; random transactions, nested
 * ones too, beside a model.
 */

import { text, utf8 } from '#kit/bytes.ts';
import type { Compare, ResponseOp, TxnRequest } from '#kit/etcd/api.ts';
import { createRevisionStore } from '#revisions/revision-store.ts';
import { exercise, type TestContext } from '../judge/exercise.ts';
import { comparisons } from './comparisons.ts';
import { refusedTxns } from './refused-txns.ts';
import { all, always, exists, kv, op, txnOf } from './requests.ts';
import { someTxns } from './store-calls.ts';
import { type StoreHand, storeInHand } from './store-hand.ts';
import { runCalls } from './store-run.ts';

export default exercise('4.3', (test) => {
  test('V7', 'one branch is done, and all that it writes is one revision', (t) => {
    const hand = storeInHand(t);
    const make = txnOf([exists('a')], [op.delete('a')], [op.put('a', '1'), op.put('b', '1'), op.put('c', '1')]);
    const made = hand.txn(make);
    t.equal(made.succeeded, false, 'there is no "a" yet, so the failure branch is done');
    t.equal(made.header.revision, 2, 'the whole transaction is one revision');
    t.equal(made.responses.length, 3, 'a response for each operation of the branch that was done');
    const three = ['a', 'b', 'c'].map((key) => kv(key, '1', [2, 2, 1]));
    t.equal(hand.range(all).kvs, three, 'all three keys were made by revision 2');
    t.equal(hand.range(all, { revision: 1 }).count, 0, 'and none of them was there before');
    const deleted = hand.txn(make);
    t.equal(deleted.succeeded, true, 'now "a" is there');
    t.equal(hand.range(all).kvs, three.slice(1), 'only the success branch was done');
    hand.isAt(3, 'the second transaction is the third revision');
  });

  test('V7', 'the comparisons see the store as it was before', (t) => {
    const hand = storeInHand(t);
    hand.put('a', '1');
    const isOne: Compare = { key: utf8('a'), target: 'value', result: 'equal', value: utf8('1') };
    const swap = txnOf(
      [isOne],
      [op.put('a', '2'), op.txn(txnOf([isOne], [op.put('b', 'then')], [op.put('b', 'else')]))],
    );
    const { succeeded, responses } = hand.txn(swap);
    t.equal(succeeded, true, '"a" is "1" before the transaction, whatever it writes');
    const nested = responses[1].type === 'txn' && responses[1].response.succeeded;
    const value = text(hand.get('b')!.value);
    t.equal(
      { nested, b: value },
      { nested: true, b: 'then' },
      'which branches are done is decided before anything is written, in a nested transaction too',
    );
  });

  test('V1', 'a transaction that changes nothing adds nothing', async (t) => {
    const idle: TxnRequest[] = [
      txnOf([], []),
      txnOf([exists('x')], [op.put('a', '2')]),
      always(op.range('a')),
      always(op.delete('x')),
      always(op.delete(['x', 'z']), op.txn(always(op.delete('x')))),
    ];
    await t.forEach(idle, (request) => {
      const hand = storeInHand(t);
      hand.put('a', '1');
      t.equal(hand.txn(request).header.revision, 2, 'nothing has changed, so the revision is what it was');
      t.equal(hand.put('b', '1').header.revision, 3, 'the next put is the next revision');
    });
  });

  test('V8', 'an operation sees what those before it have written', (t) => {
    const hand = storeInHand(t);
    hand.put('a', '1');
    hand.put('b', '1');
    const { responses } = hand.txn(
      always(
        op.range(all),
        op.put('a', '2', { prevKv: true }),
        op.range(all),
        op.delete('b', { prevKv: true }),
        op.range(all),
        op.txn(always(op.put('c', '1'), op.range('c'))),
        op.range(all, { revision: 3 }),
      ),
    );
    const [a1, a2] = [kv('a', '1', [2, 2, 1]), kv('a', '2', [2, 4, 2])];
    const [b, c] = [kv('b', '1', [3, 3, 1]), kv('c', '1', [4, 4, 1])];
    t.equal(kvsOf(responses[0]), [a1, b], 'nothing was written yet');
    t.equal(responses[1].response, { header: { revision: 4 }, prevKv: a1 }, 'the key as it was before');
    t.equal(kvsOf(responses[2]), [a2, b], 'the put is seen, with the revision that the transaction makes');
    t.equal(responses[3].response, { header: { revision: 4 }, deleted: 1, prevKvs: [b] }, 'one key was deleted');
    t.equal(kvsOf(responses[4]), [a2], 'the delete is seen');
    const nested = responses[5].type === 'txn' ? responses[5].response.responses : [];
    t.equal(kvsOf(nested[1]), [c], 'and so is what a nested transaction has written');
    t.equal(kvsOf(responses[6]), [a1, b], 'a revision of the past is what it was');
  });

  test('V8', 'the header of a response says whether anything was written so far', (t) => {
    const hand = storeInHand(t);
    hand.put('a', '1');
    const { header, responses } = hand.txn(
      always(op.range('a'), op.delete('x'), op.put('a', '2'), op.range('a'), op.delete('x'), op.txn(always())),
    );
    t.equal(responses[5].response.header.revision, 0, 'that of a nested transaction is empty: revision 0');
    t.equal(
      responses.slice(0, 5).map(({ response }) => response.header.revision),
      [2, 2, 3, 3, 3],
      'up to the first operation that changes anything the revision is the old one; from it on, the new one',
    );
    t.equal(header.revision, 3, "the transaction's own header carries the new one");
  });

  test('V2', 'within a transaction a key counts as it does outside', (t) => {
    const hand = storeInHand(t);
    hand.put('a', '1');
    hand.put('a', '2');
    hand.txn(always(op.put('a', '3'), op.put('b', '1')));
    t.equal(hand.get('a'), kv('a', '3', [2, 4, 3]), 'the third put of "a"');
    hand.txn(always(op.delete('a'), op.delete('a'), op.put('b', '2')));
    hand.isAt(5, 'one revision');
    t.equal(hand.range('a', { revision: 4 }).count, 1, 'it was there at revision 4');
    t.equal(hand.get('b'), kv('b', '2', [4, 5, 2]), 'deleting "a" twice has done nothing to "b"');
  });

  test('V10', 'a comparison holds or not, whatever is compared', async (t) => {
    await t.forEach(comparisons, ([holds, compare, because]) => {
      const hand = withThree(t);
      const { succeeded } = hand.txn(txnOf([compare], [op.put('done', 'success')], [op.put('done', 'failure')]));
      t.equal(succeeded, holds, because);
      const done = text(hand.get('done')!.value);
      t.equal(done, holds ? 'success' : 'failure', 'and this branch must have been done');
    });
  });

  test('V10', 'the ids of leases are compared to the last of their 64 bits', async (t) => {
    const id = 2n ** 62n + 1n;
    const results: [result: Compare['result'], than: bigint, holds: boolean][] = [
      ['equal', id, true],
      ['equal', id - 1n, false],
      ['not-equal', id + 1n, true],
      ['greater', id - 1n, true],
      ['less', id + 1n, true],
      ['greater', id, false],
    ];
    await t.forEach(results, ([result, value, holds]) => {
      const leases = { has: () => true, attach() {}, detach() {} };
      const hand = storeInHand(t, createRevisionStore({ leases }));
      hand.put('a', '1', { lease: id });
      const compare: Compare = { key: utf8('a'), target: 'lease', result, value };
      t.equal(hand.txn(txnOf([compare], [])).succeeded, holds, `the lease of "a" is ${id}n`);
    });
  });

  test('V10', 'a transaction succeeds if every comparison holds', async (t) => {
    const [yes, no] = [exists('a'), exists('x')];
    const cases: [succeeds: boolean, compare: Compare[]][] = [
      [true, []],
      [true, [yes, yes]],
      [false, [yes, no]],
      [false, [no, yes]],
      [false, [no, no]],
    ];
    await t.forEach(cases, ([succeeds, compare]) => {
      const hand = withThree(t);
      t.equal(hand.txn(txnOf(compare, [])).succeeded, succeeds, '"a" is there and "x" is not: all must hold');
    });
  });

  test('V9', 'what must be refused is refused before anything is done', async (t) => {
    await t.forEach(refusedTxns, async ([code, request, because]) => {
      const hand = withThree(t);
      const before = hand.range(all);
      await t.throws(() => hand.txn(request), code, because);
      t.equal(hand.range(all), before, 'not even the operations before the one that is wrong may have been done');
      hand.put('z', '1');
      const after = [...before.kvs, kv('z', '1', [8, 8, 1])];
      t.equal(hand.range(all).kvs, after, 'nor may anything of it show up with the next revision');
    });
  });

  test('V9', 'what looks like a duplicate and is none is done', async (t) => {
    const fine: TxnRequest[] = [
      txnOf([exists('a')], [op.put('n', '1')], [op.put('n', '2')]),
      always(op.delete('a'), op.delete(['a', 'c'])),
      always(op.put('n', '1'), op.range('n'), op.delete(['o', 'z'])),
      always(op.put('c', '1'), op.delete(['a', 'c'])),
      always(op.txn(txnOf([exists('a')], [op.put('n', '1')], [op.put('n', '2')]))),
      always(...Array.from({ length: 128 }, (_, i) => op.put(`n${i}`, 'x'))),
      always(...Array.from({ length: 99 }, () => op.range('a')), op.txn(always(...nested28()))),
    ];
    await t.forEach(fine, (request) => {
      const hand = withThree(t);
      t.equal(hand.txn(request).header.revision, 8, 'this changes something, and nothing in it must be refused');
    });
  });

  test('V7', 'whatever the transactions, the store is where the model is', async (t) => {
    await t.forAll(someTxns, (calls) => runCalls(t, calls, { past: true }), { runs: 150 });
  });
});

function nested28() {
  return Array.from({ length: 28 }, (_, i) => op.put(`n${i}`, 'x'));
}

function kvsOf(operation: ResponseOp | undefined): unknown {
  return operation?.type === 'range' ? operation.response.kvs : operation;
}

/**
 *     a   made at 2, put last at 4, version 2, "2"
 *     b   made at 3, put last at 3, version 1, "1"
 *     c   made at 5, put last at 5, version 1, "1"        deleted since: "x" at 7
 */
function withThree(t: TestContext): StoreHand {
  const hand = storeInHand(t);
  hand.put('a', '1');
  hand.put('b', '1');
  hand.put('a', '2');
  hand.put('c', '1');
  hand.put('x', '1');
  hand.delete('x');
  return hand;
}
