/**
 * Goal: at most one leader a term, and one soon, whatever happens.
 * Method: one server whose peers the test plays, for each rule of sections 5.1, 5.2 and 5.4.1 of the paper; scripted
 * elections among several; then chaos without any proposals, so that every log is empty.
 */
import { createRaft } from '#raft/raft.ts';
import { exercise } from '../judge/exercise.ts';
import { chaos } from '../sim/raft/chaos.ts';
import { scripted } from '../sim/raft/script.ts';
import { heartbeat, requestVote, vote } from './messages.ts';
import { answersTo, expectNone, expectOne, sentDuring } from './one-server.ts';
import { subject } from './subject.ts';
import { declareTimingTests } from './timing.ts';

/** Long, so that a timer that began anew by mistake is not due by chance. */
const electionTicks = 100;

export default exercise('3.1', (test) => {
  test('R4', 'who hears of no leader holds an election (5.2)', async (t) => {
    await t.forEach([1, 2, 3], async () => {
      await scripted(t, { createRaft, servers: 3, config: { electionTicks } }, (world) => {
        world.tick(1, electionTicks - 1);
        t.equal(world.status(1).role, 'follower', `no election is due before ${electionTicks} ticks have passed`);
        const sent = sentDuring(world, 1, () => world.tick(1, electionTicks));
        const { role, term, vote: votedFor } = world.status(1);
        const expected = { role: 'candidate', term: 1, vote: 1 };
        t.equal({ role, term, vote: votedFor }, expected, 'a candidate of the next term votes for itself');
        for (const to of [2, 3]) {
          const request = { type: 'RequestVote', to, term: 1, lastIndex: 0, lastTerm: 0, transfer: false } as const;
          expectOne(t, sent, request, 'every other server is asked for its vote');
        }
      });
    });
  });

  test('R1', 'a majority of votes makes a leader, whom all are told of at once (5.2)', async (t) => {
    await t.forEach([1, 2, 3, 4, 5, 6, 7], async (servers) => {
      await scripted(t, { createRaft, servers }, (world) => {
        world.campaign(1);
        for (let voter = 2; voter <= servers; voter++) {
          const votes = voter - 1;
          const isEnough = votes * 2 > servers;
          t.equal(world.status(1).role === 'leader', isEnough, `${votes} of ${servers} votes ${enough(isEnough)}`);
          if (isEnough) return;
          expectNone(t, world.inFlight({ from: 1 }), 'Heartbeat', 'only a leader sends heartbeats');
          if (votes > 1) world.inject(vote({ from: voter - 1, term: 1 }));
          t.equal(world.status(1).role, 'candidate', 'a vote that comes twice counts once');
          const sent = answersTo(world, vote({ from: voter, term: 1 }));
          if (world.status(1).role !== 'leader') continue;
          for (let to = 2; to <= servers; to++) {
            expectOne(t, sent, { type: 'Heartbeat', to, term: 1 }, 'a new leader tells everyone at once');
          }
        }
        const why = servers === 1 ? 'n1 is alone: its own vote is enough' : 'all have voted for it';
        t.equal(world.status(1).role, 'leader', why);
      });
    });
  });

  test('R1', 'refusals, and votes of another term or for a candidate no more, elect nobody (5.2)', async (t) => {
    await scripted(t, { createRaft, servers: 5, disks: { 1: { term: 3 } } }, (world) => {
      world.campaign(1);
      for (const from of [2, 3, 4, 5]) world.inject(vote({ from, term: 4 }, false));
      t.equal(world.status(1).role === 'leader', false, 'refusals are no votes');
      for (const from of [2, 3, 4, 5]) world.inject(vote({ from, term: 3 }));
      t.equal(world.status(1).role === 'leader', false, 'votes of an older term do not count');
      world.inject(heartbeat({ from: 2, term: 4 }));
      for (const from of [3, 4, 5]) world.inject(vote({ from, term: 4 }));
      t.equal(world.status(1).role, 'follower', 'who follows a leader has stopped counting votes');
    });
  });

  test('R2', 'one vote a term, first come, first served, and over a restart too (5.2)', async (t) => {
    await t.forEach([false, true], async (restarts) => {
      await scripted(t, { createRaft, servers: 5 }, (world) => {
        ask(2, true, 'nobody has its vote yet');
        if (restarts) {
          world.crash(1);
          world.restart(1);
        }
        t.equal(world.status(1).vote, 2, 'status must say who has the vote');
        ask(3, false, 'it has voted for n2 in this term');
        ask(2, true, 'n2 has its vote already: the answer may have been lost');
        world.inject(heartbeat({ from: 2, term: 1 }));
        ask(3, false, 'following a leader gives no second vote');
        ask(3, true, 'a new term, a new vote', 2);

        function ask(from: number, granted: boolean, why: string, term = 1): void {
          const answer = { type: 'RequestVoteResponse', to: from, term, granted } as const;
          expectOne(t, answersTo(world, requestVote({ from, term })), answer, why);
        }
      });
    });
  });

  test('R2', 'a crash between persisting a vote and sending it (5.2)', async (t) => {
    await scripted(t, { createRaft, servers: 3 }, (world) => {
      world.crash(1, 'send');
      expectNone(t, answersTo(world, requestVote({ from: 2, term: 4 })), 'RequestVoteResponse', 'n1 is down');
      world.restart(1);
      const { term, vote: votedFor } = world.status(1);
      t.equal({ term, vote: votedFor }, { term: 4, vote: 2 }, 'term and vote must go to the disk when it votes');
      const second = { type: 'RequestVoteResponse', to: 3, term: 4, granted: false } as const;
      expectOne(t, answersTo(world, requestVote({ from: 3, term: 4 })), second, 'its vote of term 4 is on its disk');
    });
  });

  test(
    'R2',
    'only a log that is up to date gets a vote: the last term counts first, then the length (5.4.1)',
    async (t) => {
      const logs = [[], [1, 1], [1, 1, 1, 1], [1, 2], [4]];
      const pairs = logs.flatMap((own) => logs.map((theirs) => ({ own, theirs })));
      await t.forEach(pairs, async ({ own, theirs }) => {
        await scripted(t, { createRaft, servers: 3, disks: { 1: { term: 5, log: own } } }, (world) => {
          const [lastIndex, lastTerm] = [theirs.length, theirs.at(-1) ?? 0];
          const ownTerm = own.at(-1) ?? 0;
          const granted = lastTerm === ownTerm ? lastIndex >= own.length : lastTerm > ownTerm;
          const why = `n1 has a log of terms [${own}], the candidate one of [${theirs}]`;
          const answer = { type: 'RequestVoteResponse', to: 2, term: 6, granted } as const;
          const message = requestVote({ from: 2, term: 6 }, lastIndex, lastTerm);
          expectOne(t, answersTo(world, message), answer, why);
          t.equal(world.status(1).vote, granted ? 2 : 0, 'the vote is as it was answered');
        });
      });
    },
  );

  test('R2', 'a candidate says how far its own log goes (5.4.1)', async (t) => {
    await scripted(t, { createRaft, servers: 3, disks: { 1: { term: 7, log: [1, 1, 5] } } }, (world) => {
      const sent = sentDuring(world, 1, () => world.campaign(1));
      const request = { type: 'RequestVote', to: 3, term: 8, lastIndex: 3, lastTerm: 5 } as const;
      expectOne(t, sent, request, 'lastIndex and lastTerm are those of its last entry');
    });
  });

  test('R3', 'a newer term makes a follower of anyone: a stale leader steps down (5.1)', async (t) => {
    const news = [
      heartbeat({ from: 3, term: 9 }),
      requestVote({ from: 3, term: 9 }),
      vote({ from: 3, term: 9 }, false),
    ];
    const cases = news.flatMap((message) =>
      (['follower', 'candidate', 'leader'] as const).map((role) => ({ role, message })),
    );
    await t.forEach(cases, async ({ role, message }) => {
      await scripted(t, { createRaft, servers: 3, disks: { 1: { term: 4 } } }, (world) => {
        if (role !== 'follower') world.campaign(1);
        if (role === 'leader') world.inject(vote({ from: 2, term: 5 }));
        t.equal(world.status(1).role, role, `n1 is a ${role} first`);
        world.inject(message);
        const status = world.status(1);
        t.equal({ role: status.role, term: status.term }, { role: 'follower', term: 9 }, 'n1 follows the newer term');
        t.equal(
          status.vote,
          message.type === 'RequestVote' ? 3 : 0,
          'its vote of the old term does not count in the new one',
        );
        t.equal(status.leader, message.type === 'Heartbeat' ? 3 : 0, 'status must say whom it takes for the leader');
      });
    });
  });

  test('R3', 'a request of an older term is refused with the newer one, and changes nothing (5.1)', async (t) => {
    const old = [requestVote({ from: 3, term: 4 }, 9, 4), heartbeat({ from: 3, term: 4 })];
    await t.forEach(old, async (message) => {
      await scripted(t, { createRaft, servers: 3, disks: { 1: { term: 5 } } }, (world) => {
        const before = world.status(1);
        const sent = answersTo(world, message);
        const type = message.type === 'Heartbeat' ? 'HeartbeatResponse' : 'RequestVoteResponse';
        expectOne(t, sent, { type, to: 3, term: 5 }, 'the sender must learn that there is a newer term');
        if (message.type === 'RequestVote')
          expectOne(t, sent, { type: 'RequestVoteResponse', granted: false }, 'no vote');
        t.equal(world.status(1), before, 'who leads an older term leads nobody');
      });
    });
  });

  test('R3', 'a candidate follows the leader of its own term, and keeps its vote (5.2)', async (t) => {
    await scripted(t, { createRaft, servers: 5 }, (world) => {
      world.campaign(1);
      const answers = answersTo(world, heartbeat({ from: 4, term: 1 }, 0, 7));
      expectOne(
        t,
        answers,
        { type: 'HeartbeatResponse', to: 4, term: 1, round: 7 },
        'a heartbeat is answered with its round',
      );
      const { role, leader, vote: votedFor } = world.status(1);
      t.equal({ role, leader, vote: votedFor }, { role: 'follower', leader: 4, vote: 1 }, 'n4 has won term 1');
    });
  });

  test('R4', 'only the leader of its term, and a vote that is granted, keep a server waiting (5.2)', async (t) => {
    const cases = [
      { message: heartbeat({ from: 2, term: 6 }), waits: true, why: 'it has heard of its leader' },
      { message: requestVote({ from: 3, term: 7 }, 2, 3), waits: true, why: 'it has granted its vote' },
      { message: heartbeat({ from: 3, term: 5 }), waits: false, why: 'a leader of an older term is none' },
      { message: requestVote({ from: 3, term: 6 }, 9, 6), waits: false, why: 'it has refused its vote' },
      {
        message: requestVote({ from: 3, term: 7 }, 1, 1),
        waits: false,
        why: 'a candidate that may not win changes nothing',
      },
      { message: vote({ from: 3, term: 6 }), waits: false, why: 'an answer is no sign of a leader' },
      { message: vote({ from: 3, term: 8 }, false), waits: false, why: 'a newer term alone is no sign of a leader' },
    ];
    await t.forEach(cases, async ({ message, waits, why }) => {
      const disks = { 1: { term: 6, vote: 2, log: [1, 2] } };
      await scripted(t, { createRaft, servers: 3, disks, config: { electionTicks } }, (world) => {
        world.tick(1, electionTicks - 1);
        world.inject(message);
        world.tick(1, waits ? electionTicks - 1 : electionTicks);
        const expected = waits ? 'follower' : 'candidate';
        t.equal(world.status(1).role, expected, waits ? `${why}: it waits anew` : `${why}: its time goes on running`);
      });
    });
  });

  declareTimingTests(test);

  test('R1', 'a split vote elects nobody, and the next election is a new one (5.2)', async (t) => {
    await scripted(t, { createRaft, servers: 5 }, (world) => {
      for (const id of [1, 2, 3]) world.campaign(id);
      world.deliver({ from: 1, to: 4 });
      world.deliver({ from: 2, to: 5 });
      world.settle();
      for (const id of [1, 2, 3])
        t.equal(world.status(id).role === 'leader', false, 'two of five votes at most: nobody has won');
      world.tick(1, 19);
      world.settle();
      const { role, term } = world.status(1);
      t.equal({ role, term }, { role: 'leader', term: 2 }, 'the next election is in the next term, with new votes');
      for (const id of [2, 3, 4, 5]) {
        const { role: now, leader } = world.status(id);
        t.equal({ role: now, leader }, { role: 'follower', leader: 1 }, 'everyone follows the one that has won');
      }
    });
  });

  test('R1', 'cut off or crashed, slow or repeated: one leader a term, and one soon', (t) => {
    chaos(t, { ...subject, runs: 12, durationMs: 1500, errands: [], progress: { until: 'leader', withinTicks: 200 } });
  });
});

function enough(isEnough: boolean): string {
  return isEnough ? 'are a majority' : 'are none yet';
}
