/**
 * Goal: the model that judges a store with revisions and the reference say the same, always, and mistakes in a store are
 * found by it. Method: random calls to both; then to stores with an edit in them.
 */
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { utf8 } from '#kit/bytes.ts';
import type { Compare, KeySelection, PutRequest, RangeRequest, RequestOp, TxnRequest } from '#kit/etcd/api.ts';
import { codeOf } from '#kit/failure.ts';
import { show } from '../checker/judge/show.ts';
import { createMvccModel, type MvccModel } from '../checker/oracles/mvcc-model.ts';
import type * as revisions from '../solutions/4-revisions/revision-store.ts';
import { type Edit, edited } from './edited.ts';

type Store = Pick<MvccModel, 'put' | 'range' | 'deleteRange' | 'txn' | 'compact' | 'changes'>;
type Call = (store: Store) => unknown;

const someLeases = [7n, 8n];
const key = fc.constantFrom(...'a b c bb a b c bb a b c bb'.split(' '), '').map(utf8);
const end = fc.constantFrom('\0', 'c', 'b', 'bb', 'd', '').map(utf8);
const value = fc.constantFrom('', '1', '2').map(utf8);
const revision = fc.integer({ min: -1, max: 20 });
const lease = fc.constantFrom(0n, 7n, 8n, 9n);

const keys: fc.Arbitrary<KeySelection> = fc.record({ key, rangeEnd: fc.option(end, { nil: undefined, freq: 2 }) });
const yes = fc.constant(true);
const put: fc.Arbitrary<PutRequest> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ key, value, prevKv: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ key, value, lease, prevKv: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ key, value, ignoreLease: yes }) },
  {
    weight: 1,
    arbitrary: fc.record({ key, value: fc.constant(utf8('')), lease, ignoreValue: yes }),
  },
);
const rarely = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
const range: fc.Arbitrary<RangeRequest> = fc
  .record({
    selection: keys,
    limit: rarely(fc.nat(4)),
    revision: rarely(revision),
    sortOrder: fc.constantFrom('none', 'ascend', 'descend', undefined),
    sortTarget: fc.constantFrom('key', 'version', 'create', 'mod', 'value', undefined),
    keysOnly: rarely(yes),
    countOnly: rarely(yes),
    minModRevision: rarely(fc.nat(20)),
    maxModRevision: rarely(fc.nat(20)),
    minCreateRevision: rarely(fc.nat(20)),
    maxCreateRevision: rarely(fc.nat(20)),
  })
  .map(({ selection, ...options }) => ({ ...selection, ...options }) as RangeRequest);
const deletion = fc
  .record({ selection: keys, prevKv: fc.boolean() })
  .map((each) => ({ ...each.selection, prevKv: each.prevKv }));
const compare: fc.Arbitrary<Compare> = fc
  .record({
    selection: keys,
    result: fc.constantFrom('equal', 'greater', 'less', 'not-equal'),
    what: fc.oneof(
      fc.record({ target: fc.constantFrom('version', 'create', 'mod'), value: fc.nat(9) }),
      fc.record({ target: fc.constant('lease'), value: lease }),
      fc.record({ target: fc.constant('value'), value }),
    ),
  })
  .map(({ selection, result, what }) => ({ ...selection, result, ...what }) as Compare);
const { txn } = fc.letrec<{ txn: TxnRequest; operation: RequestOp }>((tie) => ({
  txn: fc.record({
    compare: fc.array(compare, { maxLength: 2 }),
    success: fc.array(tie('operation'), { maxLength: 4 }),
    failure: fc.array(tie('operation'), { maxLength: 3 }),
  }),
  operation: fc.oneof(
    { maxDepth: 2 },
    fc.record({ type: fc.constant('put' as const), request: put }),
    fc.record({ type: fc.constant('range' as const), request: range }),
    fc.record({ type: fc.constant('delete-range' as const), request: deletion }),
    fc.record({ type: fc.constant('txn' as const), request: tie('txn') }),
  ),
}));

const call: fc.Arbitrary<Call> = fc.oneof(
  { weight: 4, arbitrary: put.map((request): Call => named(`put ${show(request)}`, (store) => store.put(request))) },
  { weight: 2, arbitrary: deletion.map((it): Call => named(`delete ${show(it)}`, (store) => store.deleteRange(it))) },
  { weight: 3, arbitrary: range.map((it): Call => named(`range ${show(it)}`, (store) => store.range(it))) },
  { weight: 3, arbitrary: txn.map((it): Call => named(`txn ${show(it)}`, (store) => store.txn(it))) },
  { weight: 1, arbitrary: revision.map((it): Call => named(`compact ${it}`, (store) => store.compact(it))) },
  { weight: 1, arbitrary: revision.map((it): Call => named(`changes ${it}`, (store) => store.changes(it))) },
);

