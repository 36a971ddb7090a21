import type { Bug } from '../../judge/lesson.ts';

export const bugs: Bug[] = [
  {
    id: 'edge-term-forgotten',
    exercise: '3.6',
    mistake: "the term of the snapshot's last entry is not kept, so that nothing can be compared with it",
    edits: [{ file: 'raft-log.ts', find: '      held.edgeTerm = log.term(index)!;\n', replace: '' }],
  },
  {
    id: 'one-entry-too-few-dropped',
    exercise: '3.6',
    mistake: 'the last entry of the snapshot stays in the log, and every entry behind it is taken for the one before',
    edits: [
      {
        file: 'raft-log.ts',
        find: 'held.entries.splice(0, index - held.edgeIndex);',
        replace: 'held.entries.splice(0, index - held.edgeIndex - 1);',
      },
    ],
  },
  {
    id: 'old-snapshot-restored',
    exercise: '3.6',
    mistake: 'a snapshot that is behind what is committed replaces the log and takes the state machine back',
    edits: [
      {
        file: 'compaction.ts',
        find: '  if (server.log.term(snapshot.index) === snapshot.term) commitTo(server, snapshot.index);\n  else if (snapshot.index > server.commit) restore(server, snapshot);',
        replace: '  restore(server, snapshot);',
      },
    ],
  },
  {
    id: 'snapshot-drops-what-is-behind',
    exercise: '3.6',
    mistake:
      'a snapshot replaces the log even where the log agrees with it, and acknowledged entries behind it are lost',
    edits: [
      {
        file: 'compaction.ts',
        find: '  if (server.log.term(snapshot.index) === snapshot.term) commitTo(server, snapshot.index);\n  else if (snapshot.index > server.commit) restore(server, snapshot);',
        replace: '  if (snapshot.index > server.commit) restore(server, snapshot);',
      },
    ],
  },
  {
    id: 'same-index-is-the-same-entry',
    exercise: '3.6',
    mistake: "the log is kept where it has an entry at the snapshot's index, also one of another term",
    edits: [
      {
        file: 'compaction.ts',
        find: 'server.log.term(snapshot.index) === snapshot.term',
        replace: 'server.log.term(snapshot.index) !== undefined',
      },
    ],
  },
  {
    id: 'goes-on-from-the-snapshot-itself',
    exercise: '3.6',
    mistake: 'after a snapshot the next entry sent is the last one in it, which is gone from the log',
    edits: [
      {
        file: 'progress.ts',
        find: 'progress.next = snapshotIndex + 1;',
        replace: 'progress.next = snapshotIndex + 2;',
      },
    ],
  },
  {
    id: 'snapshot-has-the-last-term',
    exercise: '3.6',
    mistake: "a snapshot is given the term of the log's last entry, and not that of the last entry in it",
    edits: [{ file: 'compaction.ts', find: 'term: log.term(index)!', replace: 'term: log.lastTerm()' }],
  },
  {
    id: 'snapshot-not-restored',
    exercise: '3.6',
    mistake: 'a snapshot from the leader is written to the disk, but the state machine never gets it',
    edits: [
      {
        file: 'replica.ts',
        find: '      machine.restore(snapshot.data);\n      proposals',
        replace: '      proposals',
      },
    ],
  },
  {
    id: 'overtaken-proposal-waits-for-ever',
    exercise: '3.6',
    mistake: 'a client whose place is in a snapshot that was installed is never told',
    edits: [
      { file: 'proposals.ts', find: '      refuse(({ index }) => index <= snapshotIndex, unknown);\n', replace: '' },
    ],
  },
  {
    id: 'drops-records-before-the-snapshot-is-saved',
    exercise: '3.6',
    mistake: 'the records are dropped before the snapshot that replaces them is durable',
    edits: [
      {
        file: 'storage.ts',
        find: '    await saveSnapshot(disk, { index: place, state: encodeCheckpoint({ hardState, snapshot }) });\n    places = places.filter((each) => each.place > place);\n    await log.dropThrough(place);',
        replace:
          '    places = places.filter((each) => each.place > place);\n    await log.dropThrough(place);\n    await saveSnapshot(disk, { index: place, state: encodeCheckpoint({ hardState, snapshot }) });',
      },
    ],
  },
  {
    id: 'drops-the-record-with-more',
    exercise: '3.6',
    mistake: "the record with the snapshot's last entry is dropped too, though it may hold entries behind it",
    edits: [
      {
        file: 'storage.ts',
        find: 'replaceRecords(place - 1, snapshot, hardState)',
        replace: 'replaceRecords(log.lastIndex(), snapshot, hardState)',
      },
    ],
  },
];
