/** A revision store in the hands of a script: each call is a step of the report. */
import type {
  DeleteRangeResponse,
  Event,
  KeyValue,
  PutRequest,
  PutResponse,
  RangeRequest,
  RangeResponse,
  TxnRequest,
  TxnResponse,
} from '#kit/etcd/api.ts';
import { type Change, createRevisionStore, type RevisionStore } from '#revisions/revision-store.ts';
import type { TestContext } from '../judge/exercise.ts';
import { deleteOf, type Keys, putOf, rangeOf } from './requests.ts';
import { deleteInWords, putInWords, rangeInWords, txnInWords } from './words.ts';

export interface StoreHand {
  store: RevisionStore;
  /** What the store has told since. */
  changes: Change[];
  /** Of the last change. */
  lastEvents(): Event[];
  put(key: string, value: string, options?: Partial<PutRequest>): PutResponse;
  range(keys: Keys, options?: Partial<RangeRequest>): RangeResponse;
  /** The one key; `undefined` where it is not there. */
  get(key: string): KeyValue | undefined;
  delete(keys: Keys, prevKv?: boolean): DeleteRangeResponse;
  txn(request: TxnRequest): TxnResponse;
  compact(revision: number): void;
  /** Fails unless the store is at this revision. */
  isAt(revision: number, because: string): void;
}

/** @param where how the steps of the report begin, where there is more than one store */
export function storeInHand(t: TestContext, store: RevisionStore = createRevisionStore(), where = ''): StoreHand {
  const step = (words: string) => t.step(`${where}${words}`);
  const changes: Change[] = [];
  store.onChange((change) => void changes.push(structuredClone(change)));
  const range: StoreHand['range'] = (keys, options) => {
    const request = rangeOf(keys, options);
    step(rangeInWords(request));
    return store.range(request);
  };
  return {
    store,
    changes,
    lastEvents: () => changes.at(-1)?.events ?? [],
    put(key, value, options) {
      const request = putOf(key, value, options);
      step(putInWords(request));
      return store.put(request);
    },
    range,
    get: (key) => range(key).kvs[0],
    delete(keys, prevKv) {
      const request = deleteOf(keys, { ...(prevKv && { prevKv }) });
      step(deleteInWords(request));
      return store.deleteRange(request);
    },
    txn(request) {
      for (const line of txnInWords(request)) step(line);
      return store.txn(request);
    },
    compact(revision) {
      step(`compact(${revision})`);
      store.compact(revision);
    },
    isAt(revision, because) {
      t.equal(store.revision(), revision, because);
    },
  };
}
