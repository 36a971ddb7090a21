/**
 * Given: the store of lesson 1 as what is replicated. A command is a transaction in bytes.
 */
import { codeOf } from '#kit/failure.ts';
import { createStore, type Store, type StoreErrorCode, type TxnResult } from '#kv-store/store.ts';
import { decodeEntries, decodeTxn, encodeEntries } from '#wal/command.ts';
import type { StateMachine } from './replica.ts';

/** What became of a transaction: its result, or why the store refused it. */
export type KvResult = { type: 'done'; result: TxnResult } | { type: 'refused'; code: StoreErrorCode; message: string };

export interface KvMachine extends StateMachine<KvResult> {
  /** The store as it is now. To be read only. */
  store(): Store;
}

export function createKvMachine(): KvMachine {
  let store = createStore();
  return {
    store: () => store,
    apply(command) {
      try {
        return { type: 'done', result: store.txn(decodeTxn(command)) };
      } catch (thrown) {
        const code = codeOf(thrown) as StoreErrorCode;
        // A refusal is the same on every replica. Anything else is a bug, and must not become one.
        if (code !== 'empty-key' && code !== 'key-not-found') throw thrown;
        return { type: 'refused', code, message: (thrown as Error).message };
      }
    },
    snapshot: () => encodeEntries(store.range()),
    restore(state) {
      store = createStore();
      for (const { key, value } of decodeEntries(state)) store.put(key, value);
    },
  };
}
