/** Random calls and transactions, how they read in a report, and how they are run beside the model. */
import { codeOf } from '#kit/failure.ts';
import type { Compare, Operation, RangeRequest, Store, Txn } from '#kv-store/store.ts';
import { fc, show, type TestContext } from '../judge/exercise.ts';
import { entriesOf, type StoreModel } from './store-model.ts';

const storeByte = fc.constantFrom(0x61, 0x62, 0x00, 0xff);
const bytesOf = (minLength: number) =>
  fc.array(storeByte, { minLength, maxLength: 2 }).map((bytes) => Uint8Array.from(bytes));

const storeKey = bytesOf(1);
const storeValue = bytesOf(0);

const someRange = fc.record({ start: storeKey, end: storeKey, limit: fc.nat(3) }, { requiredKeys: [] });

const compare: fc.Arbitrary<Compare> = fc.oneof(
  fc.record({ type: fc.constantFrom('exists' as const, 'absent' as const), key: storeKey }),
  fc.record({ type: fc.constant('value' as const), key: storeKey, value: storeValue }),
);

/** With `mustExist`, many of them fail. */
const mustExist = fc.constant(true);

const operation: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record(
      { type: fc.constant('put' as const), key: storeKey, value: storeValue, mustExist },
      { requiredKeys: ['type', 'key', 'value'] },
    ),
  },
  {
    weight: 2,
    arbitrary: fc.record(
      { type: fc.constant('delete' as const), key: storeKey, mustExist },
      { requiredKeys: ['type', 'key'] },
    ),
  },
  { weight: 1, arbitrary: someRange.map((range) => ({ type: 'range' as const, ...range })) },
);

export const someTxns: fc.Arbitrary<Txn[]> = fc.array(
  fc.record({
    compare: fc.array(compare, { maxLength: 2 }),
    success: fc.array(operation, { maxLength: 4 }),
    failure: fc.array(operation, { maxLength: 4 }),
  }),
  { maxLength: 8 },
);

export type StoreCall =
  | { type: 'put'; key: Uint8Array; value: Uint8Array }
  | { type: 'get' | 'delete'; key: Uint8Array }
  | { type: 'range' | 'count'; range: RangeRequest };

export const someCalls: fc.Arbitrary<StoreCall[]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ type: fc.constant('put' as const), key: storeKey, value: storeValue }) },
    { weight: 2, arbitrary: fc.record({ type: fc.constantFrom('get' as const, 'delete' as const), key: storeKey }) },
    {
      weight: 2,
      arbitrary: fc.record({ type: fc.constantFrom('range' as const, 'count' as const), range: someRange }),
    },
  ),
  { maxLength: 20 },
);

/** A transaction as a run of steps, a line an operation. */
export function linesOf({ compare, success, failure }: Txn): string[] {
  const conditions = compare.map((condition) =>
    condition.type === 'value'
      ? `${show(condition.key)} is ${show(condition.value)}`
      : `${show(condition.key)} ${condition.type === 'exists' ? 'exists' : 'is absent'}`,
  );
  return [
    `txn: if ${conditions.join(' and ') || 'nothing is asked'}`,
    ...branch('then', success),
    ...branch('else', failure),
  ];
}

function branch(word: string, operations: Operation[]): string[] {
  if (operations.length === 0) return [`     ${word} do nothing`];
  return operations.map((operation, i) => `     ${i === 0 ? word : '    '} ${inWords(operation)}`);
}

function inWords(operation: Operation): string {
  if (operation.type === 'range') {
    const { type, ...range } = operation;
    return `range(${show(range)})`;
  }
  const args = operation.type === 'put' ? [operation.key, operation.value] : [operation.key];
  return `${operation.type}(${args.map(show).join(', ')})${operation.mustExist ? ', which must exist' : ''}`;
}

/** Makes the call on the store and on the model, and tells a difference. */
export function runCall(t: TestContext, store: Store, model: StoreModel, call: StoreCall): void {
  const contents = model.contents();
  switch (call.type) {
    case 'put':
      t.step(`put(${show(call.key)}, ${show(call.value)})`);
      t.equal(
        store.put(call.key, call.value),
        contents.set(call.key, call.value),
        'put must return the value from before',
      );
      break;
    case 'get':
      t.step(`get(${show(call.key)})`);
      t.equal(store.get(call.key), contents.get(call.key), 'get must return the value put last');
      break;
    case 'delete':
      t.step(`delete(${show(call.key)})`);
      t.equal(store.delete(call.key), contents.delete(call.key), 'delete must return the value that it removes');
      break;
    case 'range':
      t.step(`range(${show(call.range)})`);
      t.equal(store.range(call.range), entriesOf(contents, call.range), 'the range must hold these entries');
      break;
    case 'count': {
      const { start, end } = call.range;
      t.step(`count(${show({ start, end })})`);
      t.equal(store.count({ start, end }), entriesOf(contents, { start, end }).length, 'so many keys are in the range');
    }
  }
}

/** What an action gave, or the code of the failure that it threw, in a form that a report can show. */
export function outcomeOf(action: () => unknown): unknown {
  try {
    return action();
  } catch (thrown) {
    const code = codeOf(thrown);
    if (code !== 'empty-key' && code !== 'key-not-found') throw thrown;
    return { throws: code };
  }
}
