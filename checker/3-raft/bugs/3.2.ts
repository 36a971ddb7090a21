import type { Bug } from '../../judge/lesson.ts';

export const bugs: Bug[] = [
  {
    id: 'truncates-on-every-append',
    exercise: '3.2',
    mistake: 'the log is cut behind every AppendEntries, also behind one that is old and conflicts with nothing',
    edits: [
      {
        file: 'raft-log.ts',
        find: 'const firstNew = entries.findIndex(({ index, term }) => log.term(index) !== term);',
        replace: 'const firstNew = entries.length > 0 ? 0 : -1;',
      },
    ],
  },
  {
    id: 'conflict-not-cut',
    exercise: '3.2',
    mistake: 'entries that the log already has an entry for are skipped, even where that one is of another term',
    edits: [
      {
        file: 'raft-log.ts',
        find: 'entries.findIndex(({ index, term }) => log.term(index) !== term)',
        replace: 'entries.findIndex(({ index }) => log.term(index) === undefined)',
      },
    ],
  },
  {
    id: 'entry-before-not-checked',
    exercise: '3.2',
    mistake: 'it is checked that there is an entry before the new ones, but not that it has the right term',
    edits: [
      {
        file: 'raft-log.ts',
        find: 'if (log.term(prevIndex) !== prevTerm) return undefined;',
        replace: 'if (log.term(prevIndex) === undefined) return undefined;',
      },
    ],
  },
  {
    id: 'commits-the-whole-log',
    exercise: '3.2',
    mistake:
      'a follower commits up to the end of its log, where entries of an older leader may stand behind the new ones',
    edits: [
      {
        file: 'replication.ts',
        find: 'commitTo(server, Math.min(message.commit, index));',
        replace: 'commitTo(server, Math.min(message.commit, log.lastIndex()));',
      },
    ],
  },
  {
    id: 'acknowledges-the-whole-log',
    exercise: '3.2',
    mistake: 'a follower acknowledges all of its log, and not only as far as it is known to agree with the leader',
    edits: [
      {
        file: 'raft-log.ts',
        find: 'return prevIndex + entries.length;',
        replace: 'return log.lastIndex();',
      },
    ],
  },
  {
    id: 'half-is-a-majority',
    exercise: '3.2',
    mistake: 'half of the servers are taken for a majority when entries are committed',
    edits: [
      {
        file: 'commit.ts',
        find: 'matches[matches.length >> 1]',
        replace: 'matches[Math.max(0, (matches.length >> 1) - 1)]',
      },
    ],
  },
  {
    id: 'old-answer-takes-match-back',
    exercise: '3.2',
    mistake: 'an old acknowledgement takes back how far a follower was known to agree',
    edits: [
      {
        file: 'replication.ts',
        find: '    noteMatch(progress, message.index);\n    // In',
        replace: '    progress.match = message.index;\n    // In',
      },
    ],
  },
  {
    id: 'nothing-sent-again',
    exercise: '3.2',
    mistake: 'what was lost on the way is never sent again',
    edits: [
      {
        file: 'replication.ts',
        find: '  progress.paused = false;\n  sendNext(server, message.from, progress);\n',
        replace: '  progress.paused = false;\n',
      },
    ],
  },
  {
    id: 'prev-is-the-last-entry',
    exercise: '3.2',
    mistake:
      "AppendEntries names the entry before the leader's newest one, and not the one before those that it carries",
    edits: [
      {
        file: 'replication.ts',
        find: 'const prevIndex = progress.next - 1;',
        replace: 'const prevIndex = Math.max(progress.next - 1, log.lastIndex() - 1);',
      },
    ],
  },
];
