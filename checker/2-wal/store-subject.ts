/**
 * A durable store, and what it owes after a crash: the state after the first so many of the transactions that were
 * called, where so many is not less than were acknowledged. The states come from lesson 1's model.
 */
import { text } from '#kit/bytes.ts';
import { codeOf } from '#kit/failure.ts';
import type { KeyValue, Operation, Txn } from '#kv-store/store.ts';
import { type DurableStore, openDurableStore } from '#wal/durable-store.ts';
import { createStoreModel, entriesOf } from '../1-kv-store/store-model.ts';
import { Rendered, show } from '../judge/exercise.ts';
import type { Evidence } from '../judge/violation.ts';
import type { Life } from '../sim/life.ts';
import type { Subject } from '../sim/power-cut.ts';

/** The states after 0, 1, 2, … transactions, and how many of those are acknowledged. */
export interface StoreTold {
  states: readonly State[];
  acknowledged: number;
}

export interface State {
  entries: KeyValue[];
  /** The same in words, to compare by. */
  inWords: string;
}

/** What is called at once, without waiting for each other. */
export type StoreWave = readonly (Txn | 'snapshot')[];

/** A segment is full after a transaction or two, so that a snapshot has something to drop. */
export const storeOptions = { segmentBytes: 150 };

export const nothingTold: StoreTold = { states: [stateOf([])], acknowledged: 0 };

export function storeSubject(waves: readonly StoreWave[], last: StoreWave): Subject<StoreTold, KeyValue[]> {
  return {
    initial: nothingTold,
    async run(life, tell) {
      const store = await openTraced(life);
      let told = nothingTold;
      for (const wave of waves) told = await runWave(life, store, wave, told, tell);
    },
    async reopen(life, tell) {
      const store = await openTraced(life);
      const found = rangeTraced(life, store);
      const told = { states: [stateOf(found)], acknowledged: 0 };
      tell(told);
      await runWave(life, store, last, told, tell);
      return found;
    },
    judge: judgeStore,
  };
}

export async function openTraced({ sim, trace }: Life): Promise<DurableStore> {
  trace.add('openDurableStore');
  return openDurableStore(sim.disk, storeOptions);
}

export function rangeTraced({ trace }: Life, store: DurableStore): KeyValue[] {
  const found = store.range();
  trace.add(`range → ${entriesInWords(found)}`);
  return found;
}

/** Calls everything at once and waits. A transaction that the model refuses must be refused, and changes nothing. */
export async function runWave(
  life: Life,
  store: DurableStore,
  wave: StoreWave,
  told: StoreTold,
  tell: (told: StoreTold) => void,
): Promise<StoreTold> {
  let now = told;
  const update = (more: Partial<StoreTold>) => {
    now = { ...now, ...more };
    tell(now);
  };
  await Promise.all(
    wave.map(async (step) => {
      if (step === 'snapshot') return snapshotTraced(life, store);
      const number = now.states.length;
      life.trace.add(`txn ${number}: ${txnInWords(step)}`);
      update({ states: [...now.states, stateAfter(now.states.at(-1)!, step)] });
      await settled(store.txn(step));
      life.trace.add(`txn ${number} → acknowledged`);
      update({ acknowledged: Math.max(now.acknowledged, number) });
    }),
  );
  return now;
}

async function snapshotTraced({ trace }: Life, store: DurableStore): Promise<void> {
  trace.add('snapshot');
  await store.snapshot();
  trace.add('snapshot → done');
}

/** A refusal by the store is an answer like any other; everything else goes on as an error. */
async function settled(answer: Promise<unknown>): Promise<void> {
  try {
    await answer;
  } catch (thrown) {
    if (!['empty-key', 'key-not-found'].includes(codeOf(thrown)!)) throw thrown;
  }
}

function stateAfter({ entries }: State, txn: Txn): State {
  const model = createStoreModel();
  for (const { key, value } of entries) model.txn(always({ type: 'put', key, value }));
  try {
    model.txn(txn);
  } catch (thrown) {
    if (codeOf(thrown) === undefined) throw thrown;
  }
  return stateOf(entriesOf(model.contents()));
}

export function stateOf(entries: KeyValue[]): State {
  return { entries, inWords: entriesInWords(entries) };
}

export function always(...success: Txn['success']): Txn {
  return { compare: [], success, failure: [] };
}

export function judgeStore(found: KeyValue[], { states, acknowledged }: StoreTold): Evidence | undefined {
  const words = entriesInWords(found);
  const allowed = [...new Set(states.slice(acknowledged).map(({ inWords }) => inWords))];
  if (allowed.includes(words)) return undefined;
  const lost = states.slice(0, acknowledged).some(({ inWords }) => inWords === words);
  return {
    message: lost ? 'a transaction was acknowledged, and is gone' : 'the store is in a state in which it never was',
    expected: new Rendered(allowed.join('\nor ')),
    actual: new Rendered(words),
  };
}

export function entriesInWords(entries: readonly KeyValue[]): string {
  return entries.map(({ key, value }) => `${text(key)}="${text(value)}"`).join(' ') || 'nothing';
}

/** A transaction on one line. */
function txnInWords({ compare, success, failure }: Txn): string {
  const then = success.map(operationInWords).join(', ') || 'nothing';
  if (compare.length === 0) return then;
  const asked = compare.map(({ type, key }) => `${show(key)} ${type === 'exists' ? 'exists' : 'is absent'}`);
  return `if ${asked.join(' and ')} then ${then}, else ${failure.map(operationInWords).join(', ') || 'nothing'}`;
}

function operationInWords(operation: Operation): string {
  if (operation.type === 'range') return 'range';
  const args = operation.type === 'put' ? [operation.key, operation.value] : [operation.key];
  return `${operation.type}(${args.map(show).join(', ')})${operation.mustExist ? ' which must exist' : ''}`;
}
