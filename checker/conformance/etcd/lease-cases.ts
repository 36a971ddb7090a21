import * as assert from 'uvu/assert';
import { type Case, present, refused } from './case.ts';

const names = (keys: Uint8Array[]) => keys.map((key) => String.fromCharCode(key[key.length - 1]));

export const leaseCases: Case[] = [
  {
    name: 'an id is chosen where none is asked for; two seconds are the least',
    async run({ etcd, revision }) {
      const before = await revision();
      const { id, ttl } = await etcd.leaseGrant({ ttl: 1 });
      assert.ok(id > 0n);
      assert.is(ttl, 2);
      const own = await etcd.leaseGrant({ ttl: 100, id: 4_611_686_018_427_387_905n });
      assert.equal([own.id, own.ttl], [4_611_686_018_427_387_905n, 100]);
      assert.is(await revision(), before);
      await etcd.leaseRevoke(id);
      await etcd.leaseRevoke(own.id);
      assert.is(await revision(), before);
    },
  },
  {
    name: 'refused: an id that is taken, a time that is too long, a lease that is not there',
    async run({ etcd, put }) {
      const { id } = await etcd.leaseGrant({ ttl: 60 });
      await refused(etcd.leaseGrant({ ttl: 60, id }), 'lease-exists');
      await refused(etcd.leaseGrant({ ttl: 9_000_000_001 }), 'ttl-too-large');
      await etcd.leaseRevoke(id);
      await refused(etcd.leaseRevoke(id), 'lease-not-found');
      await refused(put('a', '', id), 'lease-not-found');
    },
  },
  {
    name: 'of a lease that is not there, the time left is -1 and a renewal gives 0',
    async run({ etcd }) {
      const { ttl, grantedTtl } = await etcd.leaseTimeToLive({ id: 77_777n, keys: true });
      assert.equal([ttl, grantedTtl], [-1, 0]);
      assert.is((await etcd.leaseKeepAlive(77_777n)).ttl, 0);
    },
  },
  {
    name: 'a lease tells its time and, where asked, its keys',
    async run({ etcd, put }) {
      const { id } = await etcd.leaseGrant({ ttl: 60 });
      for (const name of ['b', 'a', 'c']) await put(name, '', id);
      const { ttl, grantedTtl, keys } = await etcd.leaseTimeToLive({ id, keys: true });
      assert.ok(ttl >= 50 && ttl <= 60);
      assert.equal([grantedTtl, names(keys).sort()], [60, ['a', 'b', 'c']]);
      assert.is((await etcd.leaseTimeToLive({ id })).keys.length, 0);
      assert.is((await etcd.leaseKeepAlive(id)).ttl, 60);
      assert.ok((await etcd.leaseLeases()).leases.includes(id));
      await etcd.leaseRevoke(id);
      assert.ok(!(await etcd.leaseLeases()).leases.includes(id));
    },
  },
  {
    name: 'a lease that is revoked takes its keys with it, in one revision',
    async run(hand) {
      const { etcd } = hand;
      const { id } = await etcd.leaseGrant({ ttl: 60 });
      for (const name of ['a', 'b']) await hand.put(name, '', id);
      const before = await hand.put('free');
      assert.is((await etcd.leaseRevoke(id)).header.revision, before + 1);
      assert.equal(await hand.names(), ['free']);
    },
  },
  {
    name: 'a put without a lease, or with another one, takes the key away from the first',
    async run(hand) {
      const { etcd } = hand;
      const [first, second] = [await etcd.leaseGrant({ ttl: 60 }), await etcd.leaseGrant({ ttl: 60 })];
      for (const name of ['a', 'b', 'c']) await hand.put(name, '', first.id);
      await hand.put('a');
      await hand.put('b', '', second.id);
      await etcd.leaseRevoke(first.id);
      assert.equal(await hand.names(), ['a', 'b']);
      await etcd.leaseRevoke(second.id);
      assert.equal(await hand.names(), ['a']);
    },
  },
  {
    name: 'a key that was deleted is the lease’s no more',
    async run(hand) {
      const { id } = await hand.etcd.leaseGrant({ ttl: 60 });
      await hand.put('a', '', id);
      await hand.delete('a');
      await hand.put('a', 'again');
      await hand.etcd.leaseRevoke(id);
      assert.equal(await hand.names(), ['a']);
    },
  },
  {
    name: 'a lease that nobody renews ends, and its keys with it; one that is renewed does not',
    async run(hand) {
      const { etcd } = hand;
      const [left, kept] = [await etcd.leaseGrant({ ttl: 2 }), await etcd.leaseGrant({ ttl: 2 })];
      await hand.put('left', '', left.id);
      await hand.put('kept', '', kept.id);
      const watching = hand.watch();
      watching.send({ type: 'create', request: hand.everything });
      assert.ok((await watching.next()).created);
      const renewing = setInterval(() => etcd.leaseKeepAlive(kept.id).catch(() => undefined), 500);
      const beganAt = performance.now();
      const [gone] = await watching.events(1);
      const seconds = (performance.now() - beganAt) / 1000;
      clearInterval(renewing);
      assert.is(gone, 'delete left');
      assert.ok(seconds > 1 && seconds < 6, `it took ${seconds.toFixed(1)} s`);
      assert.is((await etcd.leaseTimeToLive({ id: left.id })).ttl, -1);
      assert.is(present(await hand.get('kept')).lease, kept.id);
      await etcd.leaseRevoke(kept.id);
      watching.close();
    },
  },
];
