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
];
