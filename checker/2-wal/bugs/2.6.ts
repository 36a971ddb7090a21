import type { Bug } from '../../judge/lesson.ts';

export const bugs: Bug[] = [
  {
    id: 'snapshot-in-place',
    exercise: '2.6',
    mistake: 'the snapshot is written under its final name at once, where a crash leaves half of one',
    edits: [
      { file: 'snapshot.ts', find: 'await disk.create(`${name}.tmp`);', replace: 'await disk.create(name);' },
      {
        file: 'snapshot.ts',
        find: 'await disk.append(`${name}.tmp`, encodeRecord(state));',
        replace: 'await disk.append(name, encodeRecord(state));',
      },
      { file: 'snapshot.ts', find: 'await disk.sync(`${name}.tmp`);', replace: 'await disk.sync(name);' },
      { file: 'snapshot.ts', find: '  await disk.rename(`${name}.tmp`, name);\n', replace: '' },
    ],
  },
  {
    id: 'renamed-without-sync',
    exercise: '2.6',
    mistake: 'the snapshot is renamed before its bytes are synced: the name may survive a power cut and the bytes not',
    edits: [{ file: 'snapshot.ts', find: '  await disk.sync(`${name}.tmp`);\n', replace: '' }],
  },
  {
    id: 'rename-not-synced',
    exercise: '2.6',
    mistake:
      'older snapshots and segments are removed before the directory is synced, so that a power cut may take both',
    edits: [
      {
        file: 'snapshot.ts',
        find: '  // The snapshot is durable once this has resolved, not before.\n  await disk.syncDirectory();\n',
        replace: '',
      },
    ],
  },
  {
    id: 'log-dropped-first',
    exercise: '2.6',
    mistake: 'the log is dropped before the snapshot that replaces it is durable',
    edits: [
      {
        file: 'durable-store.ts',
        find: '    await saveSnapshot(disk, { index, state: encodeEntries(store.range()) });\n    await log.dropThrough(index);\n',
        replace:
          '    const state = encodeEntries(store.range());\n    await log.dropThrough(index);\n    await saveSnapshot(disk, { index, state });\n',
      },
    ],
  },
  {
    id: 'start-trusts-unsynced-name',
    exercise: '2.6',
    mistake:
      'at the start, what a snapshot replaces is removed although the snapshot’s name may be in memory only, left there by a process that was killed',
    edits: [
      {
        file: 'snapshot.ts',
        find: '    await disk.syncDirectory();\n    await removeAll',
        replace: '    await removeAll',
      },
    ],
  },
  {
    id: 'replay-from-the-beginning',
    exercise: '2.6',
    mistake: 'the replay applies entries that are in the snapshot already, a second time',
    edits: [
      {
        file: 'log.ts',
        find: 'if (index > snapshotIndex) await visit(entry, index);',
        replace: 'await visit(entry, index);',
      },
    ],
  },
  {
    id: 'log-dropped-too-far',
    exercise: '2.6',
    mistake: 'the log is dropped as far as it goes now, instead of as far as the snapshot: what came meanwhile is lost',
    edits: [
      {
        file: 'durable-store.ts',
        find: 'await log.dropThrough(index);',
        replace: 'await log.dropThrough(log.lastIndex());',
      },
    ],
  },
  {
    id: 'applied-before-durable',
    exercise: '2.6',
    mistake: 'a change is made in memory before it is durable, so that readers see what a power cut can take back',
    edits: [
      {
        file: 'durable-store.ts',
        find: '    applied = await log.append(bytes);\n    return store.txn(decodeTxn(bytes));',
        replace:
          '    const result = store.txn(decodeTxn(bytes));\n    applied = await log.append(bytes);\n    return result;',
      },
    ],
  },
  {
    id: 'refusal-stops-the-start',
    exercise: '2.6',
    mistake: 'a transaction that was refused when it was new is refused in the replay, and nobody catches that',
    edits: [
      {
        file: 'durable-store.ts',
        find: 'runAgain(() => store.txn(decodeTxn(bytes)));',
        replace: 'store.txn(decodeTxn(bytes));',
      },
    ],
  },
  {
    id: 'broken-snapshot-means-none',
    exercise: '2.6',
    mistake: 'a damaged snapshot is taken for none, although the log behind it is gone: the store starts empty',
    edits: [
      {
        file: 'recovery.ts',
        find: 'if (needed[0] && needed[0].firstIndex > snapshotIndex + 1) {',
        replace: 'if (needed[0] && snapshotIndex > 0 && needed[0].firstIndex > snapshotIndex + 1) {',
      },
    ],
  },
  {
    id: 'log-never-dropped',
    exercise: '2.6',
    mistake: 'after a snapshot the segments behind it stay for ever',
    edits: [{ file: 'durable-store.ts', find: '    await log.dropThrough(index);\n', replace: '' }],
  },
];
