/**
 * Goal: a lead that changes hands without a pause, or stays where it is.
 * Method: each step of section 3.10 of the thesis; a follower that is behind, one that never answers; then all faults.
 */
import { createRaft } from '#raft/raft.ts';
import { exercise } from '../judge/exercise.ts';
import { chaos } from '../sim/raft/chaos.ts';
import { type Script, scripted } from '../sim/raft/script.ts';
import { answersTo, expectNone, expectOne, sentDuring } from './one-server.ts';
import { subject } from './subject.ts';

const config = { noop: true, preVote: true, checkQuorum: true };

export default exercise('3.9', (test) => {
  test(
    'R19',
    'a follower that has all of the log leads at once, without an election timeout (thesis, 3.10)',
    async (t) => {
      await scripted(t, { createRaft, servers: 3, config }, (world) => {
        elect(world, 1);
        const sent = sentDuring(world, 1, () => t.equal(world.transfer(1, 3), true, 'n3 is another server'));
        expectOne(t, sent, { type: 'TimeoutNow', to: 3, term: 1 }, 'n3 has everything: it may begin now');
        world.deliver({ type: 'TimeoutNow' });
        const request = { type: 'RequestVote', to: 2, term: 2, transfer: true } as const;
        expectOne(
          t,
          world.inFlight({ from: 3 }),
          request,
          'n2 knows a leader, and must be told that it is this leader’s wish',
        );
        expectNone(t, world.inFlight({ from: 3 }), 'PreVote', 'there is nothing to ask in advance');
        world.settle();
        t.equal(world.status(3).role, 'leader', 'n3 leads');
        t.equal(world.status(1).role, 'follower', 'and n1 follows');
      });
    },
  );

  test('R19', 'a follower that is behind is brought up to date first (thesis, 3.10)', async (t) => {
    await scripted(t, { createRaft, servers: 3, config }, (world) => {
      elect(world, 1);
      world.partition([1, 2], [3]);
      for (const value of ['a', 'b', 'c']) world.propose(1, value);
      world.settle();
      world.heal();
      const sent = sentDuring(world, 1, () => world.transfer(1, 3));
      expectNone(t, sent, 'TimeoutNow', 'n3 lacks three entries and could not win');
      for (let beat = 0; beat < 2; beat++) {
        world.settle();
        world.tick(1, 2);
      }
      world.settle();
      t.equal(world.status(3).role, 'leader', 'once it has them it leads');
      t.equal(world.log(3).startsWith(world.log(1).slice(0, -1)), true, 'and nothing is lost');
    });
  });

  test('R19', 'a follower that lacks only what is not committed yet is brought up to date, too', async (t) => {
    await scripted(t, { createRaft, servers: 3, config }, (world) => {
      elect(world, 1);
      world.propose(1, 'a');
      const sent = sentDuring(world, 1, () => world.transfer(1, 3));
      expectNone(
        t,
        sent,
        'TimeoutNow',
        'n3 has not said yet that it has the last entry of n1, and may be behind n2 then',
      );
      world.settle();
      t.equal(world.status(3).role, 'leader', 'now it has said so, and leads');
    });
  });

  test('R19', 'the time for handing over begins when it is asked for', async (t) => {
    await scripted(t, { createRaft, servers: 3, config: { noop: true, electionTicks: 20 } }, (world) => {
      elect(world, 1);
      world.tick(1, 12);
      world.settle();
      world.crash(3);
      world.transfer(1, 3);
      world.tick(1, 10);
      t.equal(
        world.propose(1, 'a'),
        undefined,
        '10 of 20 ticks have passed since n1 was asked: n3 may still be on its way',
      );
      world.tick(1, 11);
      t.equal(world.propose(1, 'b') !== undefined, true, 'now more than 20 have, and n1 goes on');
    });
  });

  test('R19', 'while it hands over a leader takes no commands, and it goes on if nothing comes of it', async (t) => {
    await scripted(t, { createRaft, servers: 3, config: { noop: true } }, (world) => {
      elect(world, 1);
      world.crash(3);
      t.equal(world.transfer(1, 3), true, 'n1 cannot know that n3 is down');
      t.equal(world.propose(1, 'a'), undefined, 'what it took now might be lost when n3 leads');
      world.drop();
      world.tick(1, 10);
      t.equal(world.status(1).role, 'leader', 'an election timeout has passed');
      t.equal(world.propose(1, 'b') !== undefined, true, 'n1 goes on as before');
      world.settle();
      t.equal(world.status(1).commit, world.status(1).lastIndex, 'and commits');
    });
  });

  test(
    'R19',
    'only a leader hands over, to another server that there is, and only who follows it listens',
    async (t) => {
      await scripted(t, { createRaft, servers: 3, config }, (world) => {
        t.equal(world.transfer(1, 2), false, 'n1 does not lead');
        elect(world, 1);
        for (const to of [1, 9]) t.equal(world.transfer(1, to), false, `n${to} is no other server of the cluster`);
        t.equal(world.propose(1, 'a') !== undefined, true, 'nothing has happened');
        world.settle();
        const timeoutNow = { type: 'TimeoutNow', from: 2, to: 3, term: 1 } as const;
        expectNone(t, answersTo(world, timeoutNow), 'RequestVote', 'n2 is not the leader of n3');
        t.equal(world.status(3).term, 1, 'and n3 goes on following');
      });
    },
  );

  test('R19', 'whatever fails, handing over costs nothing that was committed', (t) => {
    chaos(t, { ...subject, config, runs: 6, durationMs: 1500, errands: ['propose', 'transfer', 'transfer'] });
  });
});

function elect(world: Script, id: number): void {
  world.campaign(id);
  for (let beat = 0; beat < 3; beat++) {
    world.settle();
    world.tick(id, 2);
  }
  world.settle();
}
