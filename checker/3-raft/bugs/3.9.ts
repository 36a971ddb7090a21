import type { Bug } from '../../judge/lesson.ts';

const file = 'transfer.ts';

export const bugs: Bug[] = [
  {
    id: 'hands-over-to-one-that-is-behind',
    exercise: '3.9',
    mistake: 'the other server is told to hold an election before it has all of the log',
    edits: [
      {
        file,
        find: '  if (progress.get(to)?.match !== log.lastIndex()) return false;\n',
        replace: '  if (!progress.has(to) || log.lastIndex() < 0) return false;\n',
      },
    ],
  },
  {
    id: 'asks-in-the-ordinary-way',
    exercise: '3.9',
    mistake:
      'the votes are asked for without saying that it is the leader’s wish, and whoever knows the leader does not answer',
    edits: [{ file, find: 'campaign(server, true);', replace: 'campaign(server);' }],
  },
  {
    id: 'listens-to-anyone',
    exercise: '3.9',
    mistake: 'anyone may make a server hold an election, and not only the leader that it follows',
    edits: [
      {
        file,
        find: "server.role === 'follower' && server.leader === message.from",
        replace: "server.role === 'follower'",
      },
    ],
  },
  {
    id: 'no-time-of-its-own',
    exercise: '3.9',
    mistake: 'a leader that is asked to hand over does not remember it, and goes on taking commands meanwhile',
    edits: [
      {
        file,
        find: '  if (!maybeHandOver(server)) replicate(server, to);\n',
        replace: '  if (!maybeHandOver(server)) replicate(server, to);\n  server.transferee = 0;\n',
      },
    ],
  },
  {
    id: 'no-timeout-of-its-own',
    exercise: '3.9',
    mistake: 'the time for handing over does not begin when it is asked for, and may end at once',
    edits: [{ file: 'transfer.ts', find: '  server.electionElapsed = 0;\n', replace: '' }],
  },
  {
    id: 'committed-is-not-all',
    exercise: '3.9',
    mistake: 'the other server is told to hold an election once it has what is committed, and not all of the log',
    edits: [
      {
        file: 'transfer.ts',
        find: 'progress.get(to)?.match !== log.lastIndex()',
        replace: '(progress.get(to)?.match ?? 0) < Math.min(server.commit, log.lastIndex())',
      },
    ],
  },
];
