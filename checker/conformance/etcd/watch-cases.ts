import * as assert from 'uvu/assert';
import { text, utf8 } from '#kit/bytes.ts';
import type { WatchCreateRequest } from '#kit/etcd/api.ts';
import { type Case, type Hand, present, type Watching } from './case.ts';

/** Opens a watch and takes the response that says so. */
async function watchAll(hand: Hand, request: Partial<WatchCreateRequest> = {}): Promise<Watching> {
  const watching = hand.watch();
  await create(watching, { ...hand.everything, ...request });
  return watching;
}

async function create(watching: Watching, request: WatchCreateRequest): Promise<number> {
  watching.send({ type: 'create', request });
  const { watchId, created, canceled, events } = await watching.next();
  assert.equal([created, canceled, events.length], [true, false, 0]);
  return watchId;
}

export const watchCases: Case[] = [
  {
    name: 'a watch begins with a response that says so, then tells what happens',
    async run(hand) {
      const before = await hand.put('old');
      const watching = hand.watch();
      watching.send({ type: 'create', request: hand.everything });
      const first = await watching.next();
      assert.equal([first.watchId, first.created, first.header.revision], [0, true, before]);
      const revision = await hand.put('a', '1');
      const second = await watching.next();
      assert.equal([second.created, second.header.revision, second.events.length], [false, revision, 1]);
      assert.equal([second.events[0].kv.modRevision, second.events[0].kv.version], [revision, 1]);
      watching.close();
    },
  },
  {
    name: 'from a past revision on everything is told, in order, and then what happens',
    async run(hand) {
      await hand.put('before');
      const from = await hand.put('a', '1');
      await hand.put('b', '2');
      await hand.delete('a');
      await hand.put('a', '3');
      const watching = await watchAll(hand, { startRevision: from });
      assert.equal(await watching.events(4), ['put a=1', 'put b=2', 'delete a', 'put a=3']);
      await hand.put('c', '4');
      assert.equal(await watching.events(1), ['put c=4']);
      watching.close();
    },
  },
  {
    name: 'from a future revision on nothing is told until it is there',
    async run(hand) {
      const now = await hand.put('a', '1');
      const watching = await watchAll(hand, { startRevision: now + 3 });
      await hand.put('b', '2');
      await hand.put('c', '3');
      assert.ok(await watching.isQuiet());
      await hand.put('d', '4');
      assert.equal(await watching.events(1), ['put d=4']);
      watching.close();
    },
  },
  {
    name: 'all events of a transaction come together, in the order in which they were done',
    async run(hand) {
      await hand.put('z');
      const watching = await watchAll(hand);
      const { header } = await hand.etcd.txn({
        compare: [],
        success: [hand.putOp('c', '1'), hand.deleteOp('z'), hand.putOp('a', '2')],
        failure: [],
      });
      const { events } = await watching.next();
      assert.equal(
        events.map(({ type, kv }) => `${type} ${hand.name(kv)} ${kv.modRevision - header.revision}`),
        ['put c 0', 'delete z 0', 'put a 0'],
      );
      watching.close();
    },
  },
  {
    name: 'of a key that goes there is only its name and when; what it was comes where it is asked for',
    async run(hand) {
      await hand.put('a', '1');
      const [plain, curious] = [await watchAll(hand), await watchAll(hand, { prevKv: true })];
      await hand.put('a', '2');
      await hand.delete('a');
      for (const watching of [plain, curious]) {
        const [put] = (await watching.next()).events;
        const [gone] = (await watching.next()).events;
        const isCurious = watching === curious;
        assert.is(put.prevKv && text(put.prevKv.value), isCurious ? '1' : undefined);
        assert.is(gone.prevKv && text(gone.prevKv.value), isCurious ? '2' : undefined);
        assert.equal([gone.kv.createRevision, gone.kv.version, gone.kv.value.length], [0, 0, 0]);
        assert.ok(gone.kv.modRevision > 0);
        watching.close();
      }
    },
  },
  {
    name: 'filters leave events out, and there are no responses without any',
    async run(hand) {
      const [noPut, noDelete] = [
        await watchAll(hand, { filters: ['no-put'] }),
        await watchAll(hand, { filters: ['no-delete'] }),
      ];
      await hand.put('a', '1');
      await hand.delete('a');
      assert.equal(await noPut.events(1), ['delete a']);
      assert.equal(await noDelete.events(1), ['put a=1']);
      assert.ok((await noPut.isQuiet()) && (await noDelete.isQuiet()));
      noPut.close();
      noDelete.close();
    },
  },
  {
    name: 'ids count from 0, are chosen where asked for, and are never given twice',
    async run(hand) {
      const watching = await watchAll(hand);
      assert.is(await create(watching, { ...hand.everything, watchId: 2 }), 2);
      assert.is(await create(watching, hand.everything), 1);
      assert.is(await create(watching, hand.everything), 3);
      watching.send({ type: 'create', request: { ...hand.everything, watchId: 2 } });
      const { watchId, created, canceled, cancelReason } = await watching.next();
      assert.equal([watchId, created, canceled], [-1, true, true]);
      assert.is(cancelReason, 'mvcc: duplicate watch ID provided on the WatchStream');
      await hand.put('a', '1');
      assert.is((await watching.events(4)).length, 4);
      watching.close();
    },
  },
  {
    name: 'a range that is empty is refused',
    async run(hand) {
      const watching = hand.watch();
      watching.send({ type: 'create', request: { key: hand.key('b'), rangeEnd: hand.key('a') } });
      const { watchId, created, canceled, cancelReason } = await watching.next();
      assert.equal([watchId, created, canceled], [-1, true, true]);
      assert.is(cancelReason, 'mvcc: watcher range is empty');
      watching.close();
    },
  },
  {
    name: 'a watch that is cancelled says so and nothing more; an unknown one says nothing',
    async run(hand) {
      const watching = await watchAll(hand);
      watching.send({ type: 'cancel', watchId: 99 });
      watching.send({ type: 'cancel', watchId: 0 });
      const { watchId, canceled, events, cancelReason } = await watching.next();
      assert.equal([watchId, canceled, events.length, cancelReason], [0, true, 0, '']);
      await hand.put('a', '1');
      assert.ok(await watching.isQuiet());
      watching.close();
    },
  },
  {
    name: 'progress is told where it is asked for, with the revision and without a watch',
    async run(hand) {
      const watching = await watchAll(hand);
      const now = await hand.put('a', '1');
      await watching.events(1);
      watching.send({ type: 'progress' });
      const { watchId, header, events, canceled } = await watching.next();
      assert.equal([watchId, header.revision, events.length, canceled], [-1, now, 0, false]);
      watching.close();
    },
  },
  {
    name: 'what is compacted cannot be watched any more; the compacted revision itself can',
    async run(hand) {
      const from = await hand.put('a', '1');
      const compacted = await hand.put('a', '2');
      await hand.put('a', '3');
      await hand.etcd.compact({ revision: compacted });
      const late = await watchAll(hand, { startRevision: from });
      const { canceled, compactRevision, cancelReason, events } = await late.next();
      assert.equal([canceled, compactRevision, cancelReason, events.length], [true, compacted, '', 0]);
      const watching = await watchAll(hand, { startRevision: compacted });
      assert.equal(await watching.events(2), ['put a=2', 'put a=3']);
      late.close();
      watching.close();
    },
  },
  {
    name: 'the keys of a lease go in one response, in the order of keys',
    async run(hand) {
      const { id } = await hand.etcd.leaseGrant({ ttl: 60 });
      for (const name of ['b', 'a', 'c']) await hand.put(name, '', id);
      const watching = await watchAll(hand);
      await hand.etcd.leaseRevoke(id);
      const { events } = await watching.next();
      assert.equal(
        events.map(({ type, kv }) => `${type} ${hand.name(kv)}`),
        ['delete a', 'delete b', 'delete c'],
      );
      watching.close();
    },
  },
  {
    name: 'one key is watched without its neighbours, a range without its end, and all keys from the empty one on',
    async run(hand) {
      const watching = await watchAll(hand, { key: hand.key('b'), rangeEnd: undefined });
      await create(watching, { key: hand.key('b'), rangeEnd: hand.key('c') });
      await create(watching, { key: utf8(''), rangeEnd: utf8('\0') });
      const told: Record<number, string[]> = { 0: [], 1: [], 2: [] };
      for (const name of ['a', 'b', 'bb', 'c']) await hand.put(name);
      for (let count = 0; count < 7; ) {
        const { watchId, events } = await watching.next();
        told[watchId].push(...events.map(({ kv }) => hand.name(kv)));
        count += events.length;
      }
      assert.equal(told, { 0: ['b'], 1: ['b', 'bb'], 2: ['a', 'b', 'bb', 'c'] });
      watching.close();
    },
  },
  {
    name: 'a thousand changes come whole and in order, whoever watches from when on',
    async run(hand) {
      const from = await hand.put('a', '0');
      const live = await watchAll(hand);
      await Promise.all(Array.from({ length: 1000 }, (_, i) => hand.put('a', String(i))));
      const late = await watchAll(hand, { startRevision: from + 1 });
      const [first, second] = [await live.events(1000), await late.events(1000)];
      assert.equal(first, second);
      assert.is(new Set(first).size, 1000);
      assert.is(present(await hand.get('a')).version, 1001);
      live.close();
      late.close();
    },
  },
];
