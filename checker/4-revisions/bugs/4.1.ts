import type { Bug } from '../../judge/lesson.ts';

const [history, store, write, checks, selection] = [
  'key-history.ts',
  'revision-store.ts',
  'write.ts',
  'checks.ts',
  'key-selection.ts',
];

export const bugs: Bug[] = [
  {
    id: 'version-goes-on-after-delete',
    exercise: '4.1',
    mistake: 'a key that is put after a delete counts on from the version that it had before, instead of from 1',
    edits: [
      {
        file: write,
        find: 'const before = latest(history);',
        replace: 'const before = history.findLast(({ version }) => version > 0);',
      },
    ],
  },
  {
    id: 'create-revision-forgotten',
    exercise: '4.1',
    mistake: 'every put sets createRevision anew, not only the one that makes the key',
    edits: [
      {
        file: history,
        find: 'const createRevision = before ? before.createRevision : revision;',
        replace: 'const createRevision = revision;',
      },
    ],
  },
  {
    id: 'version-from-zero',
    exercise: '4.1',
    mistake: 'versions count from 0, so that a new key looks like a tombstone',
    edits: [{ file: history, find: 'before ? before.version + 1 : 1;', replace: 'before ? before.version + 1 : 0;' }],
  },
  {
    id: 'tombstone-keeps-the-key',
    exercise: '4.1',
    mistake:
      'the tombstone keeps value, createRevision and lease of the key, where only key and modRevision belong in it',
    edits: [
      {
        file: write,
        find: 'const grave = tombstone(kv.key, revision);',
        replace: 'const grave = { ...kv, modRevision: revision, version: 0 };',
      },
    ],
  },
  {
    id: 'delete-of-nothing-counts',
    exercise: '4.1',
    mistake: 'a request that changes nothing makes a new revision all the same',
    edits: [
      {
        file: store,
        find: 'if (events.length === 0) return response;',
        replace: 'if (events.length === 0) state.revision = revision;',
      },
    ],
  },
  {
    id: 'one-revision-for-each-deleted-key',
    exercise: '4.1',
    mistake: 'a delete of many keys makes one revision for each key, instead of one for all',
    edits: [
      {
        file: store,
        find: 'state.revision = revision;\n',
        replace: 'state.revision = revision + events.length - 1;\n',
      },
    ],
  },
  {
    id: 'same-value-is-no-change',
    exercise: '4.1',
    mistake: 'a put of the value that is there already is taken for no change',
    edits: [
      {
        file: write,
        find: 'const value = request.ignoreValue',
        replace:
          'if (before && !request.ignoreValue && !request.ignoreLease && before.value.join() === request.value.join()) return { header: { revision: state.revision } };\n  const value = request.ignoreValue',
      },
    ],
  },
  {
    id: 'header-of-a-refused-delete',
    exercise: '4.1',
    mistake: 'a delete that finds no key answers with the revision that it would have made',
    edits: [
      {
        file: write,
        find: 'return { header: { revision: revisionIn(draft) }, deleted:',
        replace: 'return { header: { revision }, deleted:',
      },
    ],
  },
  {
    id: 'prev-kv-unasked',
    exercise: '4.1',
    mistake: 'prevKv is always in the answer, whether it was asked for or not',
    edits: [{ file: write, find: 'return request.prevKv && before ?', replace: 'return before ?' }],
  },
  {
    id: 'prev-kv-is-the-new-one',
    exercise: '4.1',
    mistake: 'prevKv is read after the put, and so is the new key',
    edits: [{ file: write, find: '{ revision }, prevKv: before }', replace: '{ revision }, prevKv: kv }' }],
  },
  {
    id: 'end-is-included',
    exercise: '4.1',
    mistake: 'the end of a range is taken for one of its keys',
    edits: [
      {
        file: selection,
        find: 'end: isOpen ? undefined : rangeEnd };',
        replace: 'end: isOpen ? undefined : keyAfter(rangeEnd) };',
      },
    ],
  },
  {
    id: 'zero-end-is-a-key',
    exercise: '4.1',
    mistake: 'a range end of one zero byte is taken for a key, and not for "no end"',
    edits: [
      { file: selection, find: 'rangeEnd.length === 1 && rangeEnd[0] === 0;', replace: 'rangeEnd.length === 0;' },
    ],
  },
  {
    id: 'ignore-value-of-a-missing-key',
    exercise: '4.1',
    mistake: 'ignoreValue on a key that is not there puts an empty value, instead of being refused',
    edits: [
      {
        file: write,
        find: "if (!latest(state.index.get(key) ?? [])) throw etcdFailure('key-not-found');",
        replace: "if (!state.index.get(key)) throw etcdFailure('key-not-found');",
      },
      {
        file: write,
        find: 'request.ignoreValue ? before!.value :',
        replace: 'request.ignoreValue ? (before?.value ?? request.value) :',
      },
      {
        file: write,
        find: 'request.ignoreLease ? before!.lease :',
        replace: 'request.ignoreLease ? (before?.lease ?? 0n) :',
      },
    ],
  },
  {
    id: 'unknown-lease-accepted',
    exercise: '4.1',
    mistake: 'a put with a lease that does not exist is accepted',
    edits: [
      {
        file: write,
        find: 'if (lease !== 0n && !leases.has(lease))',
        replace: 'if (lease < 0n && !leases.has(lease))',
      },
    ],
  },
  {
    id: 'empty-key-put',
    exercise: '4.1',
    mistake: 'a put without a key is accepted',
    edits: [{ file: checks, find: 'checkKey(request);\n', replace: '' }],
  },
  {
    id: 'as-of-looks-before',
    exercise: '4.1',
    mistake: 'a revision shows what was there before it, and not what it has made',
    edits: [{ file: history, find: '.modRevision <= revision) low', replace: '.modRevision < revision) low' }],
  },
  {
    id: 'as-of-shows-tombstones',
    exercise: '4.1',
    mistake: 'a key whose last version is a tombstone is shown as if it were there',
    edits: [
      {
        file: history,
        find: 'return version && !isTombstone(version) ? version : undefined;\n  //: end',
        replace: 'return version;\n  //: end',
      },
    ],
  },
  {
    id: 'as-of-walks',
    exercise: '4.1',
    mistake: 'the history of a key is walked from its newest version back, instead of being halved',
    sealed: 'pass',
    edits: [
      {
        file: history,
        find: 'const version = history[countUpTo(history, revision) - 1];',
        replace: 'const version = history.findLast(({ modRevision }) => modRevision <= revision);',
      },
    ],
  },
  {
    id: 'revision-counts-from-zero',
    exercise: '4.1',
    mistake: 'a new store is at revision 0, instead of 1',
    edits: [{ file: 'store-state.ts', find: '    revision: 1,', replace: '    revision: 0,' }],
  },
  {
    id: 'keeps-the-array-it-was-given',
    exercise: '4.1',
    mistake: "the store keeps the caller's own array, which the caller may change afterwards",
    sealed: 'pass',
    edits: [
      {
        file: write,
        find: 'before!.value : state.values.copy(request.value);',
        replace: 'before!.value : request.value;',
      },
    ],
  },
  {
    id: 'attached-before-detached',
    exercise: '4.1',
    mistake: 'a key that is put with the lease it has already is attached first and then detached, and belongs to none',
    edits: [
      {
        file: 'write.ts',
        find: '  if (before && before.lease !== 0n) leases.detach(before.lease, key);\n  if (lease !== 0n) leases.attach(lease, key);',
        replace:
          '  if (lease !== 0n) leases.attach(lease, key);\n  if (before && before.lease !== 0n) leases.detach(before.lease, key);',
      },
    ],
  },
  {
    id: 'delete-keys-twice',
    exercise: '4.1',
    mistake: 'a key that is given twice to deleteKeys is deleted twice in the same revision',
    edits: [
      {
        file: 'revision-store.ts',
        find: 'return write((draft) => keys.reduce((deleted, key) => deleted + deleteRange(draft, { key }).deleted, 0));',
        replace:
          "return write((draft) => {\n        const there = keys.filter((key) => rangeOf(state, { key }, state.revision).count > 0);\n        for (const key of there) draft.events.push({ type: 'delete', kv: { key, value: new Uint8Array(0), createRevision: 0, modRevision: draft.revision, version: 0, lease: 0n }, prevKv: rangeOf(state, { key }, state.revision).kvs[0] });\n        for (const key of there) state.index.get(key)!.push({ key, value: new Uint8Array(0), createRevision: 0, modRevision: draft.revision, version: 0, lease: 0n });\n        return there.length;\n      });",
      },
    ],
  },
  {
    id: 'prev-kv-undefined',
    exercise: '4.1',
    mistake: 'the response of a put has a member prevKv even where there was no key before: an undefined one',
    edits: [
      {
        file: 'write.ts',
        find: 'return request.prevKv && before ? { header: { revision }, prevKv: before } : { header: { revision } };',
        replace: 'return { header: { revision }, prevKv: request.prevKv ? before : undefined };',
      },
    ],
  },
  {
    id: 'told-before-it-counts',
    exercise: '4.1',
    mistake: 'the listeners are told before the store has moved on to the revision',
    edits: [
      {
        file: 'revision-store.ts',
        find: '    state.revision = revision;\n    tell({ revision, events });',
        replace: '    tell({ revision, events });\n    state.revision = revision;',
      },
    ],
  },
];
