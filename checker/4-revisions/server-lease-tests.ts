/** The tests of exercise 4.8 that are about leases in a cluster: whose clock counts, and who revokes. */
import type { DeclareTest, TestContext } from '../judge/exercise.ts';
import { type EtcdFleet, openEtcdFleet } from './etcd-fleet.ts';
import { putOf, rangeOf } from './requests.ts';

export function declareLeaseTests(test: DeclareTest): void {
  test('V22', 'a lease that nobody keeps alive goes away on every member, and its keys with it', async (t) => {
    const fleet = await openEtcdFleet(t, 3);
    await fleet.elect(1);
    const granted = await fleet.done(2, 'leaseGrant(7n, 3 s)', (n2) => n2.leaseGrant({ id: 7n, ttl: 3 }));
    t.equal([granted.id, granted.ttl], [7n, 3], 'granted through n2');
    await fleet.done(2, 'put("a", "1", lease 7)', (n2) => n2.put(putOf('a', '1', { lease: 7n })));
    await fleet.pass(2);
    t.equal(await countAt(fleet, 3), 1, 'a second is left');
    await fleet.pass(3);
    for (const id of fleet.ids) t.equal(await countAt(fleet, id), 0, `its time is over, at n${id} too`);
    const { leases } = await fleet.done(3, 'leaseLeases()', (n3) => n3.leaseLeases());
    t.equal(leases, [], 'the lease itself is gone, too');
  });

  test('V22', 'a follower revokes nothing, however much time has passed', async (t) => {
    const fleet = await openEtcdFleet(t, 3);
    await fleet.elect(1);
    await fleet.done(1, 'leaseGrant(7n, 3 s)', (n1) => n1.leaseGrant({ id: 7n, ttl: 3 }));
    await fleet.done(1, 'put("a", "1", lease 7)', (n1) => n1.put(putOf('a', '1', { lease: 7n })));
    fleet.cutOff(3);
    await fleet.pass(2);
    t.step('n3 ticks 40 times, and reaches nobody');
    await fleet.tick(3, 40);
    const local = await fleet.ask(3, 'a serializable range("a")', (n3) =>
      n3.range(rangeOf('a', { serializable: true })),
    );
    const count = local.told.status === 'done' ? local.told.response.count : local.told;
    t.equal(count, 1, 'n3 does not lead, so it must not end a lease by its own clock');
  });

  test('V20', 'a lease that is kept alive through any member stays', async (t) => {
    const fleet = await openEtcdFleet(t, 3);
    await fleet.elect(1);
    await fleet.done(1, 'leaseGrant(7n, 3 s)', (n1) => n1.leaseGrant({ id: 7n, ttl: 3 }));
    await fleet.done(1, 'put("a", "1", lease 7)', (n1) => n1.put(putOf('a', '1', { lease: 7n })));
    for (const id of [3, 1, 2, 3]) {
      await fleet.pass(2);
      const { ttl } = await fleet.done(id, 'leaseKeepAlive(7n)', (member) => member.leaseKeepAlive(7n));
      t.equal(ttl, 3, 'it has its three seconds again');
    }
    t.equal(await countAt(fleet, 2), 1, 'eight seconds later the key is still there');
    const left = await fleet.done(2, 'leaseTimeToLive(7n)', (n2) => n2.leaseTimeToLive({ id: 7n, keys: true }));
    t.equal([left.ttl <= 3, left.grantedTtl, left.keys.length], [true, 3, 1], 'what n2 says of it');
  });

  test(
    'V20',
    'what is not there is answered so: a keep-alive with 0, a time to live with -1',
    async (t: TestContext) => {
      const fleet = await openEtcdFleet(t, 3);
      await fleet.elect(1);
      for (const id of [1, 2]) {
        const { ttl } = await fleet.done(id, 'leaseKeepAlive(9n)', (member) => member.leaseKeepAlive(9n));
        t.equal(ttl, 0, 'there is no lease 9');
        const left = await fleet.done(id, 'leaseTimeToLive(9n)', (member) => member.leaseTimeToLive({ id: 9n }));
        t.equal([left.ttl, left.grantedTtl], [-1, 0], 'there is no lease 9');
      }
      const { id, ttl } = await fleet.done(2, 'leaseGrant(no id, 5 s)', (n2) => n2.leaseGrant({ ttl: 5 }));
      t.equal([id > 0n, ttl], [true, 5], 'the server chooses an id where the client does not');
      const again = await fleet.done(2, 'leaseGrant(no id, 5 s)', (n2) => n2.leaseGrant({ ttl: 5 }));
      t.ok(again.id !== id, 'and another one the next time');
    },
  );

  test('V24', 'what is said of a lease is as new as a linearizable read', async (t) => {
    const fleet = await openEtcdFleet(t, 3);
    await fleet.elect(1);
    fleet.cutOff(3);
    await fleet.done(1, 'leaseGrant(7n, 30 s)', (n1) => n1.leaseGrant({ id: 7n, ttl: 30 }));
    const asked = await fleet.ask(3, 'leaseTimeToLive(7n)', (n3) => n3.leaseTimeToLive({ id: 7n }));
    await fleet.beat(1);
    t.equal(asked.told, { status: 'waiting' }, 'n3 has not heard of the lease, and cannot know whether there is one');
    fleet.cutOff();
    await fleet.beat(6);
    const granted = asked.told.status === 'done' ? asked.told.response.grantedTtl : asked.told;
    t.equal(granted, 30, 'up to date, it knows');
  });

  test('V22', 'a question for the leader that was lost is asked again', async (t) => {
    const fleet = await openEtcdFleet(t, 3);
    await fleet.elect(1);
    await fleet.done(1, 'leaseGrant(7n, 30 s)', (n1) => n1.leaseGrant({ id: 7n, ttl: 30 }));
    const asked = await fleet.ask(2, 'leaseKeepAlive(7n)', (n2) => n2.leaseKeepAlive(7n));
    fleet.drop(({ from, message }) => from === 2 && message.type === 'lease-question');
    t.equal(asked.told, { status: 'waiting' }, 'nobody has heard it');
    await fleet.beat();
    const ttl = asked.told.status === 'done' ? asked.told.response.ttl : asked.told;
    t.equal(ttl, 30, 'asking twice does no harm, so it must be asked again');
  });

  test('V20', 'a leader that reaches nobody promises no lease more time', async (t) => {
    const fleet = await openEtcdFleet(t, 3);
    await fleet.elect(1);
    await fleet.done(1, 'leaseGrant(7n, 3 s)', (n1) => n1.leaseGrant({ id: 7n, ttl: 3 }));
    fleet.cutOff(1);
    const asked = await fleet.ask(1, 'leaseKeepAlive(7n)', (n1) => n1.leaseKeepAlive(7n));
    const because = 'another may lead already, and end the lease: only who is sure to lead can keep such a promise';
    t.equal(asked.told, { status: 'waiting' }, because);
    await fleet.elect(2);
    await fleet.pass(5);
    fleet.cutOff();
    await fleet.beat(4);
    const ttl = asked.told.status === 'done' ? asked.told.response.ttl : asked.told;
    t.equal(ttl, 0, 'meanwhile the lease has ended at n2, and n1 says so');
  });

  test('V22', 'a new leader gives a lease its full time again', async (t) => {
    const fleet = await openEtcdFleet(t, 3);
    await fleet.elect(1);
    await fleet.done(1, 'leaseGrant(7n, 10 s)', (n1) => n1.leaseGrant({ id: 7n, ttl: 10 }));
    await fleet.done(1, 'put("a", "1", lease 7)', (n1) => n1.put(putOf('a', '1', { lease: 7n })));
    await fleet.pass(8);
    fleet.cutOff(1);
    await fleet.elect(2);
    await fleet.pass(8);
    t.equal(await countAt(fleet, 2), 1, 'n2 cannot know when it was renewed last, so its ten seconds begin anew');
    fleet.cutOff();
    await fleet.pass(5);
    t.equal(await countAt(fleet, 1), 0, 'ten seconds after n2 was elected it ends');
  });
}

/** How many keys "a" there are, as a linearizable read at that member says. */
async function countAt(fleet: EtcdFleet, id: number): Promise<number> {
  return (await fleet.done(id, 'range("a")', (member) => member.range(rangeOf('a')))).count;
}
