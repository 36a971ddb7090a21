/**
 * Goal: what is committed stays, whoever leads next.
 * Method: Figure 8 of the paper, both ends of it; a leader whose peers the test plays; then all faults that there are,
 * with crashes at every step of the Ready loop.
 */
import { utf8 } from '#kit/bytes.ts';
import { createRandom } from '#kit/random.ts';
import { createRaft } from '#raft/raft.ts';
import { exercise } from '../judge/exercise.ts';
import { chaos } from '../sim/raft/chaos.ts';
import { scripted } from '../sim/raft/script.ts';
import { appended, vote } from './messages.ts';
import { sentDuring } from './one-server.ts';
import { subject } from './subject.ts';

/** Figure 8 (b): S1 has led term 2 and S5 term 3, and neither got far. */
const figure8 = {
  1: { term: 2, vote: 1, log: [1, 2] },
  2: { term: 2, vote: 1, log: [1, 2] },
  3: { term: 3, vote: 5, log: [1] },
  4: { term: 3, vote: 5, log: [1] },
  5: { term: 3, vote: 5, log: [1, 3] },
};

export default exercise('3.3', (test) => {
  test('R9', 'Figure 8: an old entry on a majority is not committed, and can still be replaced (5.4.2)', async (t) => {
    await scripted(t, { createRaft, servers: 5, disks: figure8, config: { noop: false } }, (world) => {
      world.partition([1, 2, 3], [4, 5]);
      // n1 learns of term 3 only from the one that has voted in it.
      for (let round = 0; round < 2; round++) {
        world.campaign(1);
        world.settle();
      }
      t.equal(world.status(1).role, 'leader', 'n1 has the votes of n2 and n3');
      for (let beat = 0; beat < 4; beat++) {
        world.tick(1, 2);
        world.settle();
      }
      t.equal(world.log(3), '[1@1 2@2]', 'n3 gets what it lacks');
      t.equal(world.status(1).commit, 0, '2@2 is on a majority, but S5 could still win an election and replace it');
      world.crash(1);
      world.partition([1], [2, 3, 4, 5]);
      for (let round = 0; round < 2; round++) {
        world.campaign(5);
        world.settle();
      }
      t.equal(world.status(5).role, 'leader', "n5's last entry is of term 3, newer than theirs");
      world.propose(5, 'x');
      world.settle();
      t.equal(world.log(2), world.log(5), 'Figure 8 (d): 2@2 is replaced');
    });
  });

  test('R9', 'Figure 8: an entry of its own term on a majority commits all before it (5.4.2)', async (t) => {
    await scripted(t, { createRaft, servers: 5, disks: figure8, config: { noop: false } }, (world) => {
      world.partition([1, 2, 3], [4, 5]);
      for (let round = 0; round < 2; round++) {
        world.campaign(1);
        world.settle();
      }
      world.propose(1, 'x');
      for (let beat = 0; beat < 4; beat++) {
        world.tick(1, 2);
        world.settle();
      }
      t.equal(world.status(1).commit, 3, 'Figure 8 (e): entry 3 is of the leader’s term and on a majority');
      world.heal();
      world.campaign(5);
      world.settle();
      t.equal(world.status(5).role === 'leader', false, 'n5 cannot win any more');
    });
  });

  test('R9', 'a leader counts a majority of its own term only (5.4.2)', async (t) => {
    const disks = { 1: { term: 4, log: [1, 2, 2, 4] } };
    await scripted(t, { createRaft, servers: 5, disks, config: { noop: false } }, (world) => {
      world.campaign(1);
      for (const from of [2, 3]) world.inject(vote({ from, term: 5 }));
      world.propose(1, 'x');
      for (const from of [2, 3, 4]) {
        world.inject(appended({ from, term: 5 }, 4));
        t.equal(world.status(1).commit, 0, `n${from} has entries up to 4, all of older terms`);
      }
      world.inject(appended({ from: 2, term: 5 }, 5));
      t.equal(world.status(1).commit, 0, 'two of five have entry 5');
      world.inject(appended({ from: 4, term: 5 }, 5));
      t.equal(world.status(1).commit, 5, 'entry 5 is of its own term, and three of five have it');
    });
  });

  test('R9', 'a leader counts itself only as far as its own disk is (5.3)', (t) => {
    const raft = createRaft({ id: 1, peers: [1], electionTicks: 10, heartbeatTicks: 2, random: createRandom(1) });
    t.step('n1, alone, holds an election');
    raft.campaign();
    for (let turn = 0; turn < 10 && raft.ready(); turn++) raft.advance();
    t.step('propose "a"; n1 hands out a Ready with it, and the disk takes its time');
    raft.propose(utf8('a'));
    raft.ready();
    t.step('propose "b" meanwhile');
    raft.propose(utf8('b'));
    t.equal(raft.status().commit, 0, 'neither entry is on the disk yet, so far as n1 knows');
    t.step('advance: the Ready with "a" is done');
    raft.advance();
    t.equal(raft.status().commit, 1, 'entry 1 is on the disk, entry 2 only in memory: use `durableIndex` for yourself');
  });

  test(
    'R10',
    'with `noop` a leader begins its term with an empty entry, and needs no client to commit (8)',
    async (t) => {
      const disks = { 1: { term: 2, log: [1, 2] }, 2: { term: 2, log: [1, 2] }, 3: { term: 2, log: [1] } };
      await scripted(t, { createRaft, servers: 3, disks, config: { noop: true } }, (world) => {
        world.campaign(1);
        const sent = sentDuring(world, 1, () => world.inject(vote({ from: 2, term: 3 })));
        const last = world.disk(1).entries.at(-1)!;
        const { index, term, type, data } = last;
        t.equal(
          { index, term, type, bytes: data.length },
          { index: 3, term: 3, type: 'noop', bytes: 0 },
          'the noop is the first of its term',
        );
        t.equal(sent.filter((each) => each.type === 'AppendEntries').length >= 2, true, 'it is sent to the others');
        for (let beat = 0; beat < 4; beat++) {
          world.settle();
          world.tick(1, 2);
        }
        for (const id of [1, 2, 3])
          t.equal(world.status(id).commit, 3, 'everything is committed, though nobody has proposed anything');
        t.equal(world.log(1), '[1@1 2@2 3@3]', 'one noop, and nothing else');
      });
    },
  );

  test('R10', 'without `noop` nothing is appended', async (t) => {
    await scripted(t, { createRaft, servers: 3, config: { noop: false } }, (world) => {
      world.campaign(1);
      world.settle();
      t.equal(world.log(1), '[]', 'the option is off');
    });
  });

  test('R7', 'whatever fails, what was committed is in the log of every later leader', (t) => {
    chaos(t, { ...subject, config: { noop: true }, runs: 7, durationMs: 1500 });
  });

  test('R9', 'without `noop` too', (t) => {
    chaos(t, { ...subject, config: { noop: false }, runs: 4, durationMs: 1500, onlyOnce: true });
  });
});
