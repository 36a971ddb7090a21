import type { Bug } from '../../judge/lesson.ts';

const [machine, proposer, api, keeper, server] = [
  'state-machine.ts',
  'proposer.ts',
  'client-api.ts',
  'lease-keeper.ts',
  'etcd-server.ts',
];

export const bugs: Bug[] = [
  {
    id: 'applied-twice',
    exercise: '4.8',
    mistake: 'an entry that is in the state already is applied once more',
    edits: [{ file: machine, find: "if (index <= appliedIndex) return { type: 'skipped' };", replace: '' }],
  },
  {
    id: 'skips-one-too-many',
    exercise: '4.8',
    mistake: 'the first entry behind those that were applied is skipped as well',
    edits: [{ file: machine, find: 'if (index <= appliedIndex)', replace: 'if (index <= appliedIndex + 1)' }],
  },
  {
    id: 'a-refusal-is-thrown',
    exercise: '4.8',
    mistake: 'what the store refuses is thrown on while it is applied, which stops the member, and every other one too',
    edits: [
      { file: machine, find: "return { type: 'refused', code: code as EtcdErrorCode };", replace: 'throw thrown;' },
    ],
  },
  {
    id: 'one-revision-for-each-key-of-a-lease',
    exercise: '4.8',
    mistake: 'the keys of a revoked lease are deleted one by one, each in a revision of its own',
    edits: [
      {
        file: machine,
        find: 'store.deleteKeys(leases.revoke(command.id));',
        replace: 'for (const key of leases.revoke(command.id)) store.deleteRange({ key });',
      },
    ],
  },
  {
    id: 'keys-outlive-their-lease',
    exercise: '4.8',
    mistake: 'a lease is revoked, and its keys stay',
    edits: [
      { file: machine, find: 'store.deleteKeys(leases.revoke(command.id));', replace: 'leases.revoke(command.id);' },
    ],
  },
  {
    id: 'keys-lose-their-lease',
    exercise: '4.8',
    mistake: 'the store is restored before the leases, so that no key finds its lease',
    edits: [
      {
        file: machine,
        find: '      leases.restore(state.leases);\n      store.restore(state.store);',
        replace: '      store.restore(state.store);\n      leases.restore(state.leases);',
      },
    ],
  },
  {
    id: 'applied-index-not-restored',
    exercise: '4.8',
    mistake: 'a state that is restored does not know which entries are in it',
    edits: [{ file: machine, find: '      appliedIndex = state.appliedIndex;\n', replace: '' }],
  },
  {
    id: 'read-from-the-own-store',
    exercise: '4.8',
    mistake: 'a linearizable read is served from the own store at once, however old that is',
    edits: [{ file: api, find: 'if (!request.serializable) await upToDate();', replace: '' }],
  },
  {
    id: 'serializable-reads-ask',
    exercise: '4.8',
    mistake: 'a serializable read asks the others as well, and is not answered where nobody can be reached',
    edits: [{ file: api, find: 'if (!request.serializable) await upToDate();', replace: 'await upToDate();' }],
  },
  {
    id: 'reading-txn-from-the-own-store',
    exercise: '4.8',
    mistake: 'a transaction that only reads is served from the own store at once',
    edits: [
      {
        file: api,
        find: "      await upToDate();\n      auth.check(user, { type: 'txn', request });",
        replace: "      auth.check(user, { type: 'txn', request });",
      },
    ],
  },
  {
    id: 'writing-txn-is-not-proposed',
    exercise: '4.8',
    mistake: 'a transaction whose success branch only reads is not proposed, though its failure branch writes',
    edits: [
      {
        file: api,
        find: 'return [...success, ...failure].every(',
        replace: 'return (failure.length < 0 ? failure : success).every(',
      },
    ],
  },
  {
    id: 'followers-refuse',
    exercise: '4.8',
    mistake: 'a member that does not lead does not forward what it is asked for',
    edits: [
      {
        file: proposer,
        find: "else if (leader !== 0) send(leader, { type: 'propose', from: id, number, command: waiter.bytes });",
        replace: "else if (leader !== 0) waiter.reject(etcdFailure('not-leader'));",
      },
    ],
  },
  {
    id: 'forwarded-and-forgotten',
    exercise: '4.8',
    mistake: 'what another member forwards is never proposed',
    edits: [{ file: server, find: 'parts.proposer.takeOver(message);', replace: 'message.number;' }],
  },
  {
    id: 'everybody-answers',
    exercise: '4.8',
    mistake: 'a command is told to whoever waits for that number, at whichever member it was asked',
    edits: [
      {
        file: proposer,
        find: 'if (member === id) pending.get(number)',
        replace: 'if (member !== 0) pending.get(number)',
      },
      {
        file: proposer,
        find: 'let lastNumber = random.integer(1, 2 ** 32 - 1) * 2 ** 20;',
        replace: 'let lastNumber = 0;',
      },
    ],
  },
  {
    id: 'without-a-leader-forgotten',
    exercise: '4.8',
    mistake: 'what is asked for while nobody leads is forgotten, and times out',
    edits: [{ file: proposer, find: 'else held.push(number);', replace: '' }],
  },
  {
    id: 'without-a-leader-refused',
    exercise: '4.8',
    mistake: 'what is asked for while nobody leads is refused at once',
    edits: [
      { file: proposer, find: 'else held.push(number);', replace: "else waiter.reject(etcdFailure('no-leader'));" },
    ],
  },
  {
    id: 'waits-for-ever',
    exercise: '4.8',
    mistake: 'nobody looks whether the time of a request is over',
    edits: [{ file: server, find: '      waiting.tick();\n', replace: '' }],
  },
  {
    id: 'one-proposal-at-a-time',
    exercise: '4.8',
    mistake: 'a command is proposed only when the one before it is done, so that each costs a sync of its own',
    edits: [
      {
        file: proposer,
        find: "if (role === 'leader') replica.propose(waiter.bytes).catch((why) => failed(number, why));",
        replace:
          "if (role === 'leader') before = before.then(() => replica.propose(waiter.bytes)).catch((why) => failed(number, why));",
      },
      {
        file: proposer,
        find: '  let held: number[] = [];',
        replace: '  let held: number[] = [];\n  let before: Promise<unknown> = Promise.resolve();',
      },
    ],
  },
  {
    id: 'nobody-counts-the-time',
    exercise: '4.8',
    mistake: 'a new leader never begins to count the time of the leases',
    edits: [
      { file: keeper, find: '    promotedTerm = term;\n    leases.promote();', replace: '    promotedTerm = term;' },
    ],
  },
  {
    id: 'everybody-counts-the-time',
    exercise: '4.8',
    mistake: 'each member revokes, by itself and by its own clock, what it takes for expired',
    edits: [
      { file: keeper, find: '    leases.demote();\n', replace: '    leases.promote();\n' },
      {
        file: keeper,
        find: '    if (term === ledTerm) return;\n    ledTerm = term;',
        replace:
          '    if (term === ledTerm && promotedTerm === -1) return;\n    if (promotedTerm === -1) return;\n    ledTerm = term;',
      },
      { file: keeper, find: '    promotedTerm = 0;\n    leases.', replace: '    promotedTerm = -1;\n    leases.' },
      {
        file: keeper,
        find: 'if (!isPromoted()) return;\n    for (const lease of leases.expired(revocationsMax)) {',
        replace: 'for (const lease of leases.expired(revocationsMax)) {\n      leases.revoke(lease);',
      },
    ],
  },
  {
    id: 'expired-is-only-noticed',
    exercise: '4.8',
    mistake: 'the leader finds what has expired, and does not propose to revoke it',
    edits: [{ file: keeper, find: '      revokeExpired();\n', replace: '' }],
  },
  {
    id: 'keep-alive-at-a-follower',
    exercise: '4.8',
    mistake: 'a keep-alive at a member that does not lead is not passed on to the leader',
    edits: [
      {
        file: keeper,
        find: "else if (leader !== 0) send(leader, { type: 'lease-question', from: id, number, lease, renew });",
        replace: 'else if (leader !== 0 && !renew) settle(number, 0);',
      },
    ],
  },
  {
    id: 'keep-alive-does-not-renew',
    exercise: '4.8',
    mistake: 'a keep-alive is answered with the time that is left, and renews nothing',
    edits: [
      {
        file: keeper,
        find: 'if (!renew) return leases.remaining(lease) ?? 0;',
        replace: 'if (!renew || lease > 0n) return leases.remaining(lease) ?? 0;',
      },
    ],
  },
  {
    id: 'no-time-to-live-of-nothing',
    exercise: '4.8',
    mistake: 'the time to live of a lease that is not there is 0, where it must be -1',
    edits: [{ file: api, find: 'ttl: -1, grantedTtl: 0', replace: 'ttl: 0, grantedTtl: 0' }],
  },
  {
    id: 'failed-disk-goes-on',
    exercise: '4.8',
    mistake: 'when the disk has failed nobody who waits is told',
    edits: [
      {
        file: server,
        find: '  function fail(why: unknown): void {\n    end();\n',
        replace: '  function fail(why: unknown): void {\n',
      },
    ],
  },
  {
    id: 'failed-disk-is-silent',
    exercise: '4.8',
    mistake: 'when the disk has failed nobody is told why',
    edits: [{ file: server, find: '    onFailure?.(why);\n', replace: '' }],
  },
  {
    id: 'closed-server-keeps-waiting',
    exercise: '4.8',
    mistake: 'who waits at a member that is closed is never told',
    edits: [{ file: server, find: '    async close() {\n      end();', replace: '    async close() {' }],
  },
  {
    id: 'watches-are-not-ended',
    exercise: '4.8',
    mistake: 'the watches of a member that is over are not told so, and wait for ever',
    edits: [{ file: server, find: '    for (const { failed } of streams) failed(stopped);\n', replace: '' }],
  },
  {
    id: 'not-proposed-is-not-said',
    exercise: '4.8',
    mistake:
      'a member that is asked to propose, and does not lead any more, says nothing, and the client waits in vain',
    edits: [
      {
        file: proposer,
        find: "if (isUndone(why)) send(from, { type: 'not-proposed', number });",
        replace: 'if (isUndone(why)) return;',
      },
    ],
  },
  {
    id: 'lost-questions-stay-lost',
    exercise: '4.8',
    mistake: 'a question for the leader that was lost is not asked again',
    edits: [{ file: keeper, find: 'for (const [number, question] of questions) ask(number, question);', replace: '' }],
  },
  {
    id: 'any-size',
    exercise: '4.8',
    mistake: 'a request may be as large as it likes',
    edits: [
      {
        file: proposer,
        find: "if (bytes.length > requestBytesMax) throw etcdFailure('request-too-large');",
        replace: '',
      },
    ],
  },
  {
    id: 'numbers-begin-again',
    exercise: '4.8',
    mistake:
      'the numbers of requests begin anew in each life, and a command of the last life answers a request of this one',
    edits: [
      {
        file: proposer,
        find: 'let lastNumber = random.integer(1, 2 ** 32 - 1) * 2 ** 20;',
        replace: 'let lastNumber = 0;',
      },
    ],
  },
  {
    id: 'sends-again-what-is-late',
    exercise: '4.8',
    mistake: 'what has no answer yet is sent again and again, and each time it arrives it is done once more',
    edits: [
      { file: proposer, find: '      const again = held;\n', replace: '      const again = [...pending.keys()];\n' },
      { file: proposer, find: 'if (held.length === 0 || replica', replace: 'if (replica' },
    ],
  },
  {
    id: 'renewed-without-being-sure-to-lead',
    exercise: '4.8',
    mistake: 'a keep-alive is confirmed by a leader that may have been deposed without knowing',
    edits: [{ file: keeper, find: '    await replica.read();\n', replace: '' }],
  },
  {
    id: 'promoted-at-once',
    exercise: '4.8',
    mistake: 'a new leader counts the time of the leases from the moment of its election',
    edits: [
      {
        file: 'lease-keeper.ts',
        find: 'if (term !== 0) replica.read().then(() => maybePromote(term), ignore);',
        replace: 'if (term !== 0) maybePromote(term);',
      },
    ],
  },
  {
    id: 'promoted-by-an-old-read',
    exercise: '4.8',
    mistake: 'a read that was begun as the leader of an earlier term promotes a member that leads no more',
    edits: [
      {
        file: 'lease-keeper.ts',
        find: 'if (term !== ledTerm || term !== termAsLeader()) return;\n    promotedTerm = term;',
        replace: 'promotedTerm = term;',
      },
    ],
  },
  {
    id: 'revoked-with-each-tick',
    exercise: '4.8',
    mistake: 'the revoke of an expired lease is proposed again with each tick, while the first one is on its way',
    edits: [{ file: 'lease-keeper.ts', find: '      if (revoking.has(lease)) continue;\n', replace: '' }],
  },
  {
    id: 'zero-before-it-is-revoked',
    exercise: '4.8',
    mistake: 'a keep-alive of an expired lease is answered with 0 before its keys are gone',
    edits: [
      {
        file: 'lease-keeper.ts',
        find: '      await revoking.get(lease);\n      return leases.has(lease) ? undefined : 0;',
        replace: '      return 0;',
      },
    ],
  },
  {
    id: 'unknown-is-sent-again',
    exercise: '4.8',
    mistake: 'a command of which nobody knows whether it was done is proposed once more',
    edits: [
      {
        file: 'proposer.ts',
        find: 'if (isUndone(why)) held.push(number);',
        replace: 'if (isUndone(why) || isUnknown(why)) held.push(number);',
      },
    ],
  },
  {
    id: 'not-proposed-whatever-it-was',
    exercise: '4.8',
    mistake: 'another member is told "not proposed" even where its command may have been done',
    edits: [
      {
        file: 'proposer.ts',
        find: "if (isUndone(why)) send(from, { type: 'not-proposed', number });",
        replace: "if (isUndone(why) || isUnknown(why)) send(from, { type: 'not-proposed', number });",
      },
    ],
  },
  {
    id: 'bugs-become-refusals',
    exercise: '4.8',
    mistake: 'whatever is thrown while a command is applied becomes a refusal, bugs too',
    edits: [{ file: 'state-machine.ts', find: '    if (!wireErrorOf(code)) throw thrown;\n', replace: '' }],
  },
  {
    id: 'time-to-live-from-the-own-store',
    exercise: '4.8',
    mistake: 'whether there is a lease is looked up in the own store, however old that is',
    edits: [
      {
        file: 'client-api.ts',
        find: "      await upToDate();\n      auth.check(user, { type: 'lease-time-to-live'",
        replace: "      auth.check(user, { type: 'lease-time-to-live'",
      },
    ],
  },
];
