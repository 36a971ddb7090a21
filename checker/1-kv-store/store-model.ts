/**
 * The store in the plainest way: a transaction works on a copy of everything, which takes the place of the original
 * only if no operation has failed.
 */
import { compareBytes } from '#kit/bytes.ts';
import { Failure } from '#kit/failure.ts';
import type { Compare, KeyValue, Operation, OperationResult, RangeRequest, Txn, TxnResult } from '#kv-store/store.ts';
import { createModel, type Model } from './model.ts';

type Contents = Model<Uint8Array, Uint8Array>;

export interface StoreModel {
  contents(): Contents;
  txn(txn: Txn): TxnResult;
}

export function createStoreModel(): StoreModel {
  let contents: Contents = createModel(compareBytes);
  return {
    contents: () => contents,
    txn({ compare, success, failure }) {
      const draft: Contents = createModel(compareBytes);
      for (const [key, value] of contents.range(undefined, undefined)) draft.set(key, value);
      const succeeded = compare.map((condition) => holds(contents, condition)).every(Boolean);
      const results = (succeeded ? success : failure).map((operation) => run(draft, operation));
      contents = draft;
      return { succeeded, results };
    },
  };
}

export function entriesOf(contents: Contents, { start, end, limit }: RangeRequest = {}): KeyValue[] {
  return contents.range(start, end, limit).map(([key, value]) => ({ key, value }));
}

function holds(contents: Contents, condition: Compare): boolean {
  const value = contents.get(checked(condition.key));
  if (condition.type !== 'value') return (value !== undefined) === (condition.type === 'exists');
  return value !== undefined && compareBytes(value, condition.value) === 0;
}

function run(contents: Contents, operation: Operation): OperationResult {
  if (operation.type === 'range') return { type: 'range', entries: entriesOf(contents, operation) };
  const { type, key, mustExist } = operation;
  if (mustExist && contents.get(checked(key)) === undefined) throw new Failure('key-not-found', 'there is no such key');
  const previous = type === 'put' ? contents.set(checked(key), operation.value) : contents.delete(checked(key));
  return { type, ...(previous && { previous }) };
}

function checked(key: Uint8Array): Uint8Array {
  if (key.length === 0) throw new Failure('empty-key', 'a key has at least one byte');
  return key;
}
