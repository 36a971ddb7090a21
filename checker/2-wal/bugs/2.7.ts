import type { Bug } from '../../judge/lesson.ts';

export const bugs: Bug[] = [
  {
    id: 'one-sync-an-entry',
    exercise: '2.7',
    mistake: 'every entry is written and synced by itself, however many wait',
    edits: [
      {
        file: 'log.ts',
        find: '      const batch = waiting;\n      waiting = [];',
        replace: '      const batch = waiting.splice(0, 1);',
      },
    ],
  },
  {
    id: 'acknowledged-by-an-earlier-sync',
    exercise: '2.7',
    mistake: 'a sync acknowledges everything that waits when it ends, also what was appended after it had begun',
    edits: [
      {
        file: 'log.ts',
        find: '      for (const { acknowledge } of batch) acknowledge(++durable);',
        replace:
          '      for (const { acknowledge } of [...batch, ...waiting]) acknowledge(++durable);\n      durable -= waiting.length;',
      },
    ],
  },
  {
    id: 'record-for-each-entry',
    exercise: '2.7',
    mistake:
      'a batch is written as several records: where a crash keeps the second and not the first, that looks like damage',
    edits: [
      {
        file: 'log.ts',
        find: 'const record = encodeRecord(encodeBatch(entries));',
        replace: 'const record = concatBytes(...entries.map((entry) => encodeRecord(encodeBatch([entry]))));',
      },
      {
        file: 'log.ts',
        find: "import { codeOf, Failure } from '#kit/failure.ts';",
        replace: "import { concatBytes } from '#kit/bytes.ts';\nimport { codeOf, Failure } from '#kit/failure.ts';",
      },
    ],
  },
  {
    id: 'batch-backwards',
    exercise: '2.7',
    mistake: 'a batch is acknowledged from its end',
    edits: [
      {
        file: 'log.ts',
        find: 'const entries = batch.map(({ payload }) => payload);',
        replace: 'const entries = batch.reverse().map(({ payload }) => payload);',
      },
    ],
  },
  {
    id: 'view-of-whole-buffer',
    exercise: '2.7',
    mistake:
      'a DataView is made on `buffer` without `byteOffset`: wrong as soon as the bytes are part of a larger array',
    edits: [
      {
        file: 'batch.ts',
        find: 'new DataView(batch.buffer, batch.byteOffset, batch.byteLength)',
        replace: 'new DataView(batch.buffer)',
      },
    ],
  },
];
