/**
 * The part of exercise 3.2 that is about what a leader sends when: how much at once, what after which answer, and what
 * again. One leader, whose followers the test plays or holds up.
 */
import type { Message } from '#raft/message.ts';
import { createRaft } from '#raft/raft.ts';
import type { DeclareTest, TestContext } from '../judge/exercise.ts';
import { type Script, scripted } from '../sim/raft/script.ts';
import { refused, vote } from './messages.ts';
import { allInWords, answersTo, expectNone, expectOne } from './one-server.ts';

/** That a leader counts only entries of its own term is exercise 3.3. */
const commitsAnyTerm = true;

export function declarePacingTests(test: DeclareTest): void {
  test('R6', 'a follower that was gone for long is sent what it lacks, in messages of bounded size', async (t) => {
    const config = { entriesPerMessageMax: 4 };
    await scripted(t, { createRaft, commitsAnyTerm, servers: 3, config }, (world) => {
      world.partition([1, 2], [3]);
      world.campaign(1);
      world.settle();
      for (let i = 1; i <= 10; i++) world.propose(1, `v${i}`);
      world.settle();
      t.equal(world.status(1).commit, 10, 'n1 and n2 are a majority');
      world.heal();
      world.tick(1, 2);
      deliverInBounds(t, world, 4);
      t.equal(
        world.log(3),
        world.log(1),
        'after each acceptance more is sent if there is more: no heartbeat is needed',
      );
      world.tick(1, 2);
      world.settle();
      t.equal(world.status(3).commit, 10, 'and committed');
    });
  });

  test('R6', 'without an answer no more is on its way to a follower than `entriesInFlightMax`', async (t) => {
    const config = { entriesPerMessageMax: 3, entriesInFlightMax: 4 };
    await scripted(t, { createRaft, commitsAnyTerm, servers: 3, config }, (world) => {
      world.campaign(1);
      world.settle();
      for (let i = 1; i <= 10; i++) world.propose(1, `v${i}`);
      t.step('what n1 has sent so far is accepted: now it need not wait for each answer any more');
      world.deliver({ from: 1 });
      world.deliver({ to: 1 });
      const sent = world.inFlight({ from: 1, to: 2, type: 'AppendEntries' });
      const indexes = new Set(sent.flatMap(indexesIn));
      const message = 'entriesInFlightMax is 4: the fifth entry waits for an answer';
      if (indexes.size > 4) t.fail({ message, actual: allInWords(sent) });
      deliverInBounds(t, world, 3);
      t.equal(world.log(2), world.log(1), 'the answers let the rest go');
    });
  });

  test('R16', 'a whole window that is lost is made up for', async (t) => {
    await scripted(t, { createRaft, commitsAnyTerm, servers: 3, config: { entriesInFlightMax: 4 } }, (world) => {
      leadAndReplicate(world);
      for (let i = 2; i <= 5; i++) world.propose(1, `v${i}`);
      world.drop();
      for (let beat = 0; beat < 3; beat++) {
        world.tick(1, 2);
        world.settle();
      }
      const message =
        'as much as may be on its way was lost: the answer to a heartbeat must make the leader send once more';
      for (const id of [2, 3]) t.equal(world.log(id), world.log(1), message);
    });
  });

  test('R6', 'while it probes, only a refusal of the message on its way makes a leader go back', async (t) => {
    const disks = { 1: { term: 1, log: [1, 1, 1, 1, 1] } };
    await scripted(t, { createRaft, commitsAnyTerm, servers: 3, disks }, (world) => {
      lead(world, 2);
      world.propose(1, 'x');
      const onItsWay = expectOne(t, world.inFlight(), { type: 'AppendEntries', to: 2 }, 'n1 probes where n2 stands');
      const old = answersTo(world, refused({ from: 2, term: 2 }, 3));
      expectNone(t, old, 'AppendEntries', `"3 is refused" is no answer to the message behind ${onItsWay.prevIndex}`);
      const refusal = refused({ from: 2, term: 2 }, onItsWay.prevIndex);
      const next = expectOne(t, answersTo(world, refusal), { type: 'AppendEntries', to: 2 }, 'now it must try earlier');
      t.equal(next.prevIndex < onItsWay.prevIndex, true, 'what it tries next goes behind an earlier entry');
      expectNone(
        t,
        answersTo(world, refusal),
        'AppendEntries',
        'the same refusal again is old: another message is on its way',
      );
    });
  });

  test('R6', 'what has matched still does: after a loss the leader goes on right behind it', async (t) => {
    await scripted(t, { createRaft, commitsAnyTerm, servers: 3 }, (world) => {
      leadAndReplicate(world);
      for (let i = 2; i <= 6; i++) world.propose(1, `v${i}`);
      world.drop();
      const sent = answersTo(world, refused({ from: 2, term: 1 }, 5));
      const again = { type: 'AppendEntries', to: 2, prevIndex: 1 } as const;
      expectOne(
        t,
        sent,
        again,
        'n2 has entry 1 and refuses what goes behind 5: some of 2 to 5 was lost, and 2 comes next',
      );
    });
  });
}

/** n1 leads with the vote of n2. */
function lead(world: Script, term: number): void {
  world.campaign(1);
  world.inject(vote({ from: 2, term }));
}

/** n1 leads term 1, and everyone has its first entry, so that it sends without waiting. */
function leadAndReplicate(world: Script): void {
  world.campaign(1);
  world.settle();
  world.propose(1, 'v1');
  world.settle();
}

/** Delivers until all is quiet, and looks at every AppendEntries on the way. */
function deliverInBounds(t: TestContext, world: Script, max: number): void {
  for (let round = 0; world.inFlight().length > 0; round++) {
    t.ok(round < 200, 'the servers never stop sending each other messages');
    const tooLong = world.inFlight({ type: 'AppendEntries' }).filter((message) => indexesIn(message).length > max);
    if (tooLong.length > 0) t.fail({ message: `entriesPerMessageMax is ${max}`, actual: allInWords(tooLong) });
    world.deliver();
  }
}

function indexesIn(message: Message): number[] {
  return message.type === 'AppendEntries' ? message.entries.map(({ index }) => index) : [];
}
