/**
 * The store: a cluster's whole state as keys and values of bytes, in the order of the keys, changed by transactions.
 *
 *     put("/registry/pods/default/web", …)    one key and its value
 *     range({ start, end })                   a list is a range: everything between two keys
 *     txn({ compare, success, failure })      look, then write: all of it or nothing
 *
 * Bytes belong to whoever made them. The store keeps copies of what it is given and gives copies of what it keeps, so
 * an array that a caller changes later changes nothing in here.
 *
 * A transaction is plain data with no code in it. It can be written to a log and run again (lesson 2), or be sent to
 * other machines and run there (lesson 3), and it does the same each time.
 *
 * Known limits: everything is in memory and is gone with the process (lesson 2), on one machine (lesson 3), and nobody
 * is told of a change (lesson 4).
 */
import { compareBytes } from '#kit/bytes.ts';

//: solution
import { Failure } from '#kit/failure.ts';
import { createOrderedMap } from './ordered-map.ts';
//: end

/** A key with its value. Both are the caller's own copies. */
export interface KeyValue {
  key: Uint8Array;
  value: Uint8Array;
}

/** The keys from `start` on, as far as `end` and without it. A bound that is left out is open. */
export interface KeyRange {
  start?: Uint8Array;
  end?: Uint8Array;
}

export interface RangeRequest extends KeyRange {
  /** How many entries at most, a whole number; 0 asks for none. Left out: all. */
  limit?: number;
}

/** What must be so for a transaction to take its `success` branch. A key with an empty value exists. */
export type Compare =
  | { type: 'exists'; key: Uint8Array }
  | { type: 'absent'; key: Uint8Array }
  /** Holds when the key exists and has exactly this value. */
  | { type: 'value'; key: Uint8Array; value: Uint8Array };

/** Sets the key's value. With `mustExist`, fails with `key-not-found` where there is no such key. */
export interface PutOperation {
  type: 'put';
  key: Uint8Array;
  value: Uint8Array;
  mustExist?: boolean;
}

/** Removes the key. Without `mustExist`, removing what is not there does nothing. */
export interface DeleteOperation {
  type: 'delete';
  key: Uint8Array;
  mustExist?: boolean;
}

export interface RangeOperation extends RangeRequest {
  type: 'range';
}

export type Operation = PutOperation | DeleteOperation | RangeOperation;

/** What an operation gave. `previous` is the value from just before it, left out or `undefined` where there was none. */
export type OperationResult =
  | { type: 'put'; previous?: Uint8Array }
  | { type: 'delete'; previous?: Uint8Array }
  | { type: 'range'; entries: KeyValue[] };

/** If every comparison holds (as it does where there is none), `success` is run, otherwise `failure`. */
export interface Txn {
  compare: Compare[];
  success: Operation[];
  failure: Operation[];
}

export interface TxnResult {
  /** Whether every comparison held. */
  succeeded: boolean;
  /** One result for each operation of the branch that ran, in the order of the operations. */
  results: OperationResult[];
}

/**
 * `empty-key`: a key has no bytes. `key-not-found`: an operation with `mustExist` met no such key.
 * Carried as the `code` of a `Failure` (`#kit/failure.ts`).
 */
export type StoreErrorCode = 'empty-key' | 'key-not-found';

export interface Store {
  /**
   * The key's value, or `undefined` where there is no such key.
   *
   * @throws {Failure} `empty-key`
   */
  get(key: Uint8Array): Uint8Array | undefined;
  /**
   * Sets the key's value and returns the one from before, or `undefined`.
   *
   * @throws {Failure} `empty-key`
   */
  put(key: Uint8Array, value: Uint8Array): Uint8Array | undefined;
  /**
   * Removes the key and returns the value that it had, or `undefined`.
   *
   * @throws {Failure} `empty-key`
   */
  delete(key: Uint8Array): Uint8Array | undefined;
  /** The entries of a range, by ascending key; all there are when nothing is asked for. */
  range(request?: RangeRequest): KeyValue[];
  /** How many keys a range holds. */
  count(range?: KeyRange): number;
  /**
   * Evaluates all comparisons, then runs one branch, one operation after another. Each operation sees what the ones
   * before it did. Where one of them fails, the whole transaction is undone and the failure thrown on. The `txn` itself
   * is left as it is, since it may be run again.
   *
   * @throws {Failure} `empty-key` for the key of any comparison, or of an operation that is run; `key-not-found`
   */
  txn(txn: Txn): TxnResult;
}

export interface StoreOptions {
  /** The order of the keys. It alone says which comes first and which two are the same, and a caller may count in it. */
  compare?: (a: Uint8Array, b: Uint8Array) => number;
}

/** An empty store. */
export function createStore({ compare: keyOrder = compareBytes }: StoreOptions = {}): Store {
  //: solution
  const map = createOrderedMap<Uint8Array, Uint8Array>(keyOrder);

  function entriesOf({ start, end, limit }: RangeRequest): KeyValue[] {
    return map.range(start, end, limit).map(([key, value]) => ({ key: ownCopy(key), value: ownCopy(value) }));
  }

  function holds(condition: Compare): boolean {
    const value = map.get(checked(condition.key));
    if (condition.type === 'absent') return value === undefined;
    if (value === undefined) return false;
    return condition.type === 'exists' || compareBytes(value, condition.value) === 0;
  }

  /** Runs one operation and notes in `undo` how to take it back. */
  function run(operation: Operation, undo: (() => void)[]): OperationResult {
    if (operation.type === 'range') return { type: 'range', entries: entriesOf(operation) };
    const { type, key, mustExist } = operation;
    const previous = map.get(checked(key));
    if (mustExist && previous === undefined) throw new Failure<StoreErrorCode>('key-not-found', `no key to ${type}`);
    undo.push(() => (previous === undefined ? map.delete(key) : map.set(ownCopy(key), previous)));
    if (type === 'put') map.set(ownCopy(key), ownCopy(operation.value));
    else map.delete(key);
    return { type, ...(previous && { previous }) };
  }
  //: end
  return {
    get(key) {
      //: todo 1.6 Look the key up and give a copy of its value.
      const value = map.get(checked(key));
      return value && ownCopy(value);
      //: end
    },
    put(key, value) {
      //: todo 1.6 Keep copies of the key and the value, and give the value from before.
      return map.set(ownCopy(checked(key)), ownCopy(value));
      //: end
    },
    delete(key) {
      //: todo 1.6 Remove the key and give the value that it had.
      return map.delete(checked(key));
      //: end
    },
    range(request = {}) {
      //: todo 1.6 Give copies of the entries between the bounds, as far as the limit.
      return entriesOf(request);
      //: end
    },
    count({ start, end } = {}) {
      //: todo 1.6 Count the keys between the bounds.
      return map.range(start, end).length;
      //: end
    },
    txn({ compare, success, failure }) {
      //: todo 1.6 Compare, run one branch in order, and undo all of it if an operation fails.
      const succeeded = compare.map(holds).every(Boolean);
      const undo: (() => void)[] = [];
      try {
        const results = (succeeded ? success : failure).map((operation) => run(operation, undo));
        return { succeeded, results };
      } catch (thrown) {
        for (const takeBack of undo.reverse()) takeBack();
        throw thrown;
      }
      //: end
    },
  };
}
//: solution

function ownCopy(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes);
}

/** The key, once it is known to have a byte. */
function checked(key: Uint8Array): Uint8Array {
  if (key.length === 0) throw new Failure<StoreErrorCode>('empty-key', 'a key has at least one byte');
  return key;
}
//: end
