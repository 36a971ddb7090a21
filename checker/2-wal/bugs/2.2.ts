import type { Bug } from '../../judge/lesson.ts';

export const bugs: Bug[] = [
  {
    id: 'acknowledged-before-sync',
    exercise: '2.2',
    mistake: 'an entry is acknowledged when it is written, before the sync that makes it durable is done',
    edits: [
      {
        file: 'log.ts',
        find: 'await disk.sync(segment.name);',
        replace: 'void disk.sync(segment.name);',
      },
    ],
  },
  {
    id: 'numbers-begin-anew',
    exercise: '2.2',
    mistake: 'after a restart numbering begins at 1 again, so that two entries have the same number',
    edits: [
      {
        file: 'log.ts',
        find: 'const commits = createGroupCommit(lastIndex, write);',
        replace: 'const commits = createGroupCommit(0 * lastIndex, write);',
      },
    ],
  },
  {
    id: 'payload-not-copied',
    exercise: '2.2',
    mistake: 'an entry that waits is kept as the caller’s own array, which the caller may change before it is written',
    sealed: 'pass',
    edits: [
      {
        file: 'log.ts',
        find: 'waiting.push({ payload: new Uint8Array(payload), acknowledge, refuse });',
        replace: 'waiting.push({ payload, acknowledge, refuse });',
      },
    ],
  },
  {
    id: 'replay-from-memory',
    exercise: '2.2',
    mistake: 'state is kept in a variable of the module, where it outlives the crash and is shared by all logs',
    edits: [
      {
        file: 'log.ts',
        find: 'const { segments, lastIndex } = await recover(disk, snapshotIndex);',
        replace: `const fresh = await recover(disk, snapshotIndex);
  const { segments, lastIndex } = fresh.segments.length > 0 ? (remembered ??= fresh) : fresh;`,
      },
      {
        file: 'log.ts',
        find: '/** An entry on its way, and how to tell whoever appended it. */',
        replace: 'let remembered: Awaited<ReturnType<typeof recover>> | undefined;\n',
      },
    ],
  },
  {
    id: 'close-does-not-wait',
    exercise: '2.2',
    mistake: 'close resolves at once, while entries are still being written',
    edits: [{ file: 'log.ts', find: '      await committing;\n', replace: '' }],
  },
  {
    id: 'appends-collide',
    exercise: '2.2',
    mistake:
      'an append does not wait for the one before it, so that both take the same number and create the same file',
    edits: [
      {
        file: 'log.ts',
        find: '        committing ??= commitAll();',
        replace: '        void commitAll();',
      },
      {
        file: 'log.ts',
        find: '      const batch = waiting;\n      waiting = [];',
        replace: '      const batch = waiting.splice(0, 1);',
      },
      {
        file: 'log.ts',
        find: '    await Promise.resolve();\n    while (waiting.length > 0) {',
        replace: '    if (waiting.length > 0) {',
      },
    ],
  },
  {
    id: 'visit-not-awaited',
    exercise: '2.2',
    mistake: 'replay does not wait for the promise that visit returns',
    edits: [{ file: 'log.ts', find: 'await visit(entry, index);', replace: 'void visit(entry, index);' }],
  },
  {
    id: 'visit-errors-swallowed',
    exercise: '2.2',
    mistake: 'what visit throws is caught in the replay, and nobody learns of it',
    edits: [
      {
        file: 'log.ts',
        find: 'await visit(entry, index);',
        replace: 'try { await visit(entry, index); } catch {}',
      },
    ],
  },
  {
    id: 'unsynced-entries-replayed',
    exercise: '2.2',
    mistake: 'replay reads each file to its end, and so shows entries that are not synced yet',
    edits: [{ file: 'log.ts', find: 'await disk.read(name, 0, bytes)', replace: 'await disk.read(name, 0 * bytes)' }],
  },
  {
    id: 'counted-before-durable',
    exercise: '2.2',
    mistake: 'lastIndex counts an entry as soon as it is appended, before the sync that makes it durable',
    edits: [
      { file: 'log.ts', find: 'lastIndex: () => durable,', replace: 'lastIndex: () => durable + counted,' },
      {
        file: 'log.ts',
        find: '      waiting = [];\n',
        replace: '      waiting = [];\n      counted = batch.length;\n',
      },
      {
        file: 'log.ts',
        find: 'for (const { acknowledge } of batch) acknowledge(++durable);',
        replace: 'counted = 0;\n      for (const { acknowledge } of batch) acknowledge(++durable);',
      },
      {
        file: 'log.ts',
        find: '  let waiting: Waiting[] = [];\n',
        replace: '  let waiting: Waiting[] = [];\n  let counted = 0;\n',
      },
    ],
  },
];
