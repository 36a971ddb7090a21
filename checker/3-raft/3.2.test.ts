/**
 * Goal: every server ends up with the leader's log, and what a majority has is committed.
 * Method: a follower, and a leader, whose peers the test plays, for each step of section 5.3; Figure 7's logs; then one
 * leader's entries over a network that loses, repeats and reorders, while followers crash. All in one term of one
 * leader: what it takes to commit across terms is exercise 3.3.
 */
import type { Message } from '#raft/message.ts';
import { createRaft } from '#raft/raft.ts';
import { exercise } from '../judge/exercise.ts';
import { type Script, scripted } from '../sim/raft/script.ts';
import { append, appended, heartbeat, vote } from './messages.ts';
import { replicateThroughTrouble, someTrouble } from './one-leader.ts';
import { answersTo, expectNone, expectOne, sentDuring } from './one-server.ts';
import { declarePacingTests } from './pacing.ts';

/** That a leader counts only entries of its own term is exercise 3.3. */
const commitsAnyTerm = true;

export default exercise('3.2', (test) => {
  test('R6', 'a follower accepts entries only behind an entry that it has (5.3)', async (t) => {
    await t.forEach(acceptances, async ({ own, prev, terms, log, why }) => {
      await scripted(t, { createRaft, commitsAnyTerm, servers: 3, disks: { 1: { term: 5, log: own } } }, (world) => {
        const sent = answersTo(world, append({ from: 2, term: 5 }, prev, terms));
        const success = log !== undefined;
        const index = success ? prev[0] + terms.length : prev[0];
        expectOne(t, sent, { type: 'AppendEntriesResponse', to: 2, term: 5, success, index }, why);
        t.equal(termsOf(world, 1), log ?? own, `${why}; then the log has entries of these terms`);
        t.equal(world.status(1).leader, 2, 'who sends AppendEntries of this term leads it');
      });
    });
  });

  test('R6', 'repeated and reordered AppendEntries take nothing away (5.3)', async (t) => {
    await scripted(t, { createRaft, commitsAnyTerm, servers: 3, disks: { 1: { term: 2, log: [1, 1] } } }, (world) => {
      const first = append({ from: 2, term: 2 }, [2, 1], [2, 2]);
      const second = append({ from: 2, term: 2 }, [4, 2], [2, 2]);
      world.inject(first);
      world.inject(second);
      for (const late of [first, append({ from: 2, term: 2 }, [2, 1], [2]), append({ from: 2, term: 2 }, [3, 2], [])]) {
        const sent = answersTo(world, late);
        expectOne(t, sent, { type: 'AppendEntriesResponse', success: true }, 'an old message that fits is accepted');
        t.equal(
          termsOf(world, 1),
          [1, 1, 2, 2, 2, 2],
          'entries behind those of an old message may be acknowledged already',
        );
      }
    });
  });

  test(
    'R8',
    'a follower commits what its leader has, and only as far as the logs are known to agree (5.3)',
    async (t) => {
      await scripted(
        t,
        { createRaft, commitsAnyTerm, servers: 3, disks: { 1: { term: 3, log: [1, 2, 2, 2] } } },
        (world) => {
          world.inject(append({ from: 2, term: 3 }, [0, 0], [1, 2], 4));
          t.equal(world.status(1).commit, 2, 'entries 3 and 4 may be other ones than the leader has committed');
          world.inject(append({ from: 2, term: 3 }, [2, 2], [3], 2));
          t.equal(world.status(1).commit, 2, 'the leader has committed entry 2');
          world.inject(heartbeat({ from: 2, term: 3 }, 3));
          t.equal(world.status(1).commit, 3, 'a heartbeat tells what may be committed');
          world.inject(append({ from: 2, term: 3 }, [3, 3], [3], 1));
          t.equal(world.status(1).commit, 3, 'old news takes nothing back');
        },
      );
    },
  );

  test('R5', 'a leader puts a proposal behind its log and sends it to all (5.3)', async (t) => {
    await scripted(t, { createRaft, commitsAnyTerm, servers: 3 }, (world) => {
      t.equal(world.propose(1, 'a'), undefined, 'only a leader takes proposals');
      world.campaign(1);
      t.equal(world.propose(1, 'a'), undefined, 'a candidate takes none either');
      world.inject(vote({ from: 2, term: 1 }));
      // A new leader may send empty AppendEntries at once, as the paper's does, and then waits for the answers.
      for (const from of [2, 3]) world.inject(appended({ from, term: 1 }, 0));
      const sent = sentDuring(world, 1, () => {
        t.equal(world.propose(1, 'a'), { index: 1, term: 1 }, 'propose says where the entry stands');
      });
      for (const to of [2, 3]) {
        const message = expectOne(
          t,
          sent,
          { type: 'AppendEntries', to, prevIndex: 0, prevTerm: 0 },
          'the new entry goes to all',
        );
        t.equal(
          message.entries.map(({ index, term }) => ({ index, term })),
          [{ index: 1, term: 1 }],
          'the entry is in it',
        );
      }
      world.inject(appended({ from: 2, term: 1 }, 1));
      const second = sentDuring(world, 1, () =>
        t.equal(world.propose(1, 'b'), { index: 2, term: 1 }, 'the next place'),
      );
      const base = { type: 'AppendEntries', to: 2, prevIndex: 1, prevTerm: 1 } as const;
      expectOne(t, second, base, 'what n2 has acknowledged is not sent again');
    });
  });

  test('R8', 'an entry is committed once a majority has it, itself included (5.3)', async (t) => {
    await t.forEach([1, 2, 3, 4, 5], async (servers) => {
      await scripted(t, { createRaft, commitsAnyTerm, servers }, (world) => {
        lead(world, servers);
        world.propose(1, 'a');
        world.propose(1, 'b');
        for (let id = 2; id <= servers; id++) {
          const holders = id - 1;
          if (holders * 2 > servers) break;
          t.equal(world.status(1).commit, 0, `${holders} of ${servers} servers are no majority`);
          world.inject(appended({ from: id, term: 1 }, id % 2 === 0 ? 2 : 1));
          world.inject(appended({ from: id, term: 1 }, 1));
        }
        const expected = servers <= 3 ? 2 : 1;
        t.equal(world.status(1).commit, expected, 'the last entry that a majority has');
        t.equal(world.status(1).applied, expected, 'what is committed is handed out to be applied');
      });
    });
  });

  test('R8', 'a lost acknowledgement is made up for, and the others learn what is committed (5.3)', async (t) => {
    await scripted(t, { createRaft, commitsAnyTerm, servers: 3 }, (world) => {
      world.campaign(1);
      world.settle();
      world.propose(1, 'a');
      world.deliver({ from: 1 });
      world.drop({ type: 'AppendEntriesResponse' });
      t.equal(world.status(1).commit, 0, 'nobody has answered');
      world.tick(1, 2);
      world.settle();
      t.equal(world.status(1).commit, 1, 'after its heartbeat the leader must find out that the entry is there');
      world.tick(1, 2);
      world.settle();
      for (const id of [2, 3]) t.equal(world.status(id).commit, 1, 'the others are told');
      for (const id of [1, 2, 3]) t.equal(world.log(id), '[1@1]', 'the entry is there once');
    });
  });

  test('R5', 'answers that are old, repeated or out of order take nothing back (5.3)', async (t) => {
    await scripted(t, { createRaft, commitsAnyTerm, servers: 5 }, (world) => {
      lead(world, 5);
      for (const value of ['a', 'b', 'c']) world.propose(1, value);
      world.inject(appended({ from: 2, term: 1 }, 3));
      const refusal = { success: false, index: 1, conflictIndex: 0, conflictTerm: 0 };
      for (const old of [
        { ...appended({ from: 2, term: 1 }, 1) },
        { ...appended({ from: 2, term: 1 }, 1), ...refusal },
      ]) {
        const sent = answersTo(world, old as Message);
        expectNone(t, sent, 'AppendEntries', 'an old answer says nothing new: there is nothing to send again');
        const { match } = world.status(1).progress.find(({ id }) => id === 2)!;
        t.equal(match, 3, 'what has matched once matches for ever');
      }
      world.inject(appended({ from: 3, term: 1 }, 3));
      t.equal(world.status(1).commit, 3, 'n1, n2 and n3 have all three entries');
    });
  });

  test('R6', "Figure 7: a new leader makes every follower's log like its own (5.3)", async (t) => {
    const figure7 = [
      [1, 1, 1, 4, 4, 5, 5, 6, 6, 6],
      [1, 1, 1, 4, 4, 5, 5, 6, 6],
      [1, 1, 1, 4],
      [1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 6],
      [1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 7, 7],
      [1, 1, 1, 4, 4, 4, 4],
      [1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3],
    ];
    const disks = Object.fromEntries(figure7.map((log, i) => [i + 1, { term: 7, log }]));
    await scripted(t, { createRaft, commitsAnyTerm, servers: 7, disks }, (world) => {
      world.campaign(1);
      world.settle();
      t.equal(world.status(1).role, 'leader', 'n2, n3, n6 and n7 vote for n1: their logs are behind its own');
      world.propose(1, 'x');
      for (let beat = 0; beat < 12; beat++) {
        world.tick(1, 2);
        world.settle();
      }
      for (let id = 1; id <= 7; id++) {
        t.equal(termsOf(world, id), [...figure7[0], 8], `the log of n${id} must be like the leader's`);
        t.equal(world.status(id).commit, 11, `n${id} must have committed all of it`);
      }
    });
  });

  test('R16', 'lost, repeated and reordered messages and crashed followers hold nothing up for ever', async (t) => {
    await t.forAll(someTrouble, (trouble) => replicateThroughTrouble(t, trouble), { runs: 20 });
  });

  declarePacingTests(test);

  test('R6', 'a deposed leader follows, and its entries that nobody has are replaced (5.3)', async (t) => {
    await scripted(t, { createRaft, commitsAnyTerm, servers: 3 }, (world) => {
      world.campaign(1);
      world.settle();
      world.partition([1], [2, 3]);
      world.propose(1, 'lost');
      world.campaign(2);
      world.settle();
      world.propose(2, 'kept');
      world.settle();
      world.heal();
      for (let beat = 0; beat < 3; beat++) {
        for (const id of [1, 2]) world.tick(id, 2);
        world.settle();
      }
      expectNone(t, world.inFlight({ from: 1 }), 'Heartbeat', 'n1 leads no more');
      for (const id of [1, 2, 3]) t.equal(world.log(id), '[1@2]', 'everyone has the entry of the newer leader');
      t.equal(world.status(1).applied, 1, 'and n1 has applied it');
    });
  });
});

