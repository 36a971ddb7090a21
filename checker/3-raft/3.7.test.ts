/**
 * Goal: a read sees everything that anyone was told of before it was asked for.
 * Method: leaders that no longer lead, or have just begun to, whose reads must wait; answers of an older round; a read at
 * a follower; then all faults, with reads at every server, old leaders included.
 */
import { exercise, type TestContext } from '../judge/exercise.ts';
import { chaos } from '../sim/raft/chaos.ts';
import type { Script } from '../sim/raft/script.ts';
import { openFleet } from './fleet.ts';
import { answersTo, expectNone } from './one-server.ts';
import { expectReads, openReader } from './reader.ts';
import { declareReplicaReadTests } from './reads-of-replicas.ts';
import { subject } from './subject.ts';

const config = { noop: true };

export default exercise('3.7', (test) => {
  test('R15', 'a deposed leader serves no read (8)', async (t) => {
    await openReader(t, { servers: 3, config }, (world, reads) => {
      elect(world, 1);
      world.partition([1], [2, 3]);
      elect(world, 2);
      world.propose(2, 'news');
      world.settle();
      reads.ask(1);
      for (let beat = 0; beat < 3; beat++) {
        world.tick(1, 2);
        world.settle();
      }
      expectReads(t, reads.served(1), [], 'n1 does not know what n2 has committed');
      world.heal();
      world.tick(1, 2);
      world.tick(2, 2);
      world.settle();
      expectReads(t, reads.served(1), [], 'the read was asked of a leader that was none: it is asked again');
    });
  });

  test('R15', 'a read is confirmed by a majority that answers after it was asked (thesis, 6.4)', async (t) => {
    await openReader(t, { servers: 5, config }, (world, reads) => {
      elect(world, 1);
      world.tick(1, 2);
      world.deliver({ from: 1 });
      reads.ask(1);
      world.deliver({ type: 'HeartbeatResponse' });
      expectReads(t, reads.served(1), [], 'answers to an earlier heartbeat say nothing of the time since');
      world.deliver({ from: 1, to: 2 });
      world.deliver({ from: 2, to: 1 });
      expectReads(t, reads.served(1), [], 'n1 and n2 are no majority of five');
      world.deliver({ from: 1, to: 3 });
      world.deliver({ from: 3, to: 1 });
      expectReads(t, reads.served(1), [1], 'three of five have answered since');
    });
  });

  test('R15', 'a new leader serves no read before it has committed an entry of its own term (8)', async (t) => {
    await openReader(t, { servers: 3, config }, (world, reads) => {
      elect(world, 1);
      world.propose(1, 'a');
      world.deliver({ from: 1 });
      world.deliver({ from: 2 });
      world.drop();
      world.crash(1);
      world.campaign(2);
      world.settle({ type: 'RequestVote' });
      world.settle({ type: 'RequestVoteResponse' });
      t.equal(world.status(2).role, 'leader', 'n2 has entry 2, which n1 had committed; n2 cannot know');
      world.drop({ type: 'AppendEntries' });
      reads.ask(2);
      world.settle({ type: 'Heartbeat' });
      world.deliver({ type: 'HeartbeatResponse' });
      expectReads(t, reads.served(2), [], 'n1 may have committed more than n2 knows of');
      for (let beat = 0; beat < 3; beat++) {
        world.tick(2, 2);
        world.settle();
      }
      expectReads(t, reads.served(2), [2], 'once its own entry is committed the read goes on');
    });
  });

  test(
    'R15',
    'a heartbeat whose answer was lost asks once more, and only its answer counts (thesis, 6.4)',
    async (t) => {
      await openReader(t, { servers: 3, config }, (world, reads) => {
        elect(world, 1);
        reads.ask(1);
        world.deliver({ type: 'Heartbeat' });
        world.drop({ type: 'HeartbeatResponse' });
        expectReads(t, reads.served(1), [], 'nobody has answered');
        world.tick(1, 2);
        expectReads(t, reads.served(1), [], 'a heartbeat that is on its way is no answer');
        world.settle();
        expectReads(t, reads.served(1), [1], 'the next heartbeat asks for the same round, and has been answered');
      });
    },
  );

  test('R15', 'the refusal of an old heartbeat confirms no read (thesis, 6.4)', async (t) => {
    await openReader(t, { servers: 3, config }, (world, reads) => {
      elect(world, 1);
      for (let i = 0; i < 4; i++) reads.ask(1);
      world.drop({ to: 3 });
      world.crash(1);
      world.restart(1);
      // The old heartbeats to n2 stay on their way meanwhile.
      world.campaign(1);
      for (const type of ['RequestVote', 'RequestVoteResponse', 'AppendEntries', 'AppendEntriesResponse'] as const)
        world.settle({ type });
      t.equal(world.status(1).role, 'leader', 'n1 leads again, in term 2, and counts its rounds anew');
      world.deliver({ type: 'Heartbeat', to: 2 });
      world.deliver({ type: 'HeartbeatResponse', from: 2 });
      world.settle();
      world.partition([1], [2, 3]);
      elect(world, 2);
      world.propose(2, 'news');
      world.settle();
      reads.ask(1);
      const why = 'that n2 has refused heartbeats of term 1 says nothing about the rounds of term 2';
      expectReads(t, reads.served(1), [], why);
    });
  });

  test('R15', 'a read that came too early needs a round of its own, too (8)', async (t) => {
    await openReader(t, { servers: 3, config }, (world, reads) => {
      world.campaign(1);
      for (const type of ['RequestVote', 'RequestVoteResponse'] as const) world.settle({ type });
      world.deliver({ from: 1 });
      t.step('n2 and n3 have accepted what begins term 1; only the answer of n2 stays on its way');
      world.drop({ from: 3 });
      world.drop({ type: 'HeartbeatResponse' });
      world.partition([1], [2, 3]);
      world.campaign(2);
      between2And3(world);
      world.propose(2, 'news');
      between2And3(world);
      t.equal(world.status(2).commit > 1, true, 'n2 leads term 2 and has committed more than n1 knows of');
      reads.ask(1);
      world.deliver({ from: 2, to: 1, type: 'AppendEntriesResponse' });
      t.equal(world.status(1).commit, 1, 'the old answer lets n1 commit its own first entry');
      expectReads(t, reads.served(1), [], 'that answer was sent before the read was asked for: n2 leads since then');
    });
  });

  test('R15', 'who does not lead answers nobody’s read', async (t) => {
    await openReader(t, { servers: 3, config }, (world) => {
      elect(world, 1);
      const question = { type: 'ReadIndex', from: 3, to: 2, term: 1, context: 7 } as const;
      expectNone(t, answersTo(world, question), 'ReadIndexResponse', 'n2 does not know how far the log is committed');
    });
  });

  test('R15', 'a follower asks its leader, and serves the read itself (thesis, 6.4)', async (t) => {
    await openReader(t, { servers: 3, config }, (world, reads) => {
      t.equal(reads.ask(2), false, 'nobody leads yet');
      elect(world, 1);
      world.propose(1, 'a');
      world.settle();
      t.equal(reads.ask(3), true, 'n3 knows whom to ask');
      world.settle();
      expectReads(t, reads.served(3), [2], 'n1 has answered');
      expectReads(t, reads.served(1), [], 'the read is n3’s');
    });
  });

  test('R15', 'many reads at once are all served, in one server too', async (t) => {
    await openReader(t, { servers: 3, config }, (world, reads) => {
      elect(world, 1);
      for (let i = 0; i < 3; i++) for (const id of [1, 2, 3]) reads.ask(id);
      world.settle();
      for (const id of [1, 2, 3]) t.equal(reads.served(id).length, 3, `all three reads at n${id} are served`);
    });
    await openReader(t, { servers: 1, config }, (world, reads) => {
      world.campaign(1);
      reads.ask(1);
      expectReads(t, reads.served(1), [1], 'alone it is a majority');
    });
  });

  declareReplicaReadTests(test);

  test('R16', 'a read is asked for again until there is an answer, whoever leads by then', async (t) => {
    const fleet = await openFleet(t, 3);
    const early = await fleet.read(3);
    t.equal(early.told, { status: 'waiting' }, 'nobody leads');
    await fleet.elect(1);
    const lost = await fleet.read(2);
    fleet.drop();
    await fleet.powerCut(1);
    await fleet.elect(3, [1]);
    for (let i = 0; i < 15; i++) {
      await fleet.tick(2, 1);
      await fleet.beat(3, 1, [1]);
    }
    for (const { told } of [early, lost])
      t.equal(told, { status: 'done', result: [] }, 'in the end the read is served');
    t.step('n3 is closed');
    await fleet.replica(3).close();
    await t.throws(() => fleet.replica(3).read(), 'closed', 'a replica that is closed serves no read');
  });

  test('R15', 'whatever fails, a read sees what was applied before it', (t: TestContext) => {
    chaos(t, { ...subject, config, runs: 6, durationMs: 1500, errands: ['propose', 'read', 'read'] });
  });
});

/** Delivers what n2 and n3 say to each other, and nothing else. */
function between2And3(world: Script): void {
  const ways = [
    { from: 2, to: 3 },
    { from: 3, to: 2 },
  ];
  const isQuiet = () => ways.every((way) => world.inFlight(way).length === 0);
  for (let round = 0; round < 10 && !isQuiet(); round++) for (const way of ways) world.deliver(way);
}

function elect(world: Script, id: number): void {
  world.campaign(id);
  world.settle();
  world.tick(id, 2);
  world.settle();
}
