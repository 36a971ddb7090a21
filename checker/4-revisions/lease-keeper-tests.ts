/** The tests of exercise 4.8 that are about the lease keeper alone: when it begins to count, and what it may promise. */
import { Failure } from '#kit/failure.ts';
import { createRandom } from '#kit/random.ts';
import { createLeaseKeeper } from '#revisions/lease-keeper.ts';
import { createLeases } from '#revisions/leases.ts';
import { createWaiting } from '#revisions/waiting.ts';
import type { DeclareTest, TestContext } from '../judge/exercise.ts';
import { createVirtualClock } from '../sim/virtual-clock.ts';

export function declareLeaseKeeperTests(test: DeclareTest): void {
  test('V22', 'a new leader counts no time before it has applied all that was committed before', async (t) => {
    const hand = keeperInHand(t);
    hand.leases.grant(7n, 10);
    hand.elected(3);
    await hand.tick();
    t.equal(hand.leases.remaining(7n), undefined, 'a revoke of the old leader may not be applied yet: wait for a read');
    hand.deposed(4);
    await hand.tick();
    await hand.endReads();
    t.equal(hand.leases.remaining(7n), undefined, 'the read that it waited for has ended, but it leads no more');
    hand.elected(5);
    await hand.tick();
    await hand.endReads();
    await hand.tick();
    t.equal(hand.leases.remaining(7n), 10, 'now it leads, and is up to date: every lease has its full time');
    hand.deposed(6);
    await hand.tick();
    t.equal(hand.leases.remaining(7n), undefined, 'it leads no more, so it counts no more');
  });

  test('V22', 'what has expired is proposed once while that is on its way, and again if it was lost', async (t) => {
    const hand = keeperInHand(t);
    hand.leases.grant(7n, 3);
    await hand.leads(3);
    hand.pass(3000);
    for (let i = 0; i < 3; i++) await hand.tick();
    t.equal(hand.proposed(), 1, 'it is on its way: to propose it with each tick fills the log for nothing');
    t.equal(hand.leases.list(), [7n], 'and the lease is there until the log says so');
    await hand.endProposals('proposal-lost');
    await hand.tick();
    t.equal(hand.proposed(), 2, 'it has come to nothing, and the lease is still due');
  });

  test('V20', 'that a lease is over is said when it was revoked, and not before', async (t) => {
    const hand = keeperInHand(t);
    hand.leases.grant(7n, 3);
    await hand.leads(3);
    hand.pass(3000);
    const told = hand.renew(7n);
    await hand.tick();
    await hand.tick();
    t.equal(
      told.ttl,
      undefined,
      'its time is over, but its keys are still there: who hears 0 believes that they are gone',
    );
    t.step('the revoke is applied');
    hand.leases.revoke(7n);
    await hand.endProposals();
    await hand.tick();
    t.equal(told.ttl, 0, 'now it is gone');
  });
}

/** The keeper of n1; who leads, when reads end and what becomes of proposals says the script. */
function keeperInHand(t: TestContext) {
  const clock = createVirtualClock();
  const leases = createLeases(clock);
  let status: { role: string; leader: number; term: number } = { role: 'follower', leader: 0, term: 1 };
  let waitsForReads = true;
  const reads: (() => void)[] = [];
  const proposals: { resolve(outcome: unknown): void; reject(why: unknown): void }[] = [];
  let proposed = 0;
  const keeper = createLeaseKeeper({
    id: 1,
    leases,
    waiting: createWaiting(clock, 7000),
    random: createRandom(1),
    replica: {
      propose() {
        proposed++;
        return new Promise<never>((resolve, reject) => proposals.push({ resolve: resolve as never, reject }));
      },
      read: () => (waitsForReads ? new Promise<void>((resolve) => reads.push(resolve)) : Promise.resolve()),
      status: () => status as never,
    },
    encodeRevoke: () => new Uint8Array(1),
    send: () => undefined,
  });
  const quiet = async () => {
    for (let turn = 0; turn < 6; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
  };
  const hand = {
    leases,
    proposed: () => proposed,
    elected(term: number) {
      t.step(`n1 is elected, term ${term}`);
      status = { role: 'leader', leader: 1, term };
    },
    deposed(term: number) {
      t.step(`n2 is elected, term ${term}`);
      status = { role: 'follower', leader: 2, term };
    },
    /** It leads, and is up to date. */
    async leads(term: number) {
      hand.elected(term);
      waitsForReads = false;
      await hand.tick();
      await hand.tick();
    },
    async tick() {
      t.step('tick()');
      keeper.tick();
      await quiet();
    },
    async endReads() {
      t.step('every read() of the replica that was begun ends');
      for (const end of reads.splice(0)) end();
      await quiet();
    },
    async endProposals(code?: string) {
      t.step(`propose() of the replica ${code ? `is rejected with ${code}` : 'resolves'}`);
      for (const { resolve, reject } of proposals.splice(0)) {
        if (code) reject(new Failure(code, 'the replica says so'));
        else resolve({ type: 'done', response: undefined });
      }
      await quiet();
    },
    pass(ms: number) {
      t.step(`${ms / 1000} s pass`);
      const then = clock.now() + ms;
      while (clock.step(then));
    },
    renew(lease: bigint) {
      t.step(`a client keeps lease ${lease}n alive`);
      const told: { ttl?: number } = {};
      keeper.renew(lease).then(
        (ttl) => {
          told.ttl = ttl;
          t.step(`  it is told ${ttl}`);
        },
        (why) => {
          if (why.code !== 'request-timed-out') throw why;
        },
      );
      return told;
    },
  };
  return hand;
}
