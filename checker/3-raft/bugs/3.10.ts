import type { Bug } from '../../judge/lesson.ts';

const file = 'membership.ts';

export const bugs: Bug[] = [
  {
    id: 'two-changes-at-once',
    exercise: '3.10',
    mistake: 'a change is accepted while the one before is not committed, and two majorities need not share a server',
    edits: [{ file, find: 'log.term(commit) !== term || configIndex > commit', replace: 'log.term(commit) !== term' }],
  },
  {
    id: 'change-before-an-own-term-commit',
    exercise: '3.10',
    mistake: 'a new leader accepts a change before it has committed an entry of its own term',
    edits: [{ file, find: 'log.term(commit) !== term || configIndex > commit', replace: 'configIndex > commit' }],
  },
  {
    id: 'change-after-any-commit',
    exercise: '3.10',
    mistake: 'a new leader accepts a change as soon as anything is committed, though nothing of its own term is',
    edits: [
      {
        file,
        find: 'log.term(commit) !== term || configIndex > commit',
        replace: 'commit === 0 || configIndex > commit',
      },
    ],
  },
  {
    id: 'change-that-changes-nothing',
    exercise: '3.10',
    mistake: 'a server that is there already is added once more',
    edits: [
      {
        file,
        find: "  if (change.type === 'add') changed.push(change.id);\n  if (changed.length === peers.length || changed.length === 0) return undefined;",
        replace: "  if (change.type === 'add') changed.push(change.id);\n  if (changed.length === 0) return undefined;",
      },
    ],
  },
  {
    id: 'last-server-removed',
    exercise: '3.10',
    mistake: 'the last server can be removed, and then nobody is left',
    edits: [
      {
        file,
        find: 'changed.length === peers.length || changed.length === 0',
        replace: 'changed.length === peers.length',
      },
    ],
  },
  {
    id: 'removed-leader-leads-on',
    exercise: '3.10',
    mistake: 'a leader that has removed itself goes on leading when that is committed',
    edits: [
      {
        file,
        find: '  if (server.configIndex <= server.commit) becomeFollower(server, server.term, 0);\n',
        replace: '',
      },
    ],
  },
  {
    id: 'removed-leader-stops-at-once',
    exercise: '3.10',
    mistake: 'a leader that removes itself does not see to it that the change is committed',
    edits: [
      {
        file,
        find: '  server.peers = peers;\n',
        replace:
          "  server.peers = peers;\n  if (server.role === 'leader' && !peers.includes(server.id)) becomeFollower(server, server.term, 0);\n",
      },
    ],
  },
  {
    id: 'retires-at-any-commit',
    exercise: '3.10',
    mistake: 'a leader that has removed itself stops when anything is committed, and not when the change is',
    edits: [
      {
        file: 'membership.ts',
        find: '  if (server.configIndex <= server.commit) becomeFollower',
        replace: '  becomeFollower',
      },
    ],
  },
  {
    id: 'change-while-handing-over',
    exercise: '3.10',
    mistake: 'a change is accepted while the lead is handed over',
    edits: [
      {
        file: 'membership.ts',
        find: "server.role !== 'leader' || server.transferee !== 0",
        replace: "server.role !== 'leader'",
      },
    ],
  },
  {
    id: 'snapshot-with-later-servers',
    exercise: '3.10',
    mistake: 'a snapshot names the servers that count now, not those as of its last entry',
    edits: [{ file: 'compaction.ts', find: 'peers: peersAt(server, index)', replace: 'peers: server.peers' }],
  },
];
