import type { Bug } from '../../judge/lesson.ts';

const [compaction, history, range] = ['compaction.ts', 'key-history.ts', 'range.ts'];

export const bugs: Bug[] = [
  {
    id: 'newest-version-dropped',
    exercise: '4.4',
    mistake: 'compaction drops every version up to its revision, the newest one of a living key too',
    edits: [
      {
        file: history,
        find: 'history.splice(0, isGone ? count : count - 1);',
        replace: 'history.splice(0, isGone ? count : count);',
      },
    ],
  },
  {
    id: 'tombstones-stay',
    exercise: '4.4',
    mistake: 'tombstones stay for ever, and with them every key that there ever was',
    edits: [
      {
        file: history,
        find: 'history.splice(0, isGone ? count : count - 1);',
        replace: 'history.splice(0, isGone ? count - 1 : count - 1);',
      },
    ],
  },
  {
    id: 'empty-histories-stay',
    exercise: '4.4',
    mistake: 'a key of which no version is left stays in the index',
    edits: [
      {
        file: compaction,
        find: 'if (history.length === 0) index.delete(key);',
        replace: 'if (history.length < 0) index.delete(key);',
      },
    ],
  },
  {
    id: 'events-stay',
    exercise: '4.4',
    mistake: 'the versions go, but the list of what has happened still holds them',
    edits: [
      {
        file: compaction,
        find: 'state.events = stillReadable(old, revision).concat(state.events.slice(firstNewer));',
        replace: 'stillReadable(old, revision).concat(state.events.slice(firstNewer));',
      },
    ],
  },
  {
    id: 'prev-kvs-stay',
    exercise: '4.4',
    mistake:
      'what has happened since still says how each key was before, and so keeps old versions one behind the other',
    edits: [
      {
        file: compaction,
        find: 'return old.filter(stays).map(withoutPrevious);',
        replace: 'return old.filter((event) => event.prevKv || stays(event));',
      },
    ],
  },
  {
    id: 'versions-stay',
    exercise: '4.4',
    mistake: 'compaction only writes down its revision, and frees nothing',
    edits: [
      { file: compaction, find: '  forgetInIndex(state, old, revision);\n', replace: '' },
      { file: compaction, find: 'state.events = stillReadable', replace: 'const unused = stillReadable' },
      {
        file: compaction,
        find: '  moveValues(state);\n  //: end',
        replace: '  if (unused.length < 0) forgetInIndex(state, unused, revision);\n  moveValues(state);\n  //: end',
      },
    ],
  },
  {
    id: 'compacted-revision-refused',
    exercise: '4.4',
    mistake: 'the compacted revision itself is refused, where only older ones are',
    edits: [
      {
        file: range,
        find: 'if (revision < compactedRevision) throw',
        replace: 'if (revision <= compactedRevision) throw',
      },
    ],
  },
  {
    id: 'compacted-revision-off-by-one',
    exercise: '4.4',
    mistake: 'the revision just before the compacted one is still answered, with what is left of it',
    edits: [
      {
        file: range,
        find: 'if (revision < compactedRevision) throw',
        replace: 'if (revision < compactedRevision - 1) throw',
      },
    ],
  },
  {
    id: 'compacted-twice',
    exercise: '4.4',
    mistake: 'a revision that is compacted already can be compacted again',
    edits: [
      {
        file: compaction,
        find: 'if (revision <= state.compactedRevision) throw',
        replace: 'if (revision < state.compactedRevision) throw',
      },
    ],
  },
  {
    id: 'compacts-the-future',
    exercise: '4.4',
    mistake: 'a revision that does not exist yet can be compacted',
    edits: [
      { file: compaction, find: "if (revision > state.revision) throw etcdFailure('future-revision');", replace: '' },
    ],
  },
  {
    id: 'current-cannot-be-compacted',
    exercise: '4.4',
    mistake: 'the current revision is refused as one of the future',
    edits: [
      {
        file: compaction,
        find: 'if (revision > state.revision) throw',
        replace: 'if (revision >= state.revision) throw',
      },
    ],
  },
  {
    id: 'compaction-counts',
    exercise: '4.4',
    mistake: 'a compaction makes a revision of its own',
    edits: [
      {
        file: compaction,
        find: 'state.compactedRevision = revision;',
        replace: 'state.compactedRevision = revision;\n  state.revision++;',
      },
    ],
  },
  {
    id: 'create-revision-from-what-is-left',
    exercise: '4.4',
    mistake: 'after a compaction a key counts from the oldest version that is left',
    edits: [
      {
        file: history,
        find: 'history.splice(0, isGone ? count : count - 1);',
        replace:
          'history.splice(0, isGone ? count : count - 1);\n  if (history[0]) history[0] = { ...history[0], createRevision: history[0].modRevision, version: 1 };',
      },
    ],
  },
  {
    id: 'txn-reads-what-is-compacted',
    exercise: '4.4',
    mistake: 'a transaction with a range of a compacted revision does its first operations before it is refused',
    edits: [
      {
        file: 'txn.ts',
        find: 'checkReadable(draft.state, request, draft.state.revision)',
        replace: 'checkReadable({ ...draft.state, compactedRevision: 0 }, request, draft.state.revision)',
      },
    ],
  },
  {
    id: 'tombstones-of-the-compacted-revision-go',
    exercise: '4.4',
    mistake:
      'the tombstones of the compacted revision itself are dropped, so that a watch from there on misses these deletes',
    edits: [
      {
        file: 'compaction.ts',
        find: 'kv.modRevision === revision || !(replaced.has(kv) || isTombstone(kv))',
        replace: '!(replaced.has(kv) || isTombstone(kv))',
      },
    ],
  },
  {
    id: 'prev-kvs-of-what-stays',
    exercise: '4.4',
    mistake: 'the events that stay still hold the version before them',
    edits: [
      {
        file: 'compaction.ts',
        find: 'return old.filter(stays).map(withoutPrevious);',
        replace: 'return old.filter(stays);',
      },
    ],
  },
  {
    id: 'values-are-not-moved',
    exercise: '4.4',
    mistake: 'the values that are left stay in their blocks, together with all that is of no use any more',
    edits: [
      {
        file: 'compaction.ts',
        find: '  moveValues(state);\n',
        replace: '  if (state.revision < 0) moveValues(state);\n',
      },
    ],
  },
  {
    id: 'events-are-searched-one-by-one',
    exercise: '4.4',
    mistake: 'the place of a revision among the events is looked for from their beginning',
    edits: [
      {
        file: 'history.ts',
        find: '  let low = 0;\n  let high = events.length;\n  while (low < high) {\n    const middle = (low + high) >>> 1;\n    if (events[middle].kv.modRevision < revision) low = middle + 1;\n    else high = middle;\n  }\n  return low;',
        replace:
          '  let at = 0;\n  while (at < events.length && events[at].kv.modRevision < revision) at++;\n  return at;',
      },
    ],
    sealed: 'pass',
  },
];
