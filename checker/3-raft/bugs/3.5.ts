import type { Bug } from '../../judge/lesson.ts';

const file = 'back-up.ts';

export const bugs: Bug[] = [
  {
    id: 'one-entry-at-a-time',
    exercise: '3.5',
    mistake: 'the follower says only where it refused, and so the leader goes back one entry at a time',
    edits: [
      {
        file,
        find: 'return lastWithTermAtMost(log, Math.min(prevIndex, log.lastIndex()), prevTerm);',
        replace: 'return { index: prevIndex - 1, term: prevTerm };',
      },
    ],
  },
  {
    id: 'short-log-not-told',
    exercise: '3.5',
    mistake: 'a follower whose log is too short does not say where it ends',
    edits: [
      {
        file,
        find: 'return lastWithTermAtMost(log, Math.min(prevIndex, log.lastIndex()), prevTerm);',
        replace:
          'return prevIndex > log.lastIndex() ? { index: prevIndex - 1, term: prevTerm } : lastWithTermAtMost(log, prevIndex, prevTerm);',
      },
    ],
  },
  {
    id: 'leader-does-not-pass-over-terms',
    exercise: '3.5',
    mistake: "the leader tries again right behind the follower's conflict, though its own entry there has a newer term",
    edits: [
      {
        file,
        find: 'return lastWithTermAtMost(log, Math.min(conflict.index, log.lastIndex()), conflict.term).index + 1;',
        replace: 'return Math.min(conflict.index, log.lastIndex()) + 1;',
      },
    ],
  },
  {
    id: 'goes-back-to-the-beginning',
    exercise: '3.5',
    mistake: 'after one refusal the leader begins at entry 1 again, and sends the whole log',
    edits: [
      {
        file: 'replication.ts',
        find: 'becomeProbe(progress, nextAfterConflict(log, { index: conflictIndex, term: conflictTerm }));',
        replace:
          'becomeProbe(progress, Math.min(1, nextAfterConflict(log, { index: conflictIndex, term: conflictTerm })));',
      },
    ],
  },
  {
    id: 'short-log-knows-nothing',
    exercise: '3.5',
    mistake: 'a follower whose log is too short says that nothing agrees, and is sent the whole log',
    edits: [{ file: 'back-up.ts', find: 'Math.min(prevIndex, log.lastIndex())', replace: 'prevIndex' }],
  },
];
