/**
 * Goal: keys go away when nobody keeps them alive, and only one clock of the cluster says when.
 * Method: a book of leases with a clock of the judge's; the store beside it, which binds keys to leases; random grants,
 * renewals and changes of the lead beside a table of deadlines.
 */
import { createLeases } from '#revisions/leases.ts';
import { createRevisionStore } from '#revisions/revision-store.ts';
import { exercise, type TestContext } from '../judge/exercise.ts';
import { createVirtualClock } from '../sim/virtual-clock.ts';
import { leasesInHand } from './lease-hand.ts';
import { runLeases, someLeaseSteps } from './lease-run.ts';
import { all, always, kv, op } from './requests.ts';
import { storeInHand } from './store-hand.ts';

export default exercise('4.7', (test) => {
  test('V20', 'a lease lasts as long as was granted, and two seconds at least', async (t) => {
    const granted: [ttl: number, isGranted: number][] = [
      [10, 10],
      [2, 2],
      [1, 2],
      [0, 2],
      [-1, 2],
      [9_000_000_000, 9_000_000_000],
    ];
    await t.forEach(granted, ([ttl, isGranted]) => {
      const hand = leasesInHand(t);
      t.equal(hand.grant(7n, ttl), isGranted, 'grant returns the seconds that were granted: less than 2 counts as 2');
      t.equal(hand.leases.grantedTtl(7n), isGranted, 'and they are remembered');
      t.equal(hand.leases.has(7n), true, 'the lease is there');
    });
  });

  test('V4', 'what cannot be granted, renewed or revoked is refused', async (t) => {
    const hand = leasesInHand(t);
    hand.grant(7n, 10);
    await t.throws(() => hand.grant(7n, 20), 'lease-exists', 'lease 7 is there already');
    t.equal(hand.leases.grantedTtl(7n), 10, 'and it stays as it was');
    await t.throws(() => hand.grant(8n, 9_000_000_001), 'ttl-too-large', 'nothing lasts longer than 9,000,000,000 s');
    t.equal(hand.leases.has(8n), false, 'what is refused is not there');
    await t.throws(() => hand.revoke(8n), 'lease-not-found', 'there is no lease 8');
    await t.throws(() => hand.renew(8n), 'lease-not-found', 'there is no lease 8');
    hand.revoke(7n);
    await t.throws(() => hand.revoke(7n), 'lease-not-found', 'it was revoked already');
    t.equal(hand.grant(7n, 5), 5, 'its id is free again');
  });

  test('V20', 'a lease is due when its time is over, and not before', (t) => {
    const hand = leasesInHand(t);
    hand.grant(7n, 3);
    hand.pass(2999);
    t.equal(hand.expired(), [], 'a millisecond is left');
    t.equal(hand.leases.remaining(7n), 0, 'whole seconds, rounded down');
    hand.pass(1);
    t.equal(hand.expired(), [7n], 'three seconds are over');
    t.equal(hand.expired(), [7n], 'it stays due until it is revoked');
    t.equal(hand.leases.has(7n), true, 'being due changes nothing: somebody must revoke it');
    t.equal(hand.leases.remaining(7n), 0, 'no less than 0');
    hand.revoke(7n);
    t.equal(hand.expired(), [], 'it was revoked');
  });

  test('V20', 'a renewal gives a lease its full time from now', async (t) => {
    const hand = leasesInHand(t);
    hand.grant(7n, 10);
    hand.pass(9500);
    t.equal(hand.leases.remaining(7n), 0, 'half a second is left, rounded down');
    t.equal(hand.renew(7n), 10, 'renew returns the seconds that it has from now');
    hand.pass(9999);
    t.equal(hand.expired(), [], 'the time counts from the renewal, not from the grant');
    hand.pass(1);
    t.equal(hand.expired(), [7n], 'ten seconds after the renewal');
    await t.throws(() => hand.renew(7n), 'lease-not-found', 'its time is over, and somebody is about to revoke it');
    t.equal(hand.expired(), [7n], 'a renewal that comes too late changes nothing');
  });

  test('V20', 'those that are due come first things first, and not more than were asked for', (t) => {
    const hand = leasesInHand(t);
    hand.grant(1n, 30);
    hand.grant(2n, 10);
    hand.grant(3n, 20);
    hand.grant(4n, 5);
    hand.renew(4n);
    hand.pass(4000);
    hand.renew(4n);
    hand.pass(16_000);
    t.equal(hand.expired(), [4n, 2n, 3n], 'the one that was due first comes first: 4 at 9 s, 2 at 10 s, 3 at 20 s');
    t.equal(hand.expired(2), [4n, 2n], 'two at most');
    hand.revoke(2n);
    t.equal(hand.expired(2), [4n, 3n], 'lease 2 was revoked');
    hand.pass(10_000);
    t.equal(hand.expired(), [4n, 3n, 1n], 'and now 1 is due as well');
  });

  test('V20', 'a revoked lease gives back its keys in their order', (t) => {
    const hand = leasesInHand(t);
    hand.grant(7n, 10);
    hand.grant(8n, 10);
    for (const key of ['b', 'c', 'a', 'ab', 'c']) hand.attach(7n, key);
    hand.attach(8n, 'd');
    hand.detach(7n, 'ab');
    hand.detach(7n, 'never');
    t.equal(hand.keysOf(7n), ['a', 'b', 'c'], 'each key once, sorted; "ab" was detached');
    t.equal(hand.revoke(7n), ['a', 'b', 'c'], 'revoke returns them');
    t.equal(hand.keysOf(7n), [], 'a lease that is not there has no keys');
    t.equal(hand.leases.list(), [8n], 'the other lease is still there');
    hand.grant(7n, 10);
    t.equal(hand.keysOf(7n), [], 'a new lease with an old id begins without keys');
  });

  test('V21', 'a key belongs to the lease of its last put', (t) => {
    const { hand, store } = storeWithLeases(t);
    const held = () => [hand.keysOf(7n), hand.keysOf(8n)];
    store.put('a', '1', { lease: 7n });
    store.put('b', '1', { lease: 7n });
    t.equal(store.lastEvents()[0].kv.lease, 7n, 'the key carries the lease');
    t.equal(held(), [['a', 'b'], []], 'both were put with lease 7');
    store.put('a', '2', { lease: 8n });
    t.equal(held(), [['b'], ['a']], 'a put with another lease unbinds it from the first');
    store.put('a', '3', { ignoreLease: true });
    t.equal(held(), [['b'], ['a']], 'ignoreLease keeps the lease that is there');
    t.equal(store.lastEvents()[0].kv, kv('a', '3', [2, 5, 3], 8n), 'with the new value');
    store.put('b', '2');
    t.equal(held(), [[], ['a']], 'a put without a lease unbinds the key');
    store.put('c', '1', { lease: 7n });
    store.delete(all);
    t.equal(held(), [[], []], 'what is deleted is bound to nothing');
  });

  test('V21', 'in a transaction a key is bound and unbound as outside', async (t) => {
    const { hand, store } = storeWithLeases(t);
    store.txn(always(op.put('a', '1', { lease: 7n }), op.put('b', '1', { lease: 8n })));
    t.equal([hand.keysOf(7n), hand.keysOf(8n)], [['a'], ['b']], 'each key with its lease');
    const refused = always(op.put('b', '2', { lease: 7n }), op.put('c', '1', { lease: 9n }));
    await t.throws(() => store.txn(refused), 'lease-not-found', 'there is no lease 9');
    t.equal([hand.keysOf(7n), hand.keysOf(8n)], [['a'], ['b']], 'what is refused binds nothing');
    store.txn(always(op.delete('a'), op.put('b', '2')));
    t.equal([hand.keysOf(7n), hand.keysOf(8n)], [[], []], 'both are unbound');
  });

  test('V22', 'who does not lead counts no time', async (t) => {
    const hand = leasesInHand(t, { leads: false });
    hand.grant(7n, 3);
    t.equal(hand.leases.remaining(7n), undefined, 'only the leader knows how long it still has');
    await t.throws(() => hand.renew(7n), 'not-leader', 'only the leader can renew it');
    hand.pass(60_000);
    t.equal(hand.expired(), [], 'however much time has passed here, nothing is due');
    t.equal(hand.leases.list(), [7n], 'and nothing goes away by itself');
    t.equal(hand.revoke(7n), [], 'what the log says is done on every member, the leader or not');
  });

  test('V22', 'a new leader gives every lease its full time', (t) => {
    const hand = leasesInHand(t, { leads: false });
    hand.grant(7n, 10);
    hand.grant(8n, 20);
    hand.pass(60_000);
    hand.promote();
    t.equal([7n, 8n].map(hand.leases.remaining), [10, 20], 'it cannot know when they were renewed last');
    hand.pass(9000);
    hand.demote();
    t.equal(hand.leases.remaining(7n), undefined, 'it leads no more, so it does not know');
    hand.pass(60_000);
    t.equal(hand.expired(), [], 'and nothing is due');
    hand.promote();
    hand.pass(9999);
    t.equal(hand.expired(), [], 'it leads again, and all have had their full time again');
    hand.pass(1);
    t.equal(hand.expired(), [7n], 'ten seconds after it was promoted');
  });

  test('V22', 'who leads anew gives the full time, whatever was left of the old one', (t) => {
    const hand = leasesInHand(t);
    hand.grant(7n, 10);
    hand.pass(3000);
    hand.demote();
    hand.promote();
    hand.pass(9999);
    t.equal(hand.expired(), [], 'ten seconds from the second promotion, not from the grant');
    hand.pass(1);
    t.equal(hand.expired(), [7n], 'and not later');
    hand.promote();
    t.equal(
      hand.leases.remaining(7n),
      10,
      'promoted once more, with no word of the end of its lead: the full time again',
    );
    hand.pass(10_000);
    t.equal(hand.expired(), [7n], 'and it ends again');
  });

  test('V22', 'a restored book has the leases, and leads nothing', async (t) => {
    const hand = leasesInHand(t);
    hand.grant(8n, 20);
    hand.grant(7n, 10);
    hand.attach(7n, 'a');
    hand.pass(5000);
    t.step('snapshot(), and restore() of that in another book');
    const clock = createVirtualClock();
    const restored = createLeases(clock);
    restored.grant(9n, 5);
    restored.promote();
    restored.restore(structuredClone(hand.leases.snapshot()));
    t.equal(restored.list(), [7n, 8n], 'the leases of the snapshot, and no others');
    t.equal([7n, 8n].map(restored.grantedTtl), [10, 20], 'with the time that was granted');
    t.equal(restored.keysOf(7n), [], 'the keys are attached anew by whoever has them');
    t.equal(restored.remaining(7n), undefined, 'who has restored does not lead');
    await t.throws(() => restored.renew(7n), 'not-leader', 'nor can it renew anything');
    restored.promote();
    t.equal(restored.remaining(7n), 10, 'as a leader it gives the full time');
  });

  test('V20', 'looking for what is due costs nothing for all that is not', (t: TestContext) => {
    const clock = createVirtualClock();
    let looks = 0;
    const counted = {
      ...clock,
      now() {
        looks++;
        return clock.now();
      },
    };
    const leases = createLeases(counted);
    leases.promote();
    t.step('3000 leases of 10 to 3009 s');
    for (let i = 0; i < 3000; i++) leases.grant(BigInt(i + 1), 10 + i);
    clock.step(12_000);
    looks = 0;
    t.step('12 s pass, then expired()');
    t.equal(leases.expired(), [1n, 2n, 3n], 'three are due');
    t.ok(looks <= 20, `the clock was looked at ${looks} times, for three leases that are due`);
  });

  test('V20', 'whatever is granted, renewed and revoked, what is due is what a table says', async (t) => {
    await t.forAll(someLeaseSteps, (steps) => runLeases(t, steps));
  });
});

function storeWithLeases(t: TestContext) {
  const hand = leasesInHand(t);
  const store = storeInHand(t, createRevisionStore({ leases: hand.leases }));
  hand.grant(7n, 10);
  hand.grant(8n, 10);
  return { hand, store };
}
