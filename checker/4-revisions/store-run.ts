/** Runs calls on the learner's store and on the model, side by side, and tells the first difference. */

import { wireErrorOf } from '#kit/etcd/errors.ts';
import { codeOf } from '#kit/failure.ts';
import { createRevisionStore, type RevisionStore } from '#revisions/revision-store.ts';
import type { TestContext } from '../judge/exercise.ts';
import { createMvccModel, type MvccModel } from '../oracles/mvcc-model.ts';
import { all, rangeOf } from './requests.ts';
import type { StoreCall } from './store-calls.ts';
import { deleteInWords, putInWords, rangeInWords, txnInWords } from './words.ts';

export interface RunOptions {
  /** Whether every revision is read at the end. */
  past?: boolean;
}

export function runCalls(t: TestContext, calls: readonly StoreCall[], { past = false }: RunOptions = {}): void {
  let store = createRevisionStore();
  const model = createMvccModel();
  for (const call of calls) {
    if (call.type === 'restore') store = restored(t, store);
    else runCall(t, store, model, call);
    t.equal(store.revision(), model.revision(), 'after this, the store must be at this revision');
  }
  if (past) readThePast(t, store, model);
}

function restored(t: TestContext, store: RevisionStore): RevisionStore {
  t.step('snapshot(), and a new store that restores it');
  const another = createRevisionStore();
  another.restore(store.snapshot());
  return another;
}

type Asking = Exclude<StoreCall, { type: 'restore' }>;

const meaning = {
  put: 'the put must be answered so',
  range: 'the range must be answered so',
  delete: 'the delete must be answered so',
  txn: 'the transaction must be answered so',
  compact: 'the compaction must end so',
};

function runCall(t: TestContext, store: RevisionStore, model: MvccModel, call: Asking): void {
  for (const line of callInWords(call)) t.step(line);
  // Each has its own copy: one that changes what it is given shall not change the other's.
  const actual = outcomeOf(() => perform(store, structuredClone(call)));
  const expected = outcomeOf(() => perform(model, structuredClone(call)));
  t.equal(actual, expected, meaning[call.type]);
}

function perform(store: RevisionStore | MvccModel, call: Asking): unknown {
  switch (call.type) {
    case 'put':
      return store.put(call.request);
    case 'range':
      return store.range(call.request);
    case 'delete':
      return store.deleteRange(call.request);
    case 'txn':
      return store.txn(call.request);
    case 'compact':
      return store.compact(call.revision) ?? 'compacted';
  }
}

function callInWords(call: Asking): string[] {
  switch (call.type) {
    case 'put':
      return [putInWords(call.request)];
    case 'range':
      return [rangeInWords(call.request)];
    case 'delete':
      return [deleteInWords(call.request)];
    case 'txn':
      return txnInWords(call.request);
    case 'compact':
      return [`compact(${call.revision})`];
  }
}

/** What an action gave, or the code of the error of etcd's that it threw, in a form that a report can show. */
export function outcomeOf(action: () => unknown): unknown {
  try {
    return action();
  } catch (thrown) {
    const code = codeOf(thrown);
    if (!wireErrorOf(code)) throw thrown;
    return { throws: code };
  }
}

function readThePast(t: TestContext, store: RevisionStore, model: MvccModel): void {
  for (let revision = 1; revision <= model.revision(); revision++) {
    const request = rangeOf(all, { revision });
    const actual = outcomeOf(() => store.range(request));
    const expected = outcomeOf(() => model.range(request));
    t.equal(actual, expected, `at the end, revision ${revision} must show what it showed when it was the newest`);
  }
}
