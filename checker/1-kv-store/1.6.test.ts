/**
 * Goal: a store that keeps its own bytes, and transactions that happen whole or not at all.
 * Method: a scripted run for each rule, then random calls and transactions beside a model that works on copies.
 */
import { compareBytes, text, utf8 } from '#kit/bytes.ts';
import {
  type Compare,
  createStore,
  type KeyValue,
  type Operation,
  type RangeRequest,
  type Store,
  type Txn,
  type TxnResult,
} from '#kv-store/store.ts';
import { exercise, show, type TestContext } from '../judge/exercise.ts';
import { someCalls, someTxns } from './store-calls.ts';
import { createStoreModel, entriesOf } from './store-model.ts';
import { linesOf, outcomeOf, runCall } from './store-run.ts';

export default exercise('1.6', (test) => {
  test('K16', 'the store answers as a plain list of entries would', async (t) => {
    await t.forAll(someCalls, (calls) => {
      const store = createStore();
      const model = createStoreModel();
      for (const call of calls) runCall(t, store, model, call);
    });
  });

  test('K16', 'a key has at least one byte, and a value need not', async (t) => {
    const store = createStore();
    const [empty, key] = [utf8(''), utf8('a')];
    t.step('put("a", "")');
    store.put(key, empty);
    t.equal(store.get(key), empty, 'an empty value is a value: the key exists');
    const refused: [words: string, call: () => unknown][] = [
      ['put("", "x")', () => store.put(empty, utf8('x'))],
      ['get("")', () => store.get(empty)],
      ['delete("")', () => store.delete(empty)],
    ];
    await t.forEach(refused, async ([words, call]) => {
      t.step(words);
      await t.throws(call, 'empty-key', 'an empty key must be refused');
    });
    t.equal(store.count(), 1, 'nothing was added by what was refused');
  });

  test('K16', 'the order of the keys is the one that compare gives', (t) => {
    t.step('createStore with a compare that puts the greatest key first');
    const store = createStore({ compare: (a, b) => compareBytes(b, a) });
    t.step('put("a", "1"), put("b", "2"), put("c", "3")');
    const [a, b, c] = [entry('a', '1'), entry('b', '2'), entry('c', '3')];
    for (const { key, value } of [a, b, c]) store.put(key, value);
    const requests: [request: RangeRequest, expected: KeyValue[]][] = [
      [{}, [c, b, a]],
      [{ start: b.key }, [b, a]],
      [{ end: b.key }, [c]],
      [{ limit: 1 }, [c]],
    ];
    for (const [request, expected] of requests) {
      t.step(`range(${show(request)})`);
      t.equal(store.range(request), expected, 'the compare that the store was given says which key comes first');
    }
    t.step('count from "b" on');
    t.equal(store.count({ start: b.key }), 2, 'count must count the same entries');
  });

  test('K18', 'a transaction succeeds if every comparison holds', async (t) => {
    await t.forEach(comparisons, ([succeeds, ...compare]) => {
      const store = createStore();
      t.step('put("a", "1"), put("e", "")');
      store.put(utf8('a'), utf8('1'));
      store.put(utf8('e'), utf8(''));
      const txn: Txn = { compare, success: [put('branch', 'success')], failure: [put('branch', 'failure')] };
      for (const line of linesOf(txn)) t.step(line);
      const { succeeded } = runTxn(t, store, txn);
      t.equal(
        succeeded,
        succeeds,
        succeeds
          ? 'every comparison holds, so the transaction succeeds'
          : 'not every comparison holds, so it must not succeed',
      );
      const ran = store.get(utf8('branch'));
      t.equal(ran && text(ran), succeeds ? 'success' : 'failure', 'only this branch may have been run');
    });
  });

  test('K18', 'comparisons see the store as it was before the first operation', (t) => {
    const store = createStore();
    const create: Txn = {
      compare: [{ type: 'absent', key: utf8('a') }],
      success: [put('a', '1'), put('b', '2')],
      failure: [{ type: 'delete', key: utf8('a') }],
    };
    for (const [succeeded, entries] of [
      [true, [entry('a', '1'), entry('b', '2')]],
      [false, [entry('b', '2')]],
      [true, [entry('a', '1'), entry('b', '2')]],
    ] as const) {
      for (const line of linesOf(create)) t.step(line);
      t.equal(runTxn(t, store, create).succeeded, succeeded, 'the comparison is made once, before anything is written');
      t.equal(store.range(), entries, 'one branch was run, whole, and the other was not');
    }
  });

  test('K19', 'an operation sees what those before it in the transaction did', (t) => {
    const store = createStore();
    const txn = always(
      put('a', '1'),
      put('a', '2'),
      { ...put('a', '3'), mustExist: true },
      { type: 'range' },
      { type: 'delete', key: utf8('a'), mustExist: true },
      { type: 'delete', key: utf8('a') },
      { type: 'range' },
    );
    for (const line of linesOf(txn)) t.step(line);
    const expected = [
      { type: 'put' },
      { type: 'put', previous: utf8('1') },
      { type: 'put', previous: utf8('2') },
      { type: 'range', entries: [entry('a', '3')] },
      { type: 'delete', previous: utf8('3') },
      { type: 'delete' },
      { type: 'range', entries: [] },
    ];
    t.equal(runTxn(t, store, txn).results, expected, 'one result for each operation, in their order');
  });

  test('K17', 'changing an array after it was given to the store changes nothing in it', (t) => {
    const store = createStore();
    const before = [entry('a', '1'), entry('b', '2')];
    const [put, inTxn] = before.map(({ key, value }) => ({ key: key.slice(), value: value.slice() }));
    t.step('put("a", "1"), and put("b", "2") in a transaction');
    store.put(put.key, put.value);
    store.txn(always({ type: 'put', ...inTxn }));
    t.equal(store.range(), before, 'the store must hold what was put');
    for (const [words, bytes] of [
      ['the value given to put', put.value],
      ['the key given to put', put.key],
      ['the value given to the transaction', inTxn.value],
      ['the key given to the transaction', inTxn.key],
    ] as const) {
      t.step(`overwrite ${words}`);
      bytes.fill(0x7a);
      t.equal(store.range(), before, `the store must keep a copy of its own, and not ${words}`);
    }
  });

  test('K17', 'changing an array that came out of the store changes nothing in it', async (t) => {
    const store = createStore();
    store.put(utf8('a'), utf8('1'));
    const ranged = () => store.txn(always({ type: 'range' })).results[0] as { entries: KeyValue[] };
    const ways: [words: string, take: () => Uint8Array | undefined][] = [
      ['the value that get returned', () => store.get(utf8('a'))],
      ['a value that range returned', () => store.range()[0].value],
      ['a key that range returned', () => store.range()[0].key],
      ['a value that a transaction returned', () => ranged().entries[0].value],
    ];
    await t.forEach(ways, ([words, take]) => {
      t.step('put("a", "1")');
      t.step(`overwrite ${words}`);
      take()?.fill(0x7a);
      t.equal(store.range(), [entry('a', '1')], `the store must hand out a copy, and not let others reach ${words}`);
    });
  });

  for (const [words, operations] of halfWay()) {
    test('K20', `no trace is left of ${words} when a later operation fails`, async (t) => {
      await t.forEach(failing, async ([code, last]) => {
        const store = createStore();
        const before = [entry('a', '1'), entry('b', '2'), entry('e', '')];
        t.step('put("a", "1"), put("b", "2"), put("e", "")');
        for (const { key, value } of before) store.put(key, value);
        const txn = always(...operations, last);
        for (const line of linesOf(txn)) t.step(line);
        const message = 'the last operation fails, and its failure must be thrown on';
        await t.throws(() => store.txn(txn), code, message);
        t.equal(store.range(), before, 'after the failure the store must hold what it held before the transaction');
      });
    });
  }

  test('K16', 'an empty key is refused in a transaction, too', async (t) => {
    const empty = utf8('');
    const ifEmpty: Compare = { type: 'exists', key: empty };
    const absent: Compare = { type: 'exists', key: utf8('x') };
    const refused: Txn[] = [
      always({ type: 'put', key: empty, value: empty }),
      always({ type: 'delete', key: empty }),
      { compare: [ifEmpty], success: [], failure: [] },
      { compare: [absent, ifEmpty], success: [], failure: [] },
    ];
    await t.forEach(refused, async (txn) => {
      const store = createStore();
      for (const line of linesOf(txn)) t.step(line);
      const message = 'an empty key must be refused, in whichever comparison it is and in any operation that is run';
      await t.throws(() => store.txn(txn), 'empty-key', message);
      t.equal(store.range(), [], 'nothing was added by what was refused');
    });
  });

  test('K20', 'whatever the transactions, the store is where the model is', async (t) => {
    await t.forAll(someTxns, (txns) => {
      const store = createStore();
      const model = createStoreModel();
      for (const txn of txns) {
        for (const line of linesOf(txn)) t.step(line);
        const given = structuredClone(txn);
        const [actual, expected] = [outcomeOf(() => store.txn(given)), outcomeOf(() => model.txn(txn))];
        t.equal(actual, expected, 'the transaction must have this outcome');
        t.equal(given, txn, leaveAsItIs);
        t.equal(store.range(), entriesOf(model.contents()), 'after the transaction the store must hold this');
      }
    });
  });
});

