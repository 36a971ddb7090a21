import type { Bug } from '../../judge/lesson.ts';

const file = 'commit.ts';

export const bugs: Bug[] = [
  {
    id: 'commits-old-term-by-counting',
    exercise: '3.3',
    mistake:
      'an entry of an older term is committed as soon as a majority has it (Figure 8 shows how it can still be lost)',
    edits: [
      { file, find: 'index <= server.commit || log.term(index) !== server.term', replace: 'index <= server.commit' },
    ],
  },
  {
    id: 'compares-with-the-last-term',
    exercise: '3.3',
    mistake: "the entry's term is compared with that of the log's last entry, and not with the leader's own",
    edits: [{ file, find: 'log.term(index) !== server.term', replace: 'log.term(index) !== log.lastTerm()' }],
  },
  {
    id: 'noop-is-a-command',
    exercise: '3.3',
    mistake: 'the entry that begins a term has the type of a command, and so the state machine will be asked to do it',
    edits: [
      {
        file,
        find: "appendToLog(server, 'noop', new Uint8Array(0))",
        replace: "appendToLog(server, 'command', new Uint8Array(0))",
      },
    ],
  },
  {
    id: 'counts-itself-before-its-disk',
    exercise: '3.3',
    mistake: 'a leader counts all of its own log, also what is not on its disk yet',
    edits: [{ file: 'commit.ts', find: 'log.durableIndex()', replace: 'log.lastIndex()' }],
  },
];
