/**
 * Goal: a server that cannot win does no harm, and a leader that cannot lead stops.
 * Method: each question and answer of a pre-vote by itself; servers that were cut off and come back; a leader without a
 * majority; then all faults with both options on.
 */
import { createRaft } from '#raft/raft.ts';
import { exercise } from '../judge/exercise.ts';
import { chaos } from '../sim/raft/chaos.ts';
import { type Script, scripted } from '../sim/raft/script.ts';
import { heartbeat, preVote, preVoteAnswer, requestVote } from './messages.ts';
import { answersTo, expectNone, expectOne, sentDuring } from './one-server.ts';
import { subject } from './subject.ts';

const preVoting = { noop: true, preVote: true };
const both = { ...preVoting, checkQuorum: true };

export default exercise('3.8', (test) => {
  test('R3', 'asking in advance changes neither term nor vote, of nobody (thesis, 9.6)', async (t) => {
    await scripted(
      t,
      { createRaft, servers: 3, config: preVoting, disks: { 1: { term: 4, log: [1, 3] } } },
      (world) => {
        const sent = sentDuring(world, 1, () => world.campaign(1));
        for (const to of [2, 3]) {
          const question = { type: 'PreVote', to, term: 5, lastIndex: 2, lastTerm: 3 } as const;
          expectOne(t, sent, question, 'it asks about the term in which it would campaign');
        }
        expectNone(t, sent, 'RequestVote', 'nobody is asked for a vote yet');
        const { role, term, vote } = world.status(1);
        t.equal({ role, term, vote }, { role: 'pre-candidate', term: 4, vote: 0 }, 'nothing has changed but its role');
        world.tick(1, 60);
        t.equal(world.status(1).term, 4, 'however often it asks, its term stays');
      },
    );
  });

  test('R3', 'a yes binds nobody, and is for a newer term and a log that is up to date (thesis, 9.6)', async (t) => {
    await scripted(
      t,
      { createRaft, servers: 3, config: preVoting, disks: { 1: { term: 4, log: [1, 3] } } },
      (world) => {
        for (const from of [2, 3]) {
          const yes = { type: 'PreVoteResponse', to: from, granted: true, term: 5 } as const;
          expectOne(t, answersTo(world, preVote({ from, term: 5 }, 2, 3)), yes, 'both may have a yes, about term 5');
        }
        const no = { type: 'PreVoteResponse', granted: false, term: 4 } as const;
        expectOne(t, answersTo(world, preVote({ from: 2, term: 5 }, 9, 1)), no, 'its log is behind: it could not win');
        expectOne(t, answersTo(world, preVote({ from: 2, term: 4 }, 2, 3)), no, 'term 4 has begun already');
        expectOne(
          t,
          answersTo(world, preVote({ from: 2, term: 2 }, 2, 3)),
          no,
          'a no tells the sender what term it is',
        );
        const { term, vote, role } = world.status(1);
        t.equal(
          { term, vote, role },
          { term: 4, vote: 0, role: 'follower' },
          'whatever was asked, nothing has changed',
        );
      },
    );
  });

  test('R17', 'a majority of yes to the question asked now begins the election (thesis, 9.6)', async (t) => {
    await scripted(t, { createRaft, servers: 5, config: preVoting, disks: { 1: { term: 4 } } }, (world) => {
      world.campaign(1);
      for (const from of [2, 3, 4]) world.inject(preVoteAnswer({ from, term: 4 }));
      t.equal(world.status(1).term, 4, 'these are answers about term 4, which it asked about earlier');
      for (const from of [2, 2, 2]) world.inject(preVoteAnswer({ from, term: 5 }));
      world.inject(preVoteAnswer({ from: 5, term: 4 }, false));
      t.equal(world.status(1).role, 'pre-candidate', 'n1 and n2 are no majority of five');
      const sent = sentDuring(world, 1, () => world.inject(preVoteAnswer({ from: 3, term: 5 })));
      expectOne(t, sent, { type: 'RequestVote', to: 4, term: 5 }, 'three of five: now it asks for votes');
      const { role, term, vote } = world.status(1);
      t.equal({ role, term, vote }, { role: 'candidate', term: 5, vote: 1 }, 'and now its term goes up');
    });
    await scripted(t, { createRaft, servers: 3, config: preVoting, disks: { 1: { term: 4 } } }, (world) => {
      world.campaign(1);
      world.inject(preVoteAnswer({ from: 2, term: 9 }, false));
      const { role, term } = world.status(1);
      t.equal({ role, term }, { role: 'follower', term: 9 }, 'a no of a newer term is news');
    });
  });

  test('R17', 'alone, a server’s own yes is a majority', async (t) => {
    await scripted(t, { createRaft, servers: 1, config: preVoting }, (world) => {
      world.tick(1, 20);
      t.equal(world.status(1).role, 'leader', 'n1 is the whole cluster: it need not wait for anybody');
    });
  });

  test('R4', 'to say yes in advance makes nobody wait (thesis, 9.6)', async (t) => {
    const long = { ...preVoting, electionTicks: 100 };
    await scripted(t, { createRaft, servers: 3, config: long, disks: { 1: { term: 4 } } }, (world) => {
      world.tick(1, 99);
      const yes = { type: 'PreVoteResponse', granted: true } as const;
      expectOne(t, answersTo(world, preVote({ from: 3, term: 5 })), yes, 'n1 has no leader');
      world.tick(1, 100);
      t.equal(world.status(1).role, 'pre-candidate', 'n3 may never campaign: the time of n1 goes on running');
    });
  });

  test('R17', 'who follows again, or asks itself, has its mind made up (thesis, 9.6)', async (t) => {
    await scripted(t, { createRaft, servers: 3, config: preVoting, disks: { 1: { term: 4 } } }, (world) => {
      world.campaign(1);
      world.inject(heartbeat({ from: 2, term: 4 }));
      for (const from of [2, 3]) world.inject(preVoteAnswer({ from, term: 5 }));
      const { role, term } = world.status(1);
      t.equal(
        { role, term },
        { role: 'follower', term: 4 },
        'n1 has found its leader: a yes that comes late is not wanted',
      );
      world.tick(1, 19);
      t.equal(world.status(1).role, 'pre-candidate', 'n1 has not heard of n2 for as long as the longest timeout');
      const yes = { type: 'PreVoteResponse', granted: true, term: 5 } as const;
      const why = 'who asks itself whether it would win is content with no leader, and helps others too';
      expectOne(t, answersTo(world, preVote({ from: 3, term: 5 })), yes, why);
    });
  });

  test('R17', 'who has heard of its leader lately helps nobody to replace it (thesis, 4.2.3)', async (t) => {
    await scripted(t, { createRaft, servers: 3, config: both, disks: { 1: { term: 4 } } }, (world) => {
      world.inject(heartbeat({ from: 2, term: 4 }));
      world.tick(1, 9);
      expectNone(t, answersTo(world, preVote({ from: 3, term: 5 })), 'PreVoteResponse', 'n2 is its leader');
      expectNone(t, answersTo(world, requestVote({ from: 3, term: 7 })), 'RequestVoteResponse', 'n2 is its leader');
      t.equal(world.status(1).term, 4, 'the term of somebody who only wants to lead is not followed');
      const byTheLeader = { ...requestVote({ from: 3, term: 7 }), transfer: true };
      const yes = { type: 'RequestVoteResponse', granted: true, term: 7 } as const;
      expectOne(t, answersTo(world, byTheLeader), yes, 'this election is the leader’s own wish');
    });
    await scripted(
      t,
      { createRaft, servers: 3, config: { ...both, electionTicks: 100 }, disks: { 1: { term: 4 } } },
      (world) => {
        const yes = { type: 'PreVoteResponse', granted: true, term: 5 } as const;
        expectOne(t, answersTo(world, preVote({ from: 3, term: 5 })), yes, 'n1 has heard of no leader');
        world.inject(heartbeat({ from: 2, term: 4 }));
        world.tick(1, 100);
        expectOne(t, answersTo(world, preVote({ from: 3, term: 5 })), yes, 'n1 has not heard of n2 for long');
      },
    );
  });

  test('R17', 'a server that was cut off comes back and disturbs nobody (thesis, 9.6)', async (t) => {
    await scripted(t, { createRaft, servers: 3, config: both }, (world) => {
      elect(world, 1);
      const { term } = world.status(1);
      world.partition([1, 2], [3]);
      for (let beat = 0; beat < 30; beat++) pass(world, [1, 2, 3], 2);
      world.heal();
      for (let beat = 0; beat < 10; beat++) {
        for (const id of [3, 2, 1]) world.tick(id, 2);
        world.settle();
      }
      for (const id of [1, 2, 3]) {
        const now = world.status(id);
        t.equal(
          { term: now.term, leader: now.leader },
          { term, leader: 1 },
          `n1 has led all the time, and n${id} knows it`,
        );
      }
    });
  });

  test('R18', 'a leader that hears of no majority steps down, and one that does goes on (thesis, 6.2)', async (t) => {
    await scripted(t, { createRaft, servers: 5, config: both }, (world) => {
      elect(world, 1);
      world.partition([1, 2, 3], [4, 5]);
      for (let beat = 0; beat < 20; beat++) pass(world, [1, 2, 3], 2);
      t.equal(world.status(1).role, 'leader', 'three of five hear of each other');
      world.partition([1, 2], [3, 4, 5]);
      for (let beat = 0; beat < 10; beat++) pass(world, [1, 2], 2);
      const { role, leader, term } = world.status(1);
      const seen = { steppedDown: role !== 'leader', leader, term };
      t.equal(
        seen,
        { steppedDown: true, leader: 0, term: world.status(2).term },
        'two of five: it leads nobody who counts',
      );
    });
    await scripted(t, { createRaft, servers: 3, config: { ...both, checkQuorum: false } }, (world) => {
      elect(world, 1);
      world.partition([1], [2, 3]);
      world.tick(1, 40);
      t.equal(world.status(1).role, 'leader', 'without `checkQuorum` it does not count');
    });
  });

  test('R16', 'whatever fails, a leader is found again', (t) => {
    chaos(t, { ...subject, config: both, runs: 5, durationMs: 1500 });
    chaos(t, { ...subject, config: preVoting, runs: 2, durationMs: 1200, onlyOnce: true });
    chaos(t, { ...subject, config: { noop: true, checkQuorum: true }, runs: 2, durationMs: 1200, onlyOnce: true });
  });
});

function elect(world: Script, id: number): void {
  world.campaign(id);
  world.settle();
  world.tick(id, 2);
  world.settle();
  world.tick(id, 2);
  world.settle();
}

/** Time passes for all of these, and every message arrives. */
function pass(world: Script, ids: number[], ticks: number): void {
  for (const id of ids) world.tick(id, ticks);
  world.settle();
}
