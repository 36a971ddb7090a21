import * as assert from 'uvu/assert';
import { type Case, refused } from './case.ts';

export const compactionCases: Case[] = [
  {
    name: 'the compacted revision stays readable, what is older does not, and nothing that is there is lost',
    async run(hand) {
      const { etcd } = hand;
      const first = await hand.put('a', '1');
      const second = await hand.put('a', '2');
      await hand.put('b', '3');
      await hand.delete('b');
      const now = await hand.put('c', '4');
      assert.is((await etcd.compact({ revision: second, physical: true })).header.revision, now);
      await refused(hand.all({ revision: first }), 'compacted');
      assert.equal(await hand.names({ revision: second }), ['a']);
      assert.equal(await hand.names({ revision: second + 1 }), ['a', 'b']);
      assert.equal(await hand.names(), ['a', 'c']);
      await etcd.compact({ revision: now });
      await refused(hand.all({ revision: now - 1 }), 'compacted');
      assert.equal(await hand.names({ revision: now }), ['a', 'c']);
    },
  },
  {
    name: 'only what is neither compacted nor still to come can be compacted',
    async run(hand) {
      const now = await hand.put('a', '1');
      await refused(hand.etcd.compact({ revision: now + 1 }), 'future-revision');
      await hand.etcd.compact({ revision: now });
      for (const revision of [now, now - 1, 0, -1]) await refused(hand.etcd.compact({ revision }), 'compacted');
      assert.is(await hand.revision(), now);
    },
  },
  {
    name: 'a transaction that reads what is compacted is refused as a whole',
    async run(hand) {
      const first = await hand.put('a', '1');
      const now = await hand.put('a', '2');
      await hand.etcd.compact({ revision: now });
      const success = [hand.putOp('b'), hand.rangeOp('a', first)];
      await refused(hand.etcd.txn({ compare: [], success, failure: [] }), 'compacted');
      assert.equal([await hand.names(), await hand.revision()], [['a'], now]);
    },
  },
  {
    name: 'members of one history have one hash, and it depends on the history',
    async run(hand) {
      await hand.put('a', '1');
      const { hash } = await hand.etcd.hashKv(0);
      assert.is((await hand.etcd.hashKv(0)).hash, hash);
      await hand.put('a', '1');
      assert.is.not((await hand.etcd.hashKv(0)).hash, hash);
      await refused(hand.etcd.hashKv((await hand.revision()) + 9), 'future-revision');
    },
  },
];
