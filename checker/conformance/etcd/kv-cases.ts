import * as assert from 'uvu/assert';
import { text, utf8 } from '#kit/bytes.ts';
import { type Case, present, refused } from './case.ts';

export const kvCases: Case[] = [
  {
    name: 'a put is one revision; create, mod and version say which ones they are',
    async run({ put, get }) {
      const first = await put('a', '1');
      assert.is(await put('a', '2'), first + 1);
      const kv = present(await get('a'));
      assert.equal([kv.createRevision, kv.modRevision, kv.version, text(kv.value)], [first, first + 1, 2, '2']);
      assert.is(kv.lease, 0n);
    },
  },
  {
    name: 'a put of the same value is a revision too',
    async run({ put }) {
      const first = await put('a', '1');
      assert.is(await put('a', '1'), first + 1);
    },
  },
  {
    name: 'the previous key comes only where it is asked for and where there was one',
    async run({ etcd, key, put }) {
      const request = { key: key('a'), value: utf8('2'), prevKv: true };
      assert.is((await etcd.put(request)).prevKv, undefined);
      await put('a', '3');
      assert.is(text(present((await etcd.put(request)).prevKv).value), '3');
      assert.is((await etcd.put({ ...request, prevKv: false })).prevKv, undefined);
    },
  },
  {
    name: 'deleting nothing is no revision; deleting several keys is one',
    async run({ etcd, everything, put, revision }) {
      assert.equal(await etcd.deleteRange(everything).then(({ deleted }) => deleted), 0);
      await put('a');
      await put('b', '1');
      const before = await revision();
      assert.is(await revision(), before);
      const { deleted, header, prevKvs } = await etcd.deleteRange({ ...everything, prevKv: true });
      assert.equal([deleted, header.revision, prevKvs.length], [2, before + 1, 2]);
      assert.is(text(prevKvs[1].value), '1');
      assert.is((await etcd.deleteRange(everything)).header.revision, before + 1);
    },
  },
  {
    name: 'a key that is made again begins anew',
    async run(hand) {
      await hand.put('a');
      await hand.put('a');
      assert.is(await hand.delete('a'), 1);
      const again = await hand.put('a');
      const kv = present(await hand.get('a'));
      assert.equal([kv.createRevision, kv.modRevision, kv.version], [again, again, 1]);
    },
  },
  {
    name: 'ignoreValue and ignoreLease keep what is there',
    async run({ etcd, key, put, get }) {
      const { id } = await etcd.leaseGrant({ ttl: 60 });
      await put('a', '1', id);
      await etcd.put({ key: key('a'), value: utf8(''), ignoreValue: true, ignoreLease: true });
      let kv = present(await get('a'));
      assert.equal([text(kv.value), kv.lease, kv.version], ['1', id, 2]);
      await etcd.put({ key: key('a'), value: utf8(''), ignoreValue: true });
      kv = present(await get('a'));
      assert.equal([text(kv.value), kv.lease, kv.version], ['1', 0n, 3]);
      await etcd.leaseRevoke(id);
    },
  },
  {
    name: 'ignoreValue and ignoreLease are refused where there is nothing to keep or something else is said',
    async run({ etcd, key, put }) {
      const request = { key: key('a'), value: utf8('') };
      await refused(etcd.put({ ...request, ignoreValue: true }), 'key-not-found');
      await refused(etcd.put({ ...request, ignoreLease: true }), 'key-not-found');
      await put('a', '1');
      await refused(etcd.put({ ...request, value: utf8('2'), ignoreValue: true }), 'value-provided');
      await refused(etcd.put({ ...request, lease: 5n, ignoreLease: true }), 'lease-provided');
    },
  },
  {
    name: 'no key may be empty',
    async run({ etcd }) {
      const empty = utf8('');
      await refused(etcd.put({ key: empty, value: empty }), 'key-required');
      await refused(etcd.range({ key: empty }), 'key-required');
      await refused(etcd.deleteRange({ key: empty }), 'key-required');
    },
  },
  {
    name: 'keys are bytes, compared as unsigned bytes',
    async run({ etcd, everything, key }) {
      const odd = [[0], [0x7f], [0x80], [0xff, 0], [0xff, 0xff]].map((bytes) =>
        Uint8Array.from([...key(''), ...bytes]),
      );
      for (const each of [...odd].reverse()) await etcd.put({ key: each, value: each });
      const { kvs } = await etcd.range(everything);
      assert.equal(
        kvs.map((kv) => [...kv.key]),
        odd.map((bytes) => [...bytes]),
      );
      assert.equal([...kvs[3].value], [...odd[3]]);
    },
  },
  {
    name: 'a request beyond 1.5 MiB is refused, and one below is not',
    async run({ etcd, key }) {
      const request = { key: key('a'), value: new Uint8Array(1024 * 1024) };
      await etcd.put(request);
      await refused(etcd.put({ ...request, value: new Uint8Array(1600 * 1024) }), 'request-too-large');
      await etcd.deleteRange(request);
    },
  },
  {
    name: 'every response says whose it is',
    async run({ etcd, put, all }) {
      await put('a');
      const { header } = await all();
      const { header: own, members } = await etcd.memberList();
      assert.is(own.revision, 0);
      assert.is(header.clusterId, own.clusterId);
      assert.ok(members.some(({ id }) => id === header.memberId));
      assert.ok(present(header.raftTerm) > 0);
    },
  },
];
