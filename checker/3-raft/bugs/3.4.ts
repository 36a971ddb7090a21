import type { Bug } from '../../judge/lesson.ts';

const file = 'replica.ts';

export const bugs: Bug[] = [
  {
    id: 'sends-before-it-is-durable',
    exercise: '3.4',
    mistake: 'messages are sent before what they speak of is on the disk, such as a vote',
    edits: [
      {
        file,
        find: '    await storage.persist(ready);\n    if (isOver) return;\n    // Durable: from here on the others may be told.\n    for (const message of ready.messages) send(message);\n',
        replace:
          '    for (const message of ready.messages) send(message);\n    await storage.persist(ready);\n    if (isOver) return;\n',
      },
    ],
  },
  {
    id: 'does-not-wait-for-the-disk',
    exercise: '3.4',
    mistake: 'persisting is begun but not waited for, so that everything else happens before it is done',
    edits: [{ file, find: '    await storage.persist(ready);', replace: '    storage.persist(ready).catch(fail);' }],
  },
  {
    id: 'only-entries-are-persisted',
    exercise: '3.4',
    mistake: 'a change of term or vote without any entries is not written to the disk',
    edits: [
      {
        file: 'storage.ts',
        find: 'if (isNew || entries.length > 0) await append',
        replace: 'if (entries.length > 0) await append',
      },
    ],
  },
  {
    id: 'vote-left-out-of-what-is-new',
    exercise: '3.4',
    mistake: 'a vote in a term that is on the disk already is not written down',
    edits: [
      {
        file: 'storage.ts',
        find: 'hardState.term !== current.term || hardState.vote !== current.vote',
        replace: 'hardState.term !== current.term',
      },
    ],
  },
  {
    id: 'replay-keeps-what-was-replaced',
    exercise: '3.4',
    mistake: 'on replay the entries of each record are put behind the others, also where they replace some',
    edits: [
      {
        file: 'storage.ts',
        find: '  recovered.entries.length = Math.min(recovered.entries.length, Math.max(kept, 0));\n',
        replace: '  if (kept < 0) recovered.entries.length = 0;\n',
      },
    ],
  },
  {
    id: 'oldest-hard-state-counts',
    exercise: '3.4',
    mistake: 'on replay the hard state of the first record stays, and not that of the last',
    edits: [
      {
        file: 'storage.ts',
        find: '  recovered.hardState = hardState;\n',
        replace: '  if (recovered.hardState.term === 0) recovered.hardState = hardState;\n',
      },
    ],
  },
  {
    id: 'noop-is-applied',
    exercise: '3.4',
    mistake: 'the state machine is asked to do every entry, also those that are no commands',
    edits: [
      {
        file,
        find: "entry.type === 'command' ? machine.apply(entry.data, entry.index) : undefined",
        replace: 'machine.apply(entry.data, entry.index)',
      },
    ],
  },
  {
    id: 'any-entry-at-the-index-is-the-result',
    exercise: '3.4',
    mistake: 'a client is told of success when anything is applied at its index, also when another leader put it there',
    edits: [
      {
        file: 'proposals.ts',
        find: 'waiting[0].index === entry.index && waiting[0].term === entry.term',
        replace: 'waiting[0].index === entry.index',
      },
    ],
  },
  {
    id: 'lost-proposal-waits-for-ever',
    exercise: '3.4',
    mistake: 'a client whose command was replaced by another leader is never told',
    edits: [
      {
        file: 'proposals.ts',
        find: '      refuse(({ index, term }) => index <= entry.index || term < entry.term, lost);\n',
        replace: '',
      },
    ],
  },
  {
    id: 'applies-twice',
    exercise: '3.4',
    mistake: 'committed commands are applied twice',
    edits: [
      {
        file,
        find: '    apply(ready);\n    raft.advance();',
        replace: '    apply(ready);\n    apply({ ...ready, snapshot: undefined });\n    raft.advance();',
      },
    ],
  },
  {
    id: 'sends-after-it-was-closed',
    exercise: '3.4',
    mistake: 'a replica that was closed while its disk worked still sends its messages',
    edits: [{ file: 'replica.ts', find: '    if (isOver) return;\n    // Durable', replace: '    // Durable' }],
  },
  {
    id: 'only-commands-decide',
    exercise: '3.4',
    mistake:
      'only commands tell those who wait what became of them, so that who has lost their place to a noop waits on',
    edits: [
      {
        file: 'replica.ts',
        find: '      proposals.applied(entry, result);',
        replace: "      if (entry.type === 'command') proposals.applied(entry, result);",
      },
    ],
  },
  {
    id: 'writes-every-commit-index',
    exercise: '3.4',
    mistake: 'a record is written whenever the commit index has changed, and synced, for nothing',
    edits: [
      {
        file: 'storage.ts',
        find: 'const isNew = hardState.term !== current.term || hardState.vote !== current.vote;',
        replace:
          'const isNew = hardState.term !== current.term || hardState.vote !== current.vote || hardState.commit !== current.commit;',
      },
    ],
  },
];