function named(name: string, call: Call): Call {
  return Object.assign((store: Store) => call(store), { toString: () => name });
}

/** What came back, or the code of what was thrown; without members that are `undefined`, which say nothing. */
function outcome(call: Call, store: Store): unknown {
  try {
    return show(call(store));
  } catch (thrown) {
    if (codeOf(thrown) === undefined) throw thrown;
    return codeOf(thrown);
  }
}

type CreateStore = typeof revisions.createRevisionStore;

/** Runs random calls on a store and on the model; throws at the first difference. */
function compareWithModel(createStore: CreateStore, numRuns: number): void {
  fc.assert(
    fc.property(fc.array(call, { maxLength: 40, size: 'max' }), (calls) => {
      const book = new Set<string>();
      const leases = {
        has: (id: bigint) => someLeases.includes(id),
        attach: (id: bigint, each: Uint8Array) => void book.add(`${id} ${show(each)}`),
        detach: (id: bigint, each: Uint8Array) => void book.delete(`${id} ${show(each)}`),
      };
      const store = createStore({ leases });
      const model = createMvccModel(leases.has);
      const told: unknown[] = [];
      store.onChange((change) => told.push(change));
      for (const each of calls) {
        const before = model.revision();
        assert.is(outcome(each, store), outcome(each, model), `${each}`);
        assert.is(store.revision(), model.revision());
        assert.is(show(told.splice(0)), show(model.changes(before + 1)), 'told');
      }
      agreeInTheEnd(store, model);
      const attached = model.range({ key: utf8('\0'), rangeEnd: utf8('\0') }).kvs.filter((kv) => kv.lease !== 0n);
      assert.equal([...book].sort(), attached.map((kv) => `${kv.lease} ${show(kv.key)}`).sort());
      const copy = createStore({ leases });
      copy.restore(store.snapshot());
      agreeInTheEnd(copy, model);
      assert.is(copy.hash(0), store.hash(0));
    }),
    { numRuns, seed: 4 },
  );
}

/** Every revision that can be read, and all changes. */
function agreeInTheEnd(store: revisions.RevisionStore, model: MvccModel): void {
  assert.is(store.compactedRevision(), model.compactedRevision());
  for (let past = model.compactedRevision(); past <= model.revision() + 1; past++) {
    const request = { key: utf8('\0'), rangeEnd: utf8('\0'), revision: past };
    const all: Call = (one) => one.range(request);
    assert.is(outcome(all, store), outcome(all, model), `at revision ${past}`);
  }
  const from = model.compactedRevision();
  assert.is(show(store.changes(from)), show(model.changes(from)));
}

const store = (edit?: Edit) =>
  edited<{ createRevisionStore: CreateStore }>('solutions/4-revisions/revision-store.ts', edit).then(
    (made) => made.createRevisionStore,
  );

test('the reference and the model agree', async () => compareWithModel(await store(), 1000));

const mistakes: Edit[] = [
  { file: 'key-history.ts', find: 'before.version + 1', replace: 'before.version' },
  { file: 'key-history.ts', find: 'isGone ? count : count - 1', replace: 'count' },
  { file: 'range.ts', find: 'revision < compactedRevision', replace: 'revision <= compactedRevision' },
  { file: 'range.ts', find: 'b.createRevision', replace: 'a.createRevision' },
  { file: 'compare.ts', find: "compare.target !== 'value' &&", replace: '' },
  { file: 'txn-check.ts', find: '|| deletesAPut(b, a)', replace: '' },
  { file: 'txn.ts', find: "if (type === 'put') checkPossible(draft, request);", replace: '' },
  { file: 'compaction.ts', find: 'kv.modRevision === revision || ', replace: '' },
  { file: 'write.ts', find: 'if (kv.lease !== 0n) leases.detach(kv.lease, kv.key);', replace: '' },
];
for (const mistake of mistakes) {
  test(`a mistake is found: ${mistake.find} → ${mistake.replace || 'nothing'}`, async () => {
    const createStore = await store(mistake);
    assert.throws(() => compareWithModel(createStore, 1000));
  });
}

test.run();
