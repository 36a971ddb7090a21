import type { Bug } from '../../judge/lesson.ts';

export const bugs: Bug[] = [
  {
    id: 'edge-has-the-last-term',
    exercise: '3.6',
    mistake: "the edge of the log is given the term of its very last entry, and not that of the snapshot's",
    edits: [
      { file: 'raft-log.ts', find: 'held.edgeTerm = log.term(index)!;', replace: 'held.edgeTerm = log.lastTerm();' },
    ],
  },
  {
    id: 'one-entry-too-many-kept',
    exercise: '3.6',
    mistake: 'the log is cut in front of the last entry of the snapshot, and not behind it',
    edits: [{ file: 'compaction.ts', find: 'index - options.entriesKept', replace: 'index - 1 - options.entriesKept' }],
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
    id: 'acknowledges-one-too-many',
    exercise: '3.6',
    mistake: 'the answer to a snapshot acknowledges the entry behind it, which is not there yet',
    edits: [
      {
        file: 'compaction.ts',
        find: 'const index = Math.max(server.commit, snapshot.index);',
        replace: 'const index = Math.max(server.commit, snapshot.index + 1);',
      },
    ],
  },
  {
    id: 'never-goes-on-after-a-snapshot',
    exercise: '3.6',
    mistake: 'when a follower has its snapshot, the leader goes on waiting for it and sends nothing more',
    edits: [
      {
        file: 'compaction.ts',
        find: '  becomeProbe(progress, progress.match + 1);\n  replicate(server, message.from);\n',
        replace: '',
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
  {
    id: 'snapshot-says-one-less',
    exercise: '3.6',
    mistake: 'the state is put down as that of one entry earlier, so that after a restart one command is done twice',
    edits: [
      {
        file: 'replica.ts',
        find: 'raft.compact(applied, machine.snapshot())',
        replace: 'raft.compact(applied - 1, machine.snapshot())',
      },
    ],
  },
  {
    id: 'installed-snapshot-not-kept',
    exercise: '3.6',
    mistake: 'a snapshot that was installed is not kept in memory, and cannot be sent on',
    edits: [
      { file: 'compaction.ts', find: '  server.snapshot = snapshot;\n  server.received', replace: '  server.received' },
    ],
  },
  {
    id: 'snapshot-at-every-heartbeat',
    exercise: '3.6',
    mistake: 'the leader does not note that a snapshot is on its way, and sends it again at every heartbeat',
    edits: [{ file: 'compaction.ts', find: '  becomeSnapshot(progress, snapshot.index);\n', replace: '' }],
  },
  {
    id: 'snapshot-without-a-leader',
    exercise: '3.6',
    mistake: 'who sends a snapshot is not taken for the leader, and the time for an election goes on running',
    edits: [{ file: 'compaction.ts', find: '  hearFromLeader(server, to);\n', replace: '' }],
  },
  {
    id: 'any-answer-ends-the-snapshot',
    exercise: '3.6',
    mistake: 'a late answer, to an older snapshot, is taken for that to the one on its way',
    edits: [
      {
        file: 'compaction.ts',
        find: "progress.state !== 'snapshot' || progress.match + 1 < progress.next",
        replace: "progress.state !== 'snapshot'",
      },
    ],
  },
  {
    id: 'cut-drops-one-too-few',
    exercise: '3.6',
    mistake: 'compactTo drops one entry too few, and every entry behind stands in the wrong place',
    edits: [
      {
        file: 'raft-log.ts',
        find: 'held.entries.splice(0, index - held.edgeIndex);',
        replace: 'held.entries.splice(0, index - held.edgeIndex - 1);',
      },
    ],
  },
  {
    id: 'cut-drops-one-too-many',
    exercise: '3.6',
    mistake: 'compactTo drops one entry too many, the first behind the snapshot',
    edits: [
      {
        file: 'raft-log.ts',
        find: 'held.entries.splice(0, index - held.edgeIndex);',
        replace: 'held.entries.splice(0, index - held.edgeIndex + 1);',
      },
    ],
  },
  {
    id: 'edge-term-after-the-cut',
    exercise: '3.6',
    mistake: 'compactTo asks for the term of the last entry of the snapshot when it has dropped it already',
    edits: [
      {
        file: 'raft-log.ts',
        find: '      held.edgeTerm = log.term(index)!;\n      held.entries.splice(0, index - held.edgeIndex);\n',
        replace: '      held.entries.splice(0, index - held.edgeIndex);\n      held.edgeTerm = log.term(index)!;\n',
      },
    ],
  },
];
