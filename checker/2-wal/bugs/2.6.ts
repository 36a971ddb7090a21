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
  {
    id: 'log-ends-before-snapshot',
    exercise: '2.6',
    mistake: 'a log that ends before the snapshot is taken for one that ends there',
    edits: [
      {
        file: 'recovery.ts',
        find: '  if (lastIndex < snapshotIndex) throw damaged(segmentName(lastIndex + 1), 0, `entry ${lastIndex + 1} is missing`);\n',
        replace: '  lastIndex = Math.max(lastIndex, snapshotIndex);\n',
      },
    ],
  },
  {
    id: 'leftovers-removed-first',
    exercise: '2.6',
    mistake:
      'segments that a snapshot has replaced are removed before the others are read, and so from a damaged log too',
    edits: [
      {
        file: 'recovery.ts',
        find: '  const segments: Segment[] = [];\n',
        replace:
          '  const segments: Segment[] = [];\n  for (const { name } of leftovers.splice(0)) await disk.remove(name);\n',
      },
    ],
  },
  {
    id: 'one-segment-too-many-kept',
    exercise: '2.6',
    mistake: 'dropThrough keeps a segment of which the last entry is the index itself',
    edits: [
      { file: 'log.ts', find: 'segments[1].firstIndex <= index + 1', replace: 'segments[1].firstIndex <= index' },
    ],
  },
  {
    id: 'remove-not-awaited',
    exercise: '2.6',
    mistake: 'dropThrough does not wait for the remove',
    edits: [
      {
        file: 'log.ts',
        find: 'await disk.remove(segments.shift()!.name)',
        replace: 'void disk.remove(segments.shift()!.name)',
      },
    ],
  },
  {
    id: 'leftover-temporary-file',
    exercise: '2.6',
    mistake: 'a temporary file that a failed snapshot has left is in the way of the next one',
    edits: [
      { file: 'snapshot.ts', find: "  await removeAll(disk, (other) => other.endsWith('.tmp'));\n", replace: '' },
    ],
  },
  {
    id: 'snapshots-never-cleared',
    exercise: '2.6',
    mistake: 'what a crash or a failure has left of older snapshots is never removed at the start',
    edits: [
      {
        file: 'snapshot.ts',
        find: "    await removeAll(disk, (other) => other < name || other.endsWith('.tmp'));\n",
        replace: '',
      },
    ],
  },
  {
    id: 'only-newest-snapshot-tried',
    exercise: '2.6',
    mistake: 'if the newest snapshot is damaged, no older one is tried',
    edits: [
      {
        file: 'snapshot.ts',
        find: 'decoded.next !== bytes.length) continue;',
        replace: 'decoded.next !== bytes.length) return undefined;',
      },
    ],
  },
  {
    id: 'state-after-index',
    exercise: '2.6',
    mistake:
      'the index of the snapshot is taken now and its state later, so that a transaction between the two runs twice',
    edits: [
      {
        file: 'durable-store.ts',
        find: '    const index = applied;\n',
        replace: '    const index = applied;\n    await disk.list();\n',
      },
    ],
  },
  {
    id: 'replayed-not-counted',
    exercise: '2.6',
    mistake:
      'the replay does not move the index of the last transaction that was run, so that a snapshot claims to be older than it is',
    edits: [{ file: 'durable-store.ts', find: '    applied = index;\n', replace: '    void index;\n' }],
  },
  {
    id: 'failed-snapshot-blocks',
    exercise: '2.6',
    mistake: 'once a snapshot has failed, every later one fails with it',
    edits: [
      {
        file: 'durable-store.ts',
        find: 'snapshots = turn.catch(() => undefined);',
        replace: 'snapshots = turn;\n      turn.catch(() => undefined);',
      },
    ],
  },
  {
    id: 'every-error-passed-over',
    exercise: '2.6',
    mistake: 'the replay passes over every error, not only the refusals of the store',
    edits: [
      {
        file: 'durable-store.ts',
        find: '    if (!refusals.includes(codeOf(thrown) as StoreErrorCode)) throw thrown;\n',
        replace: '    void [refusals, codeOf(thrown)];\n',
      },
    ],
  },
  {
    id: 'segment-bytes-forgotten',
    exercise: '2.6',
    mistake: 'the store does not hand `segmentBytes` to its log',
    edits: [
      {
        file: 'durable-store.ts',
        find: '{ ...options, snapshotIndex: applied }',
        replace: '{ snapshotIndex: applied, ...(options && {}) }',
      },
    ],
  },
  {
    id: 'log-not-closed',
    exercise: '2.6',
    mistake: 'close of the store does not close the log',
    edits: [{ file: 'durable-store.ts', find: '      await log.close();\n', replace: '' }],
  },
  {
    id: 'runs-the-callers-arrays',
    exercise: '2.6',
    mistake: 'what is run is the caller’s own transaction, whose arrays he may have changed since it was logged',
    sealed: 'pass',
    edits: [
      {
        file: 'durable-store.ts',
        find: '    return store.txn(decodeTxn(bytes));',
        replace: '    return store.txn(request);',
      },
    ],
  },
];
