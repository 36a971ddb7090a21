import type { Bug } from '../../judge/lesson.ts';

export const bugs: Bug[] = [
  {
    id: 'drops-its-record-too',
    exercise: '3.6',
    mistake:
      "the record with the snapshot's last entry is replaced with those before it, though later entries are in it",
    edits: [
      {
        file: 'storage.ts',
        find: 'replaceRecords(place - 1, snapshot, hardState)',
        replace: 'replaceRecords(place, snapshot, hardState)',
      },
    ],
  },
  {
    id: 'checkpoint-without-the-vote',
    exercise: '3.6',
    mistake: 'what replaces the records does not say who has the vote',
    edits: [
      {
        file: 'storage.ts',
        find: 'encodeCheckpoint({ hardState, snapshot })',
        replace: 'encodeCheckpoint({ hardState: { ...hardState, vote: 0 }, snapshot })',
      },
    ],
  },
  {
    id: 'last-place-of-a-snapshot-waits',
    exercise: '3.6',
    mistake: "who waits for exactly the snapshot's last place is never told",
    edits: [{ file: 'proposals.ts', find: 'index <= snapshotIndex', replace: 'index < snapshotIndex' }],
  },
  {
    id: 'snapshot-one-entry-late',
    exercise: '3.6',
    mistake: 'a snapshot is taken one entry later than `snapshotEntries` says',
    edits: [
      {
        file: 'replica.ts',
        find: 'applied - snapshotIndex >= snapshotEntries',
        replace: 'applied - snapshotIndex > snapshotEntries',
      },
    ],
  },
  {
    id: 'failed-snapshot-is-swallowed',
    exercise: '3.6',
    mistake: 'the disk fails while a snapshot is written, and nobody is told',
    edits: [
      {
        file: 'replica.ts',
        find: '      isSaving = false;\n    }, fail);',
        replace: '      isSaving = false;\n    }, () => undefined);',
      },
    ],
  },
  {
    id: 'last-record-outlives-a-snapshot',
    exercise: '3.6',
    mistake: "the last record is not replaced by a leader's snapshot, and its entries and its term come back",
    edits: [
      {
        file: 'storage.ts',
        find: 'replaceRecords(log.lastIndex(), snapshot, current)',
        replace: 'replaceRecords(Math.max(0, log.lastIndex() - 1), snapshot, current)',
      },
    ],
  },
];
