/** How calls and transactions read in a report, and how they are run beside the model. */
import { codeOf } from '#kit/failure.ts';
import type { Operation, Store, Txn } from '#kv-store/store.ts';
import { show, type TestContext } from '../judge/exercise.ts';
import type { StoreCall } from './store-calls.ts';
import { entriesOf, type StoreModel } from './store-model.ts';

/** A transaction as a run of steps, a line an operation. */
export function linesOf({ compare, success, failure }: Txn): string[] {
  const conditions = compare.map((condition) =>
    condition.type === 'value'
      ? `${show(condition.key)} is ${show(condition.value)}`
      : `${show(condition.key)} ${condition.type === 'exists' ? 'exists' : 'is absent'}`,
  );
  const isAlways = conditions.length === 0;
  return [
    isAlways ? 'txn, with nothing to compare' : `txn: if ${conditions.join(' and ')}`,
    ...branch('then', success),
    ...(isAlways && failure.length === 0 ? [] : branch('else', failure)),
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
        'put must return the value from before, or undefined where there was none',
      );
      break;
    case 'get':
      t.step(`get(${show(call.key)})`);
      t.equal(
        store.get(call.key),
        contents.get(call.key),
        'get must return the value put last, or undefined where there is none',
      );
      break;
    case 'delete':
      t.step(`delete(${show(call.key)})`);
      t.equal(
        store.delete(call.key),
        contents.delete(call.key),
        'delete must return the value that it removes, or undefined where there is none',
      );
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
