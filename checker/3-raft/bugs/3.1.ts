import type { Bug } from '../../judge/lesson.ts';

const file = 'election.ts';

export const bugs: Bug[] = [
  {
    id: 'votes-twice-in-a-term',
    exercise: '3.1',
    mistake: 'a vote is given to every candidate whose log is up to date, also to a second one in the same term',
    edits: [
      { file, find: 'server.vote === 0 || server.vote === message.from', replace: 'message.term === server.term' },
    ],
  },
  {
    id: 'vote-is-not-remembered',
    exercise: '3.1',
    mistake: 'the vote is sent but not put down, so it does not go to the disk and is given again',
    edits: [{ file, find: '    server.vote = message.from;\n', replace: '' }],
  },
  {
    id: 'vote-kept-into-the-next-term',
    exercise: '3.1',
    mistake: 'the vote of the old term is kept when a newer term begins, so that nobody gets one any more',
    edits: [{ file: 'roles.ts', find: '    server.vote = 0;\n', replace: '' }],
  },
  {
    id: 'vote-forgotten-when-following',
    exercise: '3.1',
    mistake: 'a server that begins to follow a leader forgets its vote, though the term is the same',
    edits: [
      {
        file: 'roles.ts',
        find: "  changeRole(server, 'follower', leader);",
        replace: "  server.vote = 0;\n  changeRole(server, 'follower', leader);",
      },
    ],
  },
  {
    id: 'second-ask-refused',
    exercise: '3.1',
    mistake:
      'the candidate that has the vote already is refused when it asks again, as it does when the answer was lost',
    edits: [{ file, find: 'server.vote === 0 || server.vote === message.from', replace: 'server.vote === 0' }],
  },
  {
    id: 'compares-length-alone',
    exercise: '3.1',
    mistake: 'logs are compared by their length alone, and not by the term of the last entry first',
    edits: [
      {
        file: 'raft-log.ts',
        find: '      if (lastTerm !== log.lastTerm()) return lastTerm > log.lastTerm();\n',
        replace: '',
      },
    ],
  },
  {
    id: 'equal-log-refused',
    exercise: '3.1',
    mistake: 'a log just like the own one is not taken for up to date',
    edits: [{ file: 'raft-log.ts', find: 'lastIndex >= log.lastIndex()', replace: 'lastIndex > log.lastIndex()' }],
  },
  {
    id: 'any-message-restarts-the-timer',
    exercise: '3.1',
    mistake:
      'every message makes the server wait anew for an election, and not only those of its leader and a vote that it grants',
    edits: [
      {
        file,
        find: '  if (message.term > server.term) becomeFollower',
        replace: '  server.electionElapsed = 0;\n  if (message.term > server.term) becomeFollower',
      },
    ],
  },
  {
    id: 'granting-does-not-wait',
    exercise: '3.1',
    mistake:
      'a server that has granted its vote goes on to hold an election of its own, without waiting for the result',
    edits: [{ file, find: '    restartElectionTimer(server);\n', replace: '' }],
  },
  {
    id: 'older-leader-accepted',
    exercise: '3.1',
    mistake: 'a request of an older term is handled as if it were of this one',
    edits: [
      {
        file,
        find: 'if (message.term === server.term) return true;',
        replace: 'if (message.term <= server.term) return true;',
      },
    ],
  },
  {
    id: 'leader-ignores-newer-term',
    exercise: '3.1',
    mistake: 'a leader that hears of a newer term goes on leading',
    edits: [
      {
        file,
        find: 'if (message.term > server.term) becomeFollower',
        replace: "if (message.term > server.term && server.role !== 'leader') becomeFollower",
      },
    ],
  },
  {
    id: 'refusals-count-as-votes',
    exercise: '3.1',
    mistake: 'answers are counted and not votes: a refusal counts like a grant',
    edits: [
      {
        file,
        find: 'server.votes.get(id) === true',
        replace: 'server.votes.has(id)',
      },
    ],
  },
  {
    id: 'candidate-ignores-leader-of-its-term',
    exercise: '3.1',
    mistake: 'a candidate does not follow the leader of its own term and goes on collecting votes',
    edits: [
      {
        file,
        find: "if (server.role !== 'follower' || server.leader !== leader)",
        replace: "if (server.role === 'follower' && server.leader !== leader)",
      },
    ],
  },
  {
    id: 'campaigns-without-a-new-term',
    exercise: '3.1',
    mistake: 'the second election of a candidate is held in the same term as the first',
    edits: [
      { file: 'roles.ts', find: '  server.term++;', replace: "  if (server.role !== 'candidate') server.term++;" },
    ],
  },
  {
    id: 'one-tick-more-than-the-timeout',
    exercise: '3.1',
    mistake: 'the election comes one tick after the timeout has passed',
    edits: [
      {
        file: 'election.ts',
        find: 'server.electionElapsed >= server.electionTimeout',
        replace: 'server.electionElapsed > server.electionTimeout',
      },
    ],
  },
  {
    id: 'heartbeat-every-tick',
    exercise: '3.1',
    mistake: 'the ticks since the last heartbeats are never set back, so that there are heartbeats at every tick',
    edits: [{ file: 'election.ts', find: '  server.heartbeatElapsed = 0;\n', replace: '' }],
  },
  {
    id: 'candidate-keeps-its-timeout',
    exercise: '3.1',
    mistake: 'a candidate does not draw its next timeout anew, and two of them may collide again and again',
    edits: [
      {
        file: 'roles.ts',
        find: "  if (role !== 'follower' || server.role !== 'follower') restartElectionTimer(server);",
        replace:
          "  if (role === 'candidate') server.electionElapsed = 0;\n  else if (role !== 'follower' || server.role !== 'follower') restartElectionTimer(server);",
      },
    ],
  },
  {
    id: 'one-memory-for-all-servers',
    exercise: '3.1',
    mistake: 'something that a server counts is kept in a variable of the module, so that all servers share it',
    edits: [
      { file, find: 'export function isElectionDue(', replace: 'let ticks = 0;\n\nexport function isElectionDue(' },
      {
        file,
        find: 'return server.electionElapsed >= server.electionTimeout;',
        replace: 'return ++ticks % 2 === 0 && server.electionElapsed >= server.electionTimeout;',
      },
    ],
    verdict: 'nondeterministic',
  },
];
