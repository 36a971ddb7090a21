import type { Bug } from '../../judge/lesson.ts';

const store = 'store.ts';

export const bugs: Bug[] = [
  {
    id: 'keeps-the-callers-array',
    exercise: '1.6',
    mistake: "put keeps the caller's own array, and not a copy of it",
    sealed: 'pass',
    edits: [{ file: store, find: 'ownCopy(checked(key)), ownCopy(value)', replace: 'ownCopy(checked(key)), value' }],
  },
  {
    id: 'hands-out-its-own-array',
    exercise: '1.6',
    mistake: "get hands out the store's own array, and not a copy of it",
    sealed: 'pass',
    edits: [{ file: store, find: 'return value && ownCopy(value);', replace: 'return value;' }],
  },
  {
    id: 'empty-key-accepted',
    exercise: '1.6',
    mistake: 'a key without bytes is accepted',
    edits: [{ file: store, find: 'if (key.length === 0) throw', replace: 'if (key.length < 0) throw' }],
  },
  {
    id: 'one-comparison-is-enough',
    exercise: '1.6',
    mistake: 'a transaction succeeds when one of its comparisons holds, not only when all do',
    edits: [
      {
        file: store,
        find: 'const succeeded = compare.map(holds).every(Boolean);',
        replace: 'const succeeded = compare.length === 0 || compare.some(holds);',
      },
    ],
  },
  {
    id: 'compares-again-afterwards',
    exercise: '1.6',
    mistake: 'whether the transaction succeeded is found out after its operations, which may have changed the answer',
    edits: [
      {
        file: store,
        find: 'return { succeeded, results };',
        replace: 'return { succeeded: compare.every(holds), results };',
      },
    ],
  },
  {
    id: 'missing-key-equals-empty-value',
    exercise: '1.6',
    mistake: 'a key that does not exist is taken for one with an empty value',
    edits: [
      {
        file: store,
        find: 'if (value === undefined) return false;',
        replace: "if (value === undefined) return condition.type === 'value' && condition.value.length === 0;",
      },
    ],
  },
  {
    id: 'empty-value-is-absent',
    exercise: '1.6',
    mistake: 'a key with an empty value is taken for one that does not exist',
    edits: [{ file: store, find: 'return value === undefined;', replace: 'return !value?.length;' }],
  },
  {
    id: 'no-rollback',
    exercise: '1.6',
    mistake: 'when an operation fails, what the ones before it did stays',
    edits: [{ file: store, find: 'for (const takeBack of undo.reverse()) takeBack();', replace: '' }],
  },
  {
    id: 'rollback-in-the-wrong-order',
    exercise: '1.6',
    mistake:
      'operations are undone first to last, so that a key changed twice gets the value from between the two changes',
    edits: [{ file: store, find: 'undo.reverse()', replace: 'undo' }],
  },
  {
    id: 'rollback-forgets-deletes',
    exercise: '1.6',
    mistake: 'a rollback undoes puts, and forgets to bring back what was deleted',
    edits: [{ file: store, find: 'undo.push(() =>', replace: "if (type === 'put') undo.push(() =>" }],
  },
  {
    id: 'rollback-forgets-new-keys',
    exercise: '1.6',
    mistake: 'a rollback brings back old values, and leaves keys that the transaction added',
    edits: [
      {
        file: store,
        find: '(previous === undefined ? map.delete(key) :',
        replace: '(previous === undefined ? undefined :',
      },
    ],
  },
  {
    id: 'failure-is-swallowed',
    exercise: '1.6',
    mistake: 'a transaction whose operation fails returns as if it had merely not succeeded, and the failure is lost',
    edits: [{ file: store, find: 'throw thrown;', replace: 'return { succeeded: false, results: [] };' }],
  },
  {
    id: 'must-exist-is-ignored',
    exercise: '1.6',
    mistake: 'an operation with mustExist is run even though there is no such key',
    edits: [
      { file: store, find: 'if (mustExist && previous === undefined)', replace: 'if (mustExist && previous === null)' },
    ],
  },
  {
    id: 'rollback-takes-empty-for-none',
    exercise: '1.6',
    mistake:
      'a rollback takes an old value that was empty for no value, and deletes the key instead of bringing the value back',
    edits: [
      {
        file: store,
        find: `(previous === undefined ? map.delete(key) :`,
        replace: `(!previous?.length ? map.delete(key) :`,
      },
    ],
  },
  {
    id: 'rollback-for-one-code-only',
    exercise: '1.6',
    mistake: 'a transaction is undone when a key is not found, and not when an operation fails in another way',
    edits: [
      {
        file: store,
        find: `for (const takeBack of undo.reverse()) takeBack();`,
        replace: `if ((thrown as { code?: string }).code === 'key-not-found') for (const takeBack of undo.reverse()) takeBack();`,
      },
    ],
  },
  {
    id: 'order-of-its-own',
    exercise: '1.6',
    mistake: 'the store makes its map with compareBytes, and not with the comparator that it was given',
    edits: [
      {
        file: store,
        find: `createOrderedMap<Uint8Array, Uint8Array>(keyOrder)`,
        replace: `createOrderedMap<Uint8Array, Uint8Array>(keyOrder && compareBytes)`,
      },
    ],
  },
  {
    id: 'copies-the-whole-buffer',
    exercise: '1.6',
    mistake: 'a copy is made of the `buffer` of an array, which may be larger than the array itself and begin earlier',
    sealed: 'pass',
    edits: [
      { file: store, find: `return new Uint8Array(bytes);`, replace: `return new Uint8Array(bytes.buffer.slice(0));` },
    ],
  },
  {
    id: 'stops-at-the-first-false-comparison',
    exercise: '1.6',
    mistake:
      'the comparisons behind one that does not hold are not evaluated, so an empty key among them goes unnoticed',
    edits: [{ file: store, find: `compare.map(holds).every(Boolean)`, replace: `compare.every(holds)` }],
  },
  {
    id: 'takes-from-the-callers-list',
    exercise: '1.6',
    mistake: 'the operations are taken out of the list of the transaction that was handed in, which is then empty',
    sealed: 'pass',
    edits: [
      {
        file: store,
        find: `(succeeded ? success : failure).map((operation) => run(operation, undo))`,
        replace: `(succeeded ? success : failure).splice(0).map((operation) => run(operation, undo))`,
      },
    ],
  },
  {
    id: 'branches-swapped',
    exercise: '1.6',
    mistake: 'the failure branch is run when every comparison holds, and the success branch when not',
    edits: [{ file: store, find: `(succeeded ? success : failure)`, replace: `(succeeded ? failure : success)` }],
  },
];