const leaveAsItIs = 'txn changed the transaction that it was given, which may be run again: copy before you write';

/** Runs the transaction, and looks at it afterwards. */
function runTxn(t: TestContext, store: Store, txn: Txn): TxnResult {
  const given = structuredClone(txn);
  const result = store.txn(given);
  t.equal(given, txn, leaveAsItIs);
  return result;
}

/** What the store holds at the time: "a" is "1", "e" is empty, and there is no "x". */
const comparisons: [succeeds: boolean, ...compare: Compare[]][] = [
  [true],
  [true, { type: 'exists', key: utf8('a') }],
  [false, { type: 'exists', key: utf8('x') }],
  [true, { type: 'absent', key: utf8('x') }],
  [false, { type: 'absent', key: utf8('a') }],
  [true, { type: 'value', key: utf8('a'), value: utf8('1') }],
  [false, { type: 'value', key: utf8('a'), value: utf8('2') }],
  [false, { type: 'value', key: utf8('a'), value: utf8('') }],
  [false, { type: 'value', key: utf8('x'), value: utf8('') }],
  [true, { type: 'exists', key: utf8('e') }],
  [false, { type: 'absent', key: utf8('e') }],
  [true, { type: 'value', key: utf8('e'), value: utf8('') }],
  [true, { type: 'exists', key: utf8('a') }, { type: 'absent', key: utf8('x') }],
  [false, { type: 'exists', key: utf8('a') }, { type: 'exists', key: utf8('x') }],
  [false, { type: 'exists', key: utf8('x') }, { type: 'exists', key: utf8('a') }],
];

/** Operations that fail, each with another code: what came before must be undone for either. */
const failing: [code: string, operation: Operation][] = [
  ['key-not-found', { ...put('missing', 'x'), mustExist: true }],
  ['empty-key', put('', 'x')],
];

/** What a transaction does to a store that holds "a", "b" and the empty "e", before it fails. */
function halfWay(): [words: string, operations: Operation[]][] {
  return [
    ['a new key', [put('new', 'x')]],
    ['a changed value', [put('a', 'x'), put('a', 'y')]],
    ['a changed value that was empty', [put('e', 'x')]],
    ['a deleted key', [{ type: 'delete', key: utf8('a') }]],
    ['a key deleted and put again', [{ type: 'delete', key: utf8('b') }, put('b', 'x'), put('a', 'x')]],
  ];
}

function put(key: string, value: string): Operation & { type: 'put' } {
  return { type: 'put', key: utf8(key), value: utf8(value) };
}

function always(...success: Operation[]): Txn {
  return { compare: [], success, failure: [] };
}

function entry(key: string, value: string): KeyValue {
  return { key: utf8(key), value: utf8(value) };
}
