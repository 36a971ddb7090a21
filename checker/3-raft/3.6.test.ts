/**
 * Goal: a log that is cut short, and followers that get what is gone all the same.
 * Method: the edge between snapshot and log, from both sides; snapshots that come late, twice, or behind entries; then all
 * faults with snapshots taken all the time; and a replica's disk, cut off at every operation.
 */
import { utf8 } from '#kit/bytes.ts';
import type { Message, Snapshot } from '#raft/message.ts';
import { createRaft } from '#raft/raft.ts';
import { exercise } from '../judge/exercise.ts';
import { chaos } from '../sim/raft/chaos.ts';
import { type Script, scripted } from '../sim/raft/script.ts';
import { append } from './messages.ts';
import { answersTo, expectNone, expectOne, sentDuring } from './one-server.ts';
import { declareReplicaTests } from './snapshots-on-disk.ts';
import { declareSendingTests } from './snapshots-on-the-way.ts';
import { subject } from './subject.ts';

const config = { noop: true };

export default exercise('3.6', (test) => {
  test('R14', 'a snapshot takes the place of the log, and its last entry is still known (7)', async (t) => {
    await scripted(t, { createRaft, servers: 3, config }, (world) => {
      leadWithEntries(world, 4);
      world.compact(2);
      const { firstIndex, lastIndex, lastTerm } = world.status(2);
      t.equal(
        { firstIndex, lastIndex, lastTerm },
        { firstIndex: 6, lastIndex: 5, lastTerm: 1 },
        'entries 1 to 5 are gone',
      );
      world.propose(1, 'next');
      world.settle();
      t.equal(world.status(2).lastIndex, 6, 'entry 6 goes behind the snapshot, whose last entry has term 1');
      t.equal(world.status(2).applied, 5 + (world.status(1).commit - 5), 'and is applied as ever');
    });
  });

  test('R14', 'entries behind the snapshot stay, and its term is that of its own last entry (7)', async (t) => {
    const disks = { 1: { term: 2, log: [1, 1, 2, 2], commit: 2 } };
    await scripted(t, { createRaft, servers: 3, disks }, (world) => {
      world.compact(1);
      const { index, term, peers } = world.disk(1).snapshot!;
      t.equal({ index, term, peers }, { index: 2, term: 1, peers: [1, 2, 3] }, 'the snapshot is of entry 2, of term 1');
      const { firstIndex, lastIndex, lastTerm } = world.status(1);
      t.equal(
        { firstIndex, lastIndex, lastTerm },
        { firstIndex: 3, lastIndex: 4, lastTerm: 2 },
        'entries 3 and 4 stay',
      );
      const sent = answersTo(world, append({ from: 2, term: 2 }, [2, 1], [2, 2, 2]));
      expectOne(
        t,
        sent,
        { type: 'AppendEntriesResponse', success: true, index: 5 },
        'n1 has entry 2 of term 1, if only in its snapshot: what comes behind it fits',
      );
    });
  });

  test('R14', 'a server compares logs by its snapshot where no entry is left (5.4.1)', async (t) => {
    const cases = [
      { lastIndex: 3, lastTerm: 2, granted: true },
      { lastIndex: 2, lastTerm: 2, granted: false },
      { lastIndex: 9, lastTerm: 1, granted: false },
      { lastIndex: 1, lastTerm: 3, granted: true },
    ];
    await t.forEach(cases, async ({ lastIndex, lastTerm, granted }) => {
      await scripted(t, { createRaft, servers: 3, disks: { 1: { term: 3, snapshot: snapshotOf(3, 2) } } }, (world) => {
        const ask: Message = { type: 'RequestVote', from: 2, to: 1, term: 4, lastIndex, lastTerm, transfer: false };
        const answer = { type: 'RequestVoteResponse', granted } as const;
        expectOne(t, answersTo(world, ask), answer, 'the last entry is 3 of term 2, which is in the snapshot');
      });
    });
  });

  test('R14', 'a follower that needs what is gone is sent the snapshot, and then what is behind it (7)', async (t) => {
    await scripted(t, { createRaft, servers: 3, config }, (world) => {
      world.crash(3);
      leadWithEntries(world, 4);
      world.compact(1);
      world.propose(1, 'behind');
      world.settle();
      world.restart(3);
      for (let beat = 0; beat < 4; beat++) {
        world.tick(1, 2);
        world.settle();
      }
      t.equal(world.disk(3).snapshot?.index, 5, 'n3 has the snapshot');
      t.equal(world.log(3), '[6@1]', 'and the entry behind it');
      t.equal(world.status(3).applied, 6, 'and everything is applied');
    });
  });

  test('R16', 'a snapshot that is lost is made up for (7)', async (t) => {
    await scripted(t, { createRaft, servers: 3, config }, (world) => {
      world.crash(3);
      leadWithEntries(world, 2);
      world.compact(1);
      world.restart(3);
      world.tick(1, 2);
      world.deliver({ from: 1 });
      world.deliver({ to: 1 });
      t.equal(world.drop({ type: 'InstallSnapshot' }) > 0, true, 'n3 is sent the snapshot once it is heard of');
      for (let beat = 0; beat < 16; beat++) {
        world.tick(1, 2);
        world.settle();
      }
      t.equal(world.status(3).applied, 3, 'n3 gets it in the end');
    });
  });

  test('R14', 'a snapshot that is behind what is committed changes nothing (7)', async (t) => {
    const disks = { 1: { term: 2, log: [1, 1, 2, 2], commit: 3 } };
    await scripted(t, { createRaft, servers: 3, disks }, (world) => {
      const sent = answersTo(world, install(snapshotOf(2, 1)));
      expectOne(
        t,
        sent,
        { type: 'InstallSnapshotResponse', to: 2, index: 3 },
        'what is committed agrees with every leader',
      );
      t.equal(world.log(1), '[1@1 2@1 3@2 4@2]', 'the log stays');
      t.equal(world.disk(1).snapshot, undefined, 'the state machine is further than this snapshot');
      t.equal(world.status(1).commit, 3, 'and what is committed stays so');
    });
  });

  test('R14', 'a snapshot overtaken by its entries keeps those behind it (7)', async (t) => {
    const disks = { 1: { term: 2, log: [1, 1, 2, 2], commit: 1 } };
    await scripted(t, { createRaft, servers: 3, disks }, (world) => {
      const sent = answersTo(world, install(snapshotOf(3, 2)));
      expectOne(t, sent, { type: 'InstallSnapshotResponse', to: 2, index: 3 }, 'the logs agree up to 3');
      t.equal(world.status(1).lastIndex, 4, 'entry 4 may be acknowledged already, and must stay');
      t.equal(world.status(1).commit, 3, 'what a snapshot holds is committed');
      t.equal(world.status(1).applied, 3, 'and is applied');
    });
  });

  test('R14', 'a snapshot that conflicts with the log replaces all of it (7)', async (t) => {
    await t.forEach([[1, 1, 1, 1, 1, 1], [1], []], async (log) => {
      const disks = { 1: { term: 1, log }, 2: { term: 2, log: [1, 2, 2] }, 3: { term: 2, log: [1, 2, 2] } };
      await scripted(t, { createRaft, servers: 3, disks, config }, (world) => {
        world.partition([1], [2, 3]);
        world.campaign(2);
        world.settle();
        world.compact(2);
        world.propose(2, 'behind');
        world.settle();
        world.heal();
        for (let beat = 0; beat < 4; beat++) {
          world.tick(2, 2);
          world.settle();
        }
        t.equal(world.disk(1).snapshot?.index, 4, 'the host must be told to keep the snapshot');
        t.equal(world.log(1), '[5@3]', 'nothing is left of the old log, and the new one goes on behind the snapshot');
        t.equal(world.status(1).applied, 5, 'the state is that of the snapshot, and what is behind it');
      });
    });
  });

  test('R14', 'entries that the snapshot already holds are no conflict (7)', async (t) => {
    const disks = { 1: { term: 3, snapshot: snapshotOf(3, 2), log: [3] } };
    await scripted(t, { createRaft, servers: 3, disks }, (world) => {
      const sent = answersTo(world, append({ from: 2, term: 3 }, [1, 1], [2, 2, 3], 2));
      expectOne(t, sent, { type: 'AppendEntriesResponse', success: true }, 'an old message, all of which is here');
      t.equal(world.status(1).lastIndex, 4, 'nothing is cut');
      world.inject(append({ from: 2, term: 3 }, [3, 2], [3, 3], 3));
      t.equal(world.status(1).lastIndex, 5, 'behind entry 3, the last of the snapshot');
      const refused = answersTo(world, append({ from: 2, term: 3 }, [7, 3], [3]));
      expectOne(t, refused, { type: 'AppendEntriesResponse', success: false }, 'it has no entry 7');
    });
  });

  test('R14', 'the last `entriesKept` entries stay for followers that are a little behind', async (t) => {
    await scripted(t, { createRaft, servers: 3, config: { ...config, entriesKept: 2 } }, (world) => {
      leadWithEntries(world, 4);
      world.partition([1, 2], [3]);
      world.propose(1, 'x');
      world.settle();
      world.compact(1);
      t.equal(world.status(1).firstIndex, 5, 'entries 5 and 6 stay');
      world.heal();
      const sent = sentDuring(world, 1, () => {
        world.tick(1, 2);
        world.deliver({ from: 1 });
        world.deliver({ to: 1 });
      });
      expectNone(t, sent, 'InstallSnapshot', 'n3 lacks entry 6 only');
      world.settle();
      t.equal(world.status(3).lastIndex, 6, 'n3 gets entry 6');
    });
  });

  declareSendingTests(test);

  test('R8', 'whatever fails, snapshots lose nothing and do nothing twice', (t) => {
    const errands = ['propose', 'compact', 'compact'] as const;
    chaos(t, { ...subject, config, runs: 5, durationMs: 1200, errands });
    chaos(t, { ...subject, config: { ...config, entriesKept: 3 }, runs: 2, durationMs: 1200, errands, onlyOnce: true });
  });

  declareReplicaTests(test);
});

/** n1 leads term 1; the noop and so many commands are committed by all that are up. */
function leadWithEntries(world: Script, entries: number): void {
  world.campaign(1);
  world.settle();
  for (let i = 1; i <= entries; i++) world.propose(1, `v${i}`);
  for (let beat = 0; beat < 3; beat++) {
    world.settle();
    world.tick(1, 2);
  }
  world.settle();
}

function snapshotOf(index: number, term: number): Snapshot {
  return { index, term, peers: [1, 2, 3], data: utf8(`state ${index}`) };
}

/** From n2, the leader of term 2. */
function install(snapshot: Snapshot): Message {
  return { type: 'InstallSnapshot', from: 2, to: 1, term: 2, snapshot };
}
