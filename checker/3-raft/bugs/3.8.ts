import type { Bug } from '../../judge/lesson.ts';

const file = 'pre-vote.ts';

export const bugs: Bug[] = [
  {
    id: 'pre-vote-begins-a-term',
    exercise: '3.8',
    mistake: 'asking in advance begins a new term already, which is just what it is there to prevent',
    edits: [
      {
        file: 'roles.ts',
        find: "  changeRole(server, 'pre-candidate', 0);\n",
        replace: "  server.term++;\n  server.vote = 0;\n  changeRole(server, 'pre-candidate', 0);\n",
      },
    ],
  },
  {
    id: 'pre-vote-is-a-vote',
    exercise: '3.8',
    mistake: 'who says yes in advance has given its vote away',
    edits: [
      {
        file,
        find: '  const term = granted ? message.term : server.term;\n',
        replace: '  const term = granted ? message.term : server.term;\n  if (granted) server.vote = message.from;\n',
      },
    ],
  },
  {
    id: 'pre-vote-asks-about-its-own-term',
    exercise: '3.8',
    mistake: 'the question is about the term that it is in, and not about the one in which it would campaign',
    edits: [{ file, find: 'to, term: term + 1, lastIndex', replace: 'to, term, lastIndex' }],
  },
  {
    id: 'pre-vote-ignores-the-log',
    exercise: '3.8',
    mistake: 'a yes is given to a server whose log is behind, and which could not win',
    edits: [
      {
        file,
        find: 'message.term > server.term && log.isUpToDate(message.lastIndex, message.lastTerm)',
        replace: 'message.term > server.term',
      },
    ],
  },
  {
    id: 'yes-to-an-older-question-counts',
    exercise: '3.8',
    mistake: 'a yes to a question that was asked earlier counts for the one asked now',
    edits: [
      {
        file,
        find: "server.role !== 'pre-candidate' || message.term !== server.term + 1",
        replace: "server.role !== 'pre-candidate'",
      },
    ],
  },
  {
    id: 'never-content',
    exercise: '3.8',
    mistake: 'a server that hears its leader all the time still helps others to replace it',
    edits: [
      {
        file,
        find: 'return server.leader !== 0 && server.electionElapsed < server.options.electionTicks;',
        replace: 'return false;',
      },
    ],
  },
  {
    id: 'content-for-ever',
    exercise: '3.8',
    mistake: 'a server that once had a leader never helps to replace it, however long it has not heard of it',
    edits: [
      {
        file,
        find: 'return server.leader !== 0 && server.electionElapsed < server.options.electionTicks;',
        replace: 'return server.leader !== 0;',
      },
    ],
  },
  {
    id: 'leader-heard-once-is-heard-for-ever',
    exercise: '3.8',
    mistake: 'a leader does not begin to count anew, so that everyone who ever answered counts for ever',
    edits: [
      { file: 'check-quorum.ts', find: '  for (const each of progress.values()) each.active = false;\n', replace: '' },
    ],
  },
  {
    id: 'leader-does-not-count-itself',
    exercise: '3.8',
    mistake: 'a leader does not count itself among those that it has heard of, and steps down too soon',
    edits: [
      {
        file: 'check-quorum.ts',
        find: 'id === server.id || progress.get(id)?.active === true',
        replace: 'progress.get(id)?.active === true',
      },
    ],
  },
  {
    id: 'own-yes-is-not-enough',
    exercise: '3.8',
    mistake: 'a server that is alone waits for the yes of others',
    edits: [
      {
        file: 'pre-vote.ts',
        find: 'lastIndex, lastTerm });\n  }\n  countPreVotes(server);\n',
        replace: 'lastIndex, lastTerm });\n  }\n',
      },
    ],
  },
  {
    id: 'yes-in-advance-waits',
    exercise: '3.8',
    mistake: 'to say yes in advance makes a server wait anew for an election',
    edits: [
      {
        file: 'pre-vote.ts',
        find: '  const term = granted ? message.term : server.term;\n',
        replace: '  const term = granted ? message.term : server.term;\n  if (granted) server.electionElapsed = 0;\n',
      },
    ],
  },
  {
    id: 'follower-counts-late-yeses',
    exercise: '3.8',
    mistake: 'a server that follows a leader again still counts those who have said yes in advance',
    edits: [{ file: 'pre-vote.ts', find: "server.role !== 'pre-candidate' || message.term", replace: 'message.term' }],
  },
  {
    id: 'pre-candidate-is-content',
    exercise: '3.8',
    mistake: 'who asks in advance still names its old leader, and so helps nobody else',
    edits: [
      {
        file: 'roles.ts',
        find: "changeRole(server, 'pre-candidate', 0)",
        replace: "changeRole(server, 'pre-candidate', server.leader)",
      },
    ],
  },
];
