import type { Bug } from '../../judge/lesson.ts';

const file = 'read-index.ts';

export const bugs: Bug[] = [
  {
    id: 'deposed-leader-serves-reads',
    exercise: '3.7',
    mistake: 'a leader serves a read without asking whether it still leads',
    edits: [
      {
        file,
        find: '    if (!isMajority(server, (id) => id === server.id || (progress.get(id)?.round ?? 0) >= round)) return;\n',
        replace: '',
      },
    ],
  },
  {
    id: 'reads-before-an-own-term-commit',
    exercise: '3.7',
    mistake:
      'a new leader serves reads before it has committed an entry of its own term, and may not know what was committed',
    edits: [{ file, find: 'log.term(commit) !== term', replace: 'log.term(commit) === undefined' }],
  },
  {
    id: 'an-older-round-counts',
    exercise: '3.7',
    mistake: 'answers to heartbeats that were sent before the read was asked for confirm it',
    edits: [{ file, find: '?? 0) >= round', replace: '?? 0) >= round - 1' }],
  },
  {
    id: 'refusal-repeats-the-round',
    exercise: '3.7',
    mistake:
      'who refuses a heartbeat of an older term repeats its round, which looks like an answer to a leader that has restarted',
    edits: [
      {
        file: 'election.ts',
        find: "{ type: 'HeartbeatResponse', ...envelope, round: 0 }",
        replace: "{ type: 'HeartbeatResponse', ...envelope, round: message.round }",
      },
    ],
  },
  {
    id: 'round-is-asked-for-once',
    exercise: '3.7',
    mistake:
      'only the first heartbeat after a read carries its round, so a read whose answers were lost is never served',
    edits: [
      {
        file: 'election.ts',
        find: '  const { id, term, round } = server;\n  server.heartbeatElapsed = 0;',
        replace:
          '  const { id, term } = server;\n  const round = server.heartbeatElapsed < server.options.heartbeatTicks ? server.round : 0;\n  server.heartbeatElapsed = 0;',
      },
    ],
  },
  {
    id: 'one-answer-is-enough',
    exercise: '3.7',
    mistake: 'the answer of a single other server confirms a read, whatever the size of the cluster',
    edits: [
      {
        file,
        find: 'if (!isMajority(server, (id) => id === server.id || (progress.get(id)?.round ?? 0) >= round)) return;',
        replace: 'if (progress.size > 0 && ![...progress.values()].some((each) => each.round >= round)) return;',
      },
    ],
  },
  {
    id: 'early-reads-forgotten',
    exercise: '3.7',
    mistake: 'reads that come before a new leader has committed anything are never taken up again',
    edits: [{ file, find: '    server.earlyReads.push({ from, context });\n', replace: '' }],
  },
  {
    id: 'late-reader-joins-an-old-question',
    exercise: '3.7',
    mistake:
      'a read that comes while a question is on its way is served by its answer, which may be older than the read',
    edits: [
      {
        file: 'reads.ts',
        find: '    if (asked.length > 0 || waiting.length === 0) return;\n    asked = waiting;\n    waiting = [];\n',
        replace:
          '    if (waiting.length === 0) return;\n    const isOnItsWay = asked.length > 0;\n    asked.push(...waiting.splice(0));\n    if (isOnItsWay) return;\n',
      },
    ],
  },
  {
    id: 'served-before-it-is-applied',
    exercise: '3.7',
    mistake: 'a read is served as soon as the leader has answered, though the state machine is not that far yet',
    edits: [
      {
        file: 'reads.ts',
        find: '      confirmed.push({ index: answer.index, readers: asked });\n',
        replace: '      for (const { resolve } of asked) resolve();\n',
      },
    ],
  },
  {
    id: 'never-asks-again',
    exercise: '3.7',
    mistake: 'a question that is lost on its way is never asked again',
    edits: [{ file: 'reads.ts', find: '      if (ticks >= patienceTicks) askAgain();\n', replace: '' }],
  },
  {
    id: 'any-answer-will-do',
    exercise: '3.7',
    mistake: 'the answer to any question is taken for that to the last one',
    edits: [{ file: 'reads.ts', find: 'reads.find((read) => read.context === context)', replace: 'reads[0]' }],
  },
  {
    id: 'contexts-repeat',
    exercise: '3.7',
    mistake: 'the contexts begin again after a few questions, so that an old answer fits a new question',
    edits: [
      {
        file: 'reads.ts',
        find: 'raft.readIndex(++context);',
        replace: 'context = (context % 4) + 1;\n    raft.readIndex(context);',
      },
    ],
  },
  {
    id: 'early-read-without-a-round',
    exercise: '3.7',
    mistake: 'a read that came too early is served without asking the others whether the leader still leads',
    edits: [
      {
        file: 'read-index.ts',
        find: 'server.earlyReads.splice(0)) takeUp(server, from, context);',
        replace: 'server.earlyReads.splice(0)) answer(server, from, context, server.commit);',
      },
    ],
  },
  {
    id: 'follower-answers-a-read',
    exercise: '3.7',
    mistake: 'a server that does not lead answers the question for a read with its own commit index',
    edits: [
      {
        file: 'read-index.ts',
        find: "  if (server.role === 'leader') takeUp(server, message.from, message.context);",
        replace:
          "  if (server.role === 'leader') takeUp(server, message.from, message.context);\n  else answer(server, message.from, message.context, server.commit);",
      },
    ],
  },
];
