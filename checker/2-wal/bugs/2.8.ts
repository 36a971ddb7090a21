import type { Bug } from '../../judge/lesson.ts';

export const bugs: Bug[] = [
  {
    id: 'sync-tried-again',
    exercise: '2.8',
    mistake: 'a failed sync is tried again, and the second one succeeds although the bytes are lost',
    edits: [
      {
        file: 'log.ts',
        find: 'await disk.sync(segment.name);',
        replace: 'await disk.sync(segment.name).catch(() => disk.sync(segment.name));',
      },
    ],
  },
  {
    id: 'goes-on-after-failure',
    exercise: '2.8',
    mistake: 'only the batch that failed is refused; the next ones are written behind bytes that nobody knows',
    edits: [
      {
        file: 'log.ts',
        find: '        over = failed(thrown);\n        for (const { refuse } of [...batch, ...waiting]) refuse(over);\n        return;',
        replace: '        for (const { refuse } of batch) refuse(failed(thrown));\n        continue;',
      },
    ],
  },
  {
    id: 'waiting-entries-forgotten',
    exercise: '2.8',
    mistake: 'entries that wait while a sync fails are neither acknowledged nor refused',
    edits: [
      {
        file: 'log.ts',
        find: 'for (const { refuse } of [...batch, ...waiting]) refuse(over);',
        replace: 'for (const { refuse } of batch) refuse(over);',
      },
    ],
  },
  {
    id: 'error-passed-on',
    exercise: '2.8',
    mistake: 'the disk’s own error reaches the caller instead of `log-failed`',
    edits: [
      {
        file: 'log.ts',
        find: "return new Failure('log-failed', `the log could not be written: ${message}`, { cause: codeOf(thrown) });",
        replace: 'return thrown as Failure<LogErrorCode>;',
      },
      {
        file: 'log.ts',
        find: '  const { message } = thrown as Error;\n',
        replace: '',
      },
    ],
  },
];
