/** The part of exercise 3.6 that is about whole replicas: what is in a snapshot and what is on the disk, over power cuts. */
import type { DeclareTest } from '../judge/exercise.ts';
import { cutPowerEverywhere } from '../sim/power-cut.ts';
import { openFleet } from './fleet.ts';
import { someFleetLives, surviveLives } from './fleet-lives.ts';
import { lonelyReplica } from './lonely-replica.ts';

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
    for (let i = 1; i <= 40; i++) {
      await fleet.propose(1, `c${i}`);
      await fleet.beat(1, 1);
    }
    for (const id of [1, 2, 3]) {
      const files = [...fleet.sim(id).image().keys()];
      const message = `one snapshot and a few segments are all that n${id} needs after 40 commands`;
      if (files.length > 6) t.fail({ message, actual: files });
      await fleet.powerCut(id);
      await fleet.open(id);
    }
    await fleet.elect(2);
    await fleet.beat(2);
    const everything = Array.from({ length: 40 }, (_, i) => `c${i + 1}`);
    for (const id of [1, 2, 3]) t.equal(fleet.done(id), everything, `n${id} must be as it was, each command done once`);
  });

  test('R8', 'with the power cut at every operation while snapshots are taken nothing is lost', async (t) => {
    const options = { snapshotEntries: 2, segmentBytes: 120 };
    await cutPowerEverywhere(t, lonelyReplica([['a'], ['b', 'c', 'd']], options), {
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
