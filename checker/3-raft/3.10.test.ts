/**
 * Goal: servers come and go, and there is never more than one leader a term.
 * Method: what may be changed and when, one change after another; an entry that is taken back; a leader that removes
 * itself; then all faults with servers that come and go.
 */
import { codeOf } from '#kit/failure.ts';
import { createRaft } from '#raft/raft.ts';
import { exercise } from '../judge/exercise.ts';
import { chaos } from '../sim/raft/chaos.ts';
import { type Script, scripted } from '../sim/raft/script.ts';
import { appended } from './messages.ts';
import { subject } from './subject.ts';

const config = { noop: true };

export default exercise('3.10', (test) => {
  test('R20', 'a server that is added counts at once, and gets everything (thesis, 4.1)', async (t) => {
    await scripted(t, { createRaft, servers: 4, peers: 3, config }, (world) => {
      elect(world, 1);
      world.propose(1, 'a');
      pass(world, 1);
      const { lastIndex } = world.status(1);
      const place = world.changeConfig(1, { type: 'add', id: 4 });
      t.equal(place, { index: lastIndex + 1, term: 1 }, 'the change stands in the log');
      t.equal(world.status(1).peers, [1, 2, 3, 4], 'the leader goes by it from the moment it is appended');
      pass(world, 1);
      for (const id of [1, 2, 3, 4]) {
        t.equal(world.status(id).peers, [1, 2, 3, 4], `n${id} goes by it too`);
        t.equal(world.log(id), world.log(1), `n${id} has everything`);
      }
    });
  });

  test('R20', 'with four servers it takes three to commit, the new one included (thesis, 4.1)', async (t) => {
    await scripted(t, { createRaft, servers: 4, peers: 3, config }, (world) => {
      elect(world, 1);
      const before = world.status(1).commit;
      world.partition([1, 2], [3, 4]);
      world.changeConfig(1, { type: 'add', id: 4 });
      pass(world, 1);
      t.equal(world.status(1).commit, before, 'two of four are no majority: the new servers decide on the change');
      world.partition([1, 2, 4], [3]);
      pass(world, 1);
      t.equal(world.status(1).commit, before + 1, 'three of four are');
    });
  });

  test('R20', 'one change at a time, and none before an entry of the leader’s own term (thesis, 4.1)', async (t) => {
    await scripted(t, { createRaft, servers: 5, peers: 3, config }, (world) => {
      world.campaign(1);
      world.settle({ type: 'RequestVote' });
      world.settle({ type: 'RequestVoteResponse' });
      t.equal(world.status(1).role, 'leader', 'n1 leads, and has committed nothing yet');
      const early = world.changeConfig(1, { type: 'add', id: 4 });
      t.equal(early, undefined, 'an older leader’s change may still be under way, unknown here');
      pass(world, 1);
      t.equal(world.changeConfig(1, { type: 'add', id: 4 }) !== undefined, true, 'now it may be changed');
      const second = world.changeConfig(1, { type: 'add', id: 5 });
      t.equal(second, undefined, 'the change before is not committed');
      pass(world, 1);
      t.equal(world.changeConfig(1, { type: 'add', id: 5 }) !== undefined, true, 'now it is');
    });
  });

  test(
    'R20',
    'no change while one that the new leader has never seen may be under way (erratum to the thesis, 4.1)',
    async (t) => {
      await scripted(t, { createRaft, servers: 5, peers: 4, config }, (world) => {
        elect(world, 1);
        world.partition([1, 5], [2, 3, 4]);
        world.changeConfig(1, { type: 'add', id: 5 });
        world.settle();
        world.campaign(2);
        world.settle({ type: 'RequestVote' });
        world.settle({ type: 'RequestVoteResponse' });
        t.equal(world.status(2).role, 'leader', 'n2, n3 and n4 are three of four');
        const unseen =
          'n1 and n5 go by five servers, n2 knows of four: with two changes of the same four, majorities part';
        t.equal(world.changeConfig(2, { type: 'remove', id: 1 }), undefined, unseen);
        pass(world, 2);
        const place = world.changeConfig(2, { type: 'remove', id: 1 });
        t.equal(place !== undefined, true, 'a majority of four has an entry of term 2: n1 cannot win any more');
        world.drop();
        world.heal();
        world.crash(1);
        world.restart(1);
        for (const _term of [2, 3]) world.campaign(1);
        world.settle({ type: 'RequestVote' });
        world.settle({ type: 'RequestVoteResponse' });
        t.equal(world.status(1).role, 'candidate', 'n1 has n5’s vote and its own, and needs three');
      });
    },
  );

  test('R20', 'what changes nothing, and what would leave nobody, is refused', async (t) => {
    await scripted(t, { createRaft, servers: 2, peers: 2, config }, (world) => {
      t.equal(world.changeConfig(1, { type: 'add', id: 3 }), undefined, 'n1 does not lead');
      elect(world, 1);
      t.equal(world.changeConfig(1, { type: 'add', id: 2 }), undefined, 'n2 is there already');
      t.equal(world.changeConfig(1, { type: 'remove', id: 7 }), undefined, 'there is no n7');
      t.equal(world.changeConfig(1, { type: 'remove', id: 2 }) !== undefined, true, 'n2 may go');
      pass(world, 1);
      t.equal(world.status(1).peers, [1], 'n1 is alone now');
      t.equal(world.changeConfig(1, { type: 'remove', id: 1 }), undefined, 'n1 is the last one, and must stay');
      world.propose(1, 'a');
      t.equal(world.status(1).commit, world.status(1).lastIndex, 'alone it is a majority');
    });
  });

  test('R20', 'a change that is overwritten is taken back (thesis, 4.1)', async (t) => {
    await scripted(t, { createRaft, servers: 4, peers: 3, config }, (world) => {
      elect(world, 1);
      world.partition([1], [2, 3, 4]);
      world.changeConfig(1, { type: 'add', id: 4 });
      world.drop();
      world.campaign(2);
      pass(world, 2);
      world.heal();
      pass(world, 2);
      pass(world, 2);
      for (const id of [1, 2, 3]) t.equal(world.status(id).peers, [1, 2, 3], `n${id} goes by the change before`);
    });
  });

  test(
    'R20',
    'a leader that removes itself leads until that is committed, without counting itself (thesis, 4.2.2)',
    async (t) => {
      await scripted(t, { createRaft, servers: 3, config }, (world) => {
        elect(world, 1);
        const before = world.status(1).commit;
        world.partition([1, 2], [3]);
        world.changeConfig(1, { type: 'remove', id: 1 });
        pass(world, 1);
        t.equal(world.status(1).role, 'leader', 'somebody must see to it');
        t.equal(world.status(1).commit, before, 'n2 alone is no majority of n2 and n3');
        world.heal();
        pass(world, 1);
        pass(world, 1);
        t.equal(world.status(1).role, 'follower', 'the change is committed: n1 has done its work');
        world.campaign(2);
        pass(world, 2);
        t.equal(world.status(2).role, 'leader', 'n2 and n3 go on');
        t.equal(world.status(2).peers, [2, 3], 'without n1');
      });
    },
  );

  test('R20', 'a leader that removes itself is not done when something before that is committed', async (t) => {
    await scripted(t, { createRaft, servers: 3, config }, (world) => {
      elect(world, 1);
      const { lastIndex } = world.status(1);
      world.propose(1, 'x');
      world.changeConfig(1, { type: 'remove', id: 1 });
      world.drop();
      for (const from of [2, 3]) world.inject(appended({ from, term: 1 }, lastIndex + 1));
      t.equal(world.status(1).commit, lastIndex + 1, 'x is committed, and the change behind it is not');
      t.equal(world.status(1).role, 'leader', 'if n1 stops now, nobody sees to the change');
    });
  });

  test('R20', 'no change while the lead is handed over', async (t) => {
    await scripted(t, { createRaft, servers: 4, peers: 3, config }, (world) => {
      elect(world, 1);
      world.crash(3);
      world.propose(1, 'x');
      // Where handing over is not written yet, there is nothing to see.
      if (!isThere(() => world.transfer(1, 3)) || world.propose(1, 'y')) return;
      t.equal(
        world.changeConfig(1, { type: 'add', id: 4 }),
        undefined,
        'what it appended now might be lost when n3 leads',
      );
    });
  });

  test('R20', 'a snapshot names the servers as of its last entry, not those that count now', async (t) => {
    await scripted(t, { createRaft, servers: 4, peers: 3, config }, (world) => {
      elect(world, 1);
      world.partition([1], [2, 3, 4]);
      world.changeConfig(1, { type: 'add', id: 4 });
      // Where there are no snapshots yet, there is nothing to see.
      if (!isThere(() => world.compact(1))) return;
      const { index, peers } = world.disk(1).snapshot!;
      t.equal({ index, peers }, { index: 1, peers: [1, 2, 3] }, 'the change behind the snapshot may yet be taken back');
    });
  });

  test('R1', 'whatever fails while servers come and go, one leader a term', (t) => {
    const errands = ['propose', 'config', 'config'] as const;
    chaos(t, { ...subject, config, runs: 6, durationMs: 1500, sizes: [4, 5], strangers: 2, errands });
  });
});

/** Does something that another exercise asks for. @returns false where that is not written yet */
function isThere(action: () => unknown): boolean {
  try {
    action();
    return true;
  } catch (thrown) {
    if (codeOf(thrown) === 'todo') return false;
    throw thrown;
  }
}

function elect(world: Script, id: number): void {
  world.campaign(id);
  pass(world, id);
}

/** A few heartbeats, and every message arrives. */
function pass(world: Script, leader: number): void {
  for (let beat = 0; beat < 4; beat++) {
    world.settle();
    world.tick(leader, 2);
  }
  world.settle();
}
