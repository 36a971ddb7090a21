/** The part of exercise 3.6 that is about whole replicas: what is in a snapshot and what is on the disk, over power cuts. */
import { utf8 } from '#kit/bytes.ts';
import type { Message } from '#raft/message.ts';
import type { DeclareTest } from '../judge/exercise.ts';
import { cutPowerEverywhere } from '../sim/power-cut.ts';
import { openFleet } from './fleet.ts';
import { someFleetLives, surviveLives } from './fleet-lives.ts';
import { lonelyReplica } from './lonely-replica.ts';
import { append, requestVote } from './messages.ts';

export function declareReplicaTests(test: DeclareTest): void {
  test('R14', 'a snapshot from the leader reaches the state machine, and survives a power cut', async (t) => {
    const fleet = await openFleet(t, 3, { snapshotEntries: 3 });
    await fleet.elect(1);
    const orphan = await fleet.propose(1, 'orphan');
    fleet.drop();
    await fleet.elect(2, [1]);
    for (const command of ['a', 'b', 'c', 'd']) {
      await fleet.propose(2, command);
      await fleet.beat(2, 1, [1]);
    }
    await fleet.beat(2, 6);
    t.equal(fleet.done(1), ['a', 'b', 'c', 'd'], 'n1 must restore what the snapshot holds, and nothing else');
    const unknown = { status: 'refused', code: 'outcome-unknown' };
    t.equal(orphan.told, unknown, 'what a snapshot holds at its place nobody can tell');
    await fleet.powerCut(1);
    await fleet.open(1);
    await fleet.beat(2, 3);
    t.equal(fleet.done(1), ['a', 'b', 'c', 'd'], 'the snapshot is on the disk');
  });

  test('R14', 'a replica takes a snapshot once in a while, and its disk stays small', async (t) => {
    const fleet = await openFleet(t, 3, { snapshotEntries: 5, segmentBytes: 300 });
    await fleet.elect(1);
    for (let i = 1; i <= 25; i++) {
      await fleet.propose(1, `c${i}`);
      await fleet.beat(1, 1);
    }
    for (const id of [1, 2, 3]) {
      const files = [...fleet.sim(id).image().keys()];
      const message = `one snapshot and a few segments are all that n${id} needs after 25 commands`;
      if (files.length > 6) t.fail({ message, actual: files });
      await fleet.powerCut(id);
      await fleet.open(id);
    }
    await fleet.elect(2);
    await fleet.beat(2);
    const everything = Array.from({ length: 25 }, (_, i) => `c${i + 1}`);
    for (const id of [1, 2, 3]) t.equal(fleet.done(id), everything, `n${id} must be as it was, each command done once`);
  });

  test('R14', 'a snapshot is taken as soon as `snapshotEntries` entries were applied, and not before', async (t) => {
    const fleet = await openFleet(t, 1, { snapshotEntries: 3 });
    await fleet.elect(1);
    await fleet.propose(1, 'a');
    t.equal(fleet.replica(1).status().firstIndex, 1, 'the noop and one command are two entries: no snapshot is due');
    await fleet.propose(1, 'b');
    t.equal(fleet.replica(1).status().firstIndex, 4, 'three entries were applied: the snapshot has taken their place');
  });

  test('R14', 'what is behind a snapshot in the same record stays on the disk', async (t) => {
    const fleet = await openFleet(t, 3, { snapshotEntries: 2 });
    await fleet.inject(append({ from: 2, term: 1 }, [0, 0], [1, 1, 1, 1, 1], 2));
    t.equal(fleet.replica(1).status().firstIndex, 3, 'entries 1 and 2 are committed, and in a snapshot');
    await fleet.powerCut(1);
    await fleet.open(1);
    const { lastIndex, firstIndex } = fleet.replica(1).status();
    const message = 'entries 3 to 5 were acknowledged, and came in one record with the last entry of the snapshot';
    t.equal({ firstIndex, lastIndex }, { firstIndex: 3, lastIndex: 5 }, message);
  });

  test('R2', 'the vote outlives the records that a snapshot replaces', async (t) => {
    await t.forEach(['taken', 'installed'] as const, async (kind) => {
      const fleet = await openFleet(t, 3, { snapshotEntries: 2 });
      await fleet.inject(requestVote({ from: 2, term: 3 }));
      if (kind === 'installed') await fleet.inject(install(5, 3));
      else await fleet.inject(append({ from: 2, term: 3 }, [0, 0], [3, 3], 2));
      t.equal(fleet.replica(1).status().firstIndex > 1, true, `there is a snapshot, ${kind} in term 3`);
      await fleet.powerCut(1);
      await fleet.open(1);
      const { term, vote } = fleet.replica(1).status();
      t.equal({ term, vote }, { term: 3, vote: 2 }, 'the snapshot must say what the records in front of it said');
    });
  });

  test('R14', 'a leader’s snapshot makes every record void, also with entries behind it', async (t) => {
    const fleet = await openFleet(t, 3);
    await fleet.inject(append({ from: 3, term: 1 }, [0, 0], [1, 1, 1]));
    await fleet.inject(append({ from: 3, term: 1 }, [3, 1], [1, 1, 1, 1, 1, 1]));
    await fleet.inject(install(5, 2));
    await fleet.powerCut(1);
    await fleet.open(1);
    const { term, firstIndex, lastIndex } = fleet.replica(1).status();
    const message = 'entries 6 to 9 of term 1 were another leader’s, and must not come back from the disk';
    t.equal({ term, firstIndex, lastIndex }, { term: 2, firstIndex: 6, lastIndex: 5 }, message);
  });

  test('R14', 'who waits for the very last place in an installed snapshot is told so', async (t) => {
    const fleet = await openFleet(t, 3, { snapshotEntries: 2 });
    await fleet.elect(1);
    const orphan = await fleet.propose(1, 'orphan');
    fleet.drop();
    await fleet.elect(2, [1]);
    await fleet.beat(2, 6);
    t.equal(fleet.replica(1).status().firstIndex, 3, 'n1 has got the snapshot of entry 2, where "orphan" stood');
    const unknown = { status: 'refused', code: 'outcome-unknown' };
    t.equal(orphan.told, unknown, 'place 2 is in the snapshot: what became of it nobody can tell');
  });

  test('R14', 'a disk that fails while a snapshot is written is the end of the replica', async (t) => {
    const fleet = await openFleet(t, 1, { snapshotEntries: 3 });
    await fleet.elect(1);
    await fleet.propose(1, 'a');
    fleet.sim(1).failNext('rename');
    t.step('the next renaming of a file fails, with which a snapshot gets its name');
    await fleet.propose(1, 'b');
    t.equal(fleet.failure(1) !== undefined, true, 'onFailure must be told: what the disk holds is unknown now');
    await t.throws(() => fleet.replica(1).propose(utf8('c')), 'closed', 'and nothing more is promised');
  });

  test('R8', 'with the power cut at every operation while snapshots are taken nothing is lost', async (t) => {
    const options = { snapshotEntries: 2, segmentBytes: 120 };
    await cutPowerEverywhere(t, lonelyReplica([['a', 'b', 'c']], options), {
      shapes: ['none'],
      coarse: true,
    });
  });

  test('R8', 'through power cuts and losses replicas with snapshots do everything once', async (t) => {
    await t.forAll(someFleetLives, (lives) => surviveLives(t, lives, { snapshotEntries: 2, segmentBytes: 200 }), {
      runs: 12,
    });
  });
}

/** From n2, the leader of that term; the state is one of a fleet's machine. */
function install(index: number, term: number): Message {
  const snapshot = { index, term, peers: [1, 2, 3], data: utf8('["a"]') };
  return { type: 'InstallSnapshot', from: 2, to: 1, term, snapshot };
}
