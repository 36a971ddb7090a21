import type { Bug } from '../../judge/lesson.ts';

export const bugs: Bug[] = [
  {
    id: 'full-window-never-sent-again',
    exercise: '3.2',
    mistake:
      'when a heartbeat is answered, nothing is sent once more where as much as may be is on its way, also if all of it was lost',
    edits: [
      {
        file: 'replication.ts',
        find: '  progress.paused = false;\n  sendNext(server, message.from, progress);\n',
        replace: '  progress.paused = false;\n  replicate(server, message.from);\n',
      },
    ],
  },
  {
    id: 'message-without-a-bound',
    exercise: '3.2',
    mistake: 'one AppendEntries carries everything that there is, whatever `entriesPerMessageMax` says',
    edits: [{ file: 'replication.ts', find: 'Math.min(options.entriesPerMessageMax, room)', replace: 'room' }],
  },
  {
    id: 'window-without-a-bound',
    exercise: '3.2',
    mistake: 'more entries than `entriesInFlightMax` are sent without an answer',
    edits: [
      {
        file: 'replication.ts',
        find: '  const room = roomFor(progress, options.entriesInFlightMax);\n  const entries = log.entriesFrom(progress.next, Math.min(options.entriesPerMessageMax, room));',
        replace: '  const entries = log.entriesFrom(progress.next, options.entriesPerMessageMax);',
      },
    ],
  },
  {
    id: 'waits-after-an-acceptance',
    exercise: '3.2',
    mistake: 'after an acceptance nothing more is sent until the next heartbeat or proposal',
    edits: [
      {
        file: 'replication.ts',
        find: '    if (progress.next <= server.log.lastIndex()) replicate(server, message.from);\n',
        replace: '',
      },
    ],
  },
  {
    id: 'goes-back-at-any-refusal',
    exercise: '3.2',
    mistake: 'a leader that probes goes back at every refusal, also at an old one',
    edits: [{ file: 'replication.ts', find: '    if (index !== progress.next - 1) return false;\n', replace: '' }],
  },
  {
    id: 'goes-back-behind-what-matched',
    exercise: '3.2',
    mistake: 'a leader that replicates takes an old refusal, of what has matched since, for news',
    edits: [{ file: 'replication.ts', find: '    if (index <= progress.match) return false;\n', replace: '' }],
  },
  {
    id: 'goes-back-one-by-one-after-a-loss',
    exercise: '3.2',
    mistake: 'a leader that replicates goes back one entry at a time after a loss, and not to what has matched',
    edits: [
      {
        file: 'replication.ts',
        find: 'becomeProbe(progress, progress.match + 1);',
        replace: 'becomeProbe(progress, progress.next - 1);',
      },
    ],
  },
  {
    id: 'sent-and-not-noted',
    exercise: '3.2',
    mistake: 'what sendAppend has sent is not noted, and so is sent again and again',
    edits: [{ file: 'replication.ts', find: '  noteSent(progress, entries.length);\n', replace: '' }],
  },
];
