/**
 * Goal: a server that loses its power and comes back has forgotten nothing that anyone was told.
 * Method: replicas on simulated disks: what is sent while a sync is under way, who is told what; one server whose power is
 * cut at every operation of its disk; three through drawn sequences of power cuts.
 */
import { utf8 } from '#kit/bytes.ts';
import type { Message } from '#raft/message.ts';
import { exercise, Rendered } from '../judge/exercise.ts';
import { cutPowerEverywhere } from '../sim/power-cut.ts';
import { type Fleet, openFleet } from './fleet.ts';
import { someFleetLives, surviveLives } from './fleet-lives.ts';
import { lonelyReplica } from './lonely-replica.ts';
import { append, heartbeat, requestVote } from './messages.ts';
import { allInWords, expectNone, expectOne } from './one-server.ts';

const from =
  (id: number) =>
  (message: Message): boolean =>
    message.from === id;

export default exercise('3.4', (test) => {
  test('R12', 'a client has its result once the command is applied, and not before', async (t) => {
    const fleet = await openFleet(t, 3);
    await fleet.elect(1);
    const proposed = await fleet.propose(1, 'a');
    t.equal(proposed.told, { status: 'waiting' }, 'nobody else has it yet');
    await fleet.settle();
    t.equal(proposed.told, { status: 'done', result: 'a is number 1' }, 'the result is what the state machine said');
    const two = [await fleet.propose(1, 'b'), await fleet.propose(1, 'c')];
    await fleet.beat(1);
    const results = two.map(({ told }) => (told.status === 'done' ? told.result : told));
    t.equal(results, ['b is number 2', 'c is number 3'], 'each client gets its own result');
    for (const id of [1, 2, 3])
      t.equal(fleet.done(id), ['a', 'b', 'c'], `n${id} has done every command once, in order`);
  });

  test('R12', 'who does not lead says so, and whom to ask', async (t) => {
    const fleet = await openFleet(t, 3);
    const early = await t.throws(() => fleet.replica(2).propose(utf8('a')), 'not-leader', 'nobody leads yet');
    t.equal(early.details.leader, 0, 'details.leader is 0 where nobody is known');
    await fleet.elect(1);
    const late = await t.throws(() => fleet.replica(2).propose(utf8('a')), 'not-leader', 'n1 leads');
    t.equal(late.details.leader, 1, 'details.leader is whom to ask');
    await fleet.beat(1);
    for (const id of [1, 2, 3]) t.equal(fleet.done(id), [], 'nothing was done');
  });

  test('R11', 'a vote is on the disk before anyone hears of it', async (t) => {
    const fleet = await openFleet(t, 3);
    fleet.sim(1).hold('sync');
    t.step('the disk of n1 takes its time over the sync');
    await fleet.inject(requestVote({ from: 2, term: 1 }));
    expectNone(
      t,
      fleet.inFlight(from(1)),
      'RequestVoteResponse',
      'the sync is not done: a power cut now would make n1 forget its vote',
    );
    await fleet.release(1);
    const granted = { type: 'RequestVoteResponse', to: 2, granted: true } as const;
    expectOne(t, fleet.inFlight(from(1)), granted, 'the sync is done: now n2 may be told');
  });

  test('R11', 'an entry is on the disk before it is acknowledged, and before its leader counts it', async (t) => {
    const fleet = await openFleet(t, 3);
    fleet.sim(1).hold('sync');
    await fleet.inject(append({ from: 2, term: 1 }, [0, 0], [1, 1]));
    const early = fleet.inFlight(from(1));
    if (early.length > 0) t.fail({ message: 'nothing of this is durable yet', actual: allInWords(early) });
    await fleet.release(1);
    const accepted = { type: 'AppendEntriesResponse', success: true, index: 2 } as const;
    expectOne(t, fleet.inFlight(from(1)), accepted, 'now it is');
    const alone = await openFleet(t, 1);
    await alone.elect(1);
    alone.sim(1).hold('sync');
    const proposed = await alone.propose(1, 'a');
    t.equal(alone.done(1), [], 'a command that the only disk does not have is not committed');
    await alone.release(1);
    t.equal(proposed.told, { status: 'done', result: 'a is number 1' }, 'now it is');
  });

  test('R2', 'after a power cut a server knows its term and its vote (5.2)', async (t) => {
    const fleet = await openFleet(t, 3);
    await fleet.inject(heartbeat({ from: 3, term: 4 }));
    await fleet.inject(requestVote({ from: 2, term: 4 }));
    await fleet.powerCut(1);
    await fleet.open(1);
    const { term, vote } = fleet.replica(1).status();
    t.equal({ term, vote }, { term: 4, vote: 2 }, 'it has told n2 so');
    await fleet.inject(requestVote({ from: 3, term: 4 }));
    const refused = { type: 'RequestVoteResponse', to: 3, granted: false } as const;
    expectOne(t, fleet.inFlight(from(1)), refused, 'there is no second vote in term 4');
  });

  test('R8', 'after a restart the state machine gets everything once, from the beginning', async (t) => {
    const fleet = await openFleet(t, 3);
    await fleet.elect(1);
    for (const command of ['a', 'b', 'c']) await fleet.propose(1, command);
    await fleet.beat(1);
    for (const id of [1, 2, 3]) await fleet.powerCut(id);
    for (const id of [1, 2, 3]) await fleet.open(id);
    await fleet.elect(2);
    const next = await fleet.propose(2, 'd');
    await fleet.beat(2);
    t.equal(next.told, { status: 'done', result: 'd is number 4' }, 'what was there before is there again');
    for (const id of [1, 2, 3])
      t.equal(fleet.done(id), ['a', 'b', 'c', 'd'], `n${id} must have done each command once`);
  });

  test('R12', 'a proposal that another leader has replaced is lost, and stays so over a restart', async (t) => {
    const fleet = await openFleet(t, 3);
    await fleet.elect(1);
    const lost = [
      await fleet.propose(1, 'lost'),
      await fleet.propose(1, 'lost too'),
      await fleet.propose(1, 'and this'),
    ];
    fleet.drop();
    await fleet.elect(2, [1]);
    const kept = await fleet.propose(2, 'kept');
    await fleet.beat(2, 2, [1]);
    t.equal(kept.told, { status: 'done', result: 'kept is number 1' }, 'n2 and n3 are a majority');
    await fleet.beat(2, 4);
    for (const [i, command] of ['lost', 'lost too', 'and this'].entries()) {
      const why = `propose("${command}") had place ${i + 2} of term 1, and an entry of term 2 is applied: it is lost`;
      t.equal(lost[i].told, { status: 'refused', code: 'proposal-lost' }, why);
    }
    await fleet.powerCut(1);
    await fleet.open(1);
    await fleet.beat(2, 3);
    t.equal(fleet.done(1), ['kept'], 'what was replaced is not on the disk any more');
    t.equal(lastPlace(fleet, 1), lastPlace(fleet, 2), 'the log ends where that of n2 does');
  });

  test('R12', 'a replica that is closed, or whose disk fails, refuses with `closed` and is silent', async (t) => {
    const fleet = await openFleet(t, 3);
    await fleet.elect(1);
    const waiting = await fleet.propose(1, 'a');
    t.step('n1 is closed');
    await fleet.replica(1).close();
    t.equal(waiting.told, { status: 'refused', code: 'closed' }, 'who waits must be told');
    await t.throws(() => fleet.replica(1).propose(utf8('b')), 'closed', 'and so must be who comes later');
    fleet.drop();
    fleet.sim(2).failNext('sync');
    t.step('the next sync of n2 fails');
    await fleet.inject(requestVote({ from: 3, to: 2, term: 9 }, 9, 9));
    expectNone(
      t,
      fleet.inFlight(from(2)),
      'RequestVoteResponse',
      'a vote that could not be written down must not be told',
    );
    t.equal(fleet.failure(2) !== undefined, true, 'onFailure must be told');
    const before = fleet.inFlight(from(2)).length;
    await fleet.tick(2, 40);
    const said = fleet.inFlight(from(2)).slice(before);
    if (said.length > 0) t.fail({ message: 'it is over', expected: new Rendered('silence'), actual: allInWords(said) });
  });

  test('R12', 'a replica that is closed while its disk works sends nothing any more', async (t) => {
    const fleet = await openFleet(t, 3);
    fleet.sim(1).hold('sync');
    await fleet.inject(requestVote({ from: 2, term: 1 }));
    t.step('n1 is closed while its disk takes its time over the sync');
    const closed = fleet.replica(1).close();
    await fleet.release(1);
    await closed;
    const said = fleet.inFlight(from(1));
    const message = 'after the wait for the disk n1 was closed: whoever opens it anew may have begun already';
    if (said.length > 0) t.fail({ message, expected: new Rendered('silence'), actual: allInWords(said) });
  });

  test('R12', 'who has lost their place to a noop is told so, without waiting for the next command', async (t) => {
    const fleet = await openFleet(t, 3);
    await fleet.elect(1);
    const lost = await fleet.propose(1, 'lost');
    fleet.drop();
    await fleet.elect(2, [1]);
    await fleet.beat(2, 4);
    const message =
      'n1 has applied the noop of n2 at this place: every entry decides about who waits, not commands alone';
    t.equal(lost.told, { status: 'refused', code: 'proposal-lost' }, message);
  });

  test('R11', 'where nothing but the commit index has changed nothing is written', async (t) => {
    const fleet = await openFleet(t, 3);
    await fleet.inject(append({ from: 2, term: 1 }, [0, 0], [1, 1]));
    const { append: appends, sync: syncs } = { ...fleet.sim(1).counts };
    await fleet.inject(heartbeat({ from: 2, term: 1 }, 2));
    t.equal(fleet.done(1).length, 2, 'both commands are committed now, and done');
    const { append: appendsNow, sync: syncsNow } = fleet.sim(1).counts;
    const written = { appends: appendsNow - appends, syncs: syncsNow - syncs };
    t.equal(written, { appends: 0, syncs: 0 }, 'a restart finds out again how far it is: that sync can be saved');
  });

  test('R11', 'alone, with the power cut at every operation of its disk, it keeps what it has told', async (t) => {
    const shapes = ['none', 'cut', 'zeros'] as const;
    await cutPowerEverywhere(t, lonelyReplica([['a'], ['b', 'c']]), { shapes, coarse: true });
  });

  test(
    'R8',
    'through power cuts and partitions, every command that was answered is done once, everywhere',
    async (t) => {
      await t.forAll(someFleetLives, (lives) => surviveLives(t, lives), { runs: 12 });
    },
  );
});

function lastPlace(fleet: Fleet, id: number): { lastIndex: number; lastTerm: number } {
  const { lastIndex, lastTerm } = fleet.replica(id).status();
  return { lastIndex, lastTerm };
}