/** What a follower in term 5 makes of entries of these terms behind that one; `log` is left out where it refuses. */
const acceptances: { own: number[]; prev: [number, number]; terms: number[]; log?: number[]; why: string }[] = [
  { own: [], prev: [0, 0], terms: [5], log: [5], why: 'everybody has the nothing before entry 1' },
  { own: [1, 2], prev: [2, 2], terms: [5, 5], log: [1, 2, 5, 5], why: 'it has entry 2 of term 2' },
  { own: [1, 2], prev: [2, 2], terms: [], log: [1, 2], why: 'no entries, and the one before is there' },
  { own: [1, 2], prev: [3, 2], terms: [5], why: 'it has no entry 3' },
  { own: [1, 2], prev: [2, 1], terms: [2], why: 'its entry 2 is of another term' },
  { own: [1, 2, 2, 2], prev: [1, 1], terms: [3], log: [1, 3], why: 'a conflicting entry goes, and all behind it' },
  {
    own: [1, 2, 2, 2],
    prev: [1, 1],
    terms: [2, 3, 3],
    log: [1, 2, 3, 3],
    why: 'what is the same stays, what conflicts goes',
  },
  { own: [1, 2, 2, 2], prev: [1, 1], terms: [2], log: [1, 2, 2, 2], why: 'nothing conflicts, so nothing goes' },
];

function termsOf(world: Script, id: number): number[] {
  return world.disk(id).entries.map(({ term }) => term);
}

/** Makes n1 the leader of term 1, with votes of the test's own. */
function lead(world: Script, servers: number): void {
  world.campaign(1);
  for (let from = 2; from <= servers; from++) world.inject(vote({ from, term: 1 }));
}
