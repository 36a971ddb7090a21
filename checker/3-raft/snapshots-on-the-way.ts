/** The part of exercise 3.6 that is about a snapshot on its way from a leader to a follower, and on from there. */
import { utf8 } from '#kit/bytes.ts';
import type { Message } from '#raft/message.ts';
import { createRaft } from '#raft/raft.ts';
import type { DeclareTest } from '../judge/exercise.ts';
import { type Script, scripted } from '../sim/raft/script.ts';
import { answersTo, expectNone } from './one-server.ts';

/** Long, so that nobody campaigns, and no leader asks again where a snapshot is, while a test looks. */
const electionTicks = 100;
const config = { noop: true, electionTicks };

export function declareSendingTests(test: DeclareTest): void {
  test('R14', 'a snapshot is sent once, and then nothing until the follower answers (7)', async (t) => {
    await scripted(t, { createRaft, servers: 3, config }, (world) => {
      sendSnapshotToN3(world);
      for (let beat = 0; beat < 3; beat++) {
        world.tick(1, 2);
        world.deliver({ type: 'Heartbeat' });
        world.deliver({ type: 'HeartbeatResponse' });
      }
      const sent = world.inFlight({ from: 1, to: 3, type: 'InstallSnapshot' }).length;
      t.equal(sent, 1, 'the snapshot is on its way, and may be large: heartbeats must not have it sent again');
    });
  });

  test('R14', 'a late answer says nothing about the snapshot that is on its way', async (t) => {
    await scripted(t, { createRaft, servers: 3, config }, (world) => {
      sendSnapshotToN3(world);
      const late = answersTo(world, { type: 'InstallSnapshotResponse', from: 3, to: 1, term: 1, index: 1 });
      expectNone(t, late, 'InstallSnapshot', 'n3 has answered an older snapshot: it still lacks what this one holds');
      world.settle();
      t.equal(world.status(3).applied, world.status(1).applied, 'the answer that was waited for lets it go on');
    });
  });

  test('R14', 'who sends a snapshot leads: its receiver follows, and waits anew for an election (5.2)', async (t) => {
    await scripted(t, { createRaft, servers: 3, config, disks: { 1: { term: 2, log: [1, 1] } } }, (world) => {
      world.tick(1, electionTicks - 1);
      world.inject(install);
      t.equal(world.status(1).leader, 2, 'only the leader of a term sends snapshots in it');
      world.tick(1, electionTicks - 1);
      t.equal(world.status(1).role, 'follower', 'n1 has heard of its leader: it waits anew');
    });
    await scripted(t, { createRaft, servers: 3, config, disks: { 1: { term: 1, log: [1, 1] } } }, (world) => {
      world.campaign(1);
      world.inject(install);
      const { role, leader } = world.status(1);
      t.equal({ role, leader }, { role: 'follower', leader: 2 }, 'n2 has won term 2, in which n1 is a candidate');
    });
  });

  test('R14', 'who has installed a snapshot can send it on, once it leads (7)', async (t) => {
    await scripted(t, { createRaft, servers: 5, config: { noop: true } }, (world) => {
      world.partition([1, 3, 4], [2], [5]);
      world.campaign(1);
      world.settle();
      for (const value of ['a', 'b', 'c']) world.propose(1, value);
      world.settle();
      world.compact(1);
      world.partition([1, 2, 3, 4], [5]);
      beat(world, 1, 6);
      t.equal(world.disk(2).snapshot?.index, 4, 'n2 has got the snapshot of n1');
      world.crash(1);
      world.heal();
      world.campaign(2);
      beat(world, 2, 8);
      t.equal(world.status(2).role, 'leader', 'n2 has everything');
      t.equal(world.status(5).applied, world.status(2).applied, 'n5 needs what n2 itself has only in its snapshot');
    });
  });
}

/** n1 leads term 1, its log is in a snapshot, and that is on its way to n3, which was cut off until now. */
function sendSnapshotToN3(world: Script): void {
  world.partition([1, 2], [3]);
  world.campaign(1);
  world.settle();
  for (const value of ['a', 'b', 'c']) world.propose(1, value);
  world.settle();
  world.compact(1);
  world.heal();
  world.tick(1, 2);
  for (let round = 0; world.inFlight({ type: 'InstallSnapshot' }).length === 0 && round < 20; round++) world.deliver();
}

function beat(world: Script, leader: number, times: number): void {
  for (let i = 0; i < times; i++) {
    world.tick(leader, 2);
    world.settle();
  }
}

/** From n2, the leader of term 2; n1 has all that is in it, so that nothing but its sender is news. */
const install: Message = {
  type: 'InstallSnapshot',
  from: 2,
  to: 1,
  term: 2,
  snapshot: { index: 2, term: 1, peers: [1, 2, 3], data: utf8('state 2') },
};
