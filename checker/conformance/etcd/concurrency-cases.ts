/**
 * Locks and elections as etcd's own clients make them out of what there is: `etcdctl lock` and `etcdctl elect`.
 *
 *     each waits for the one that came just before it:   lock/1 ◄── lock/2 ◄── lock/3
 */
import * as assert from 'uvu/assert';
import { utf8 } from '#kit/bytes.ts';
import type { Case, Hand } from './case.ts';

interface Session {
  id: bigint;
  name: string;
}

async function newSession({ etcd }: Hand): Promise<Session> {
  const { id } = await etcd.leaseGrant({ ttl: 60 });
  return { id, name: `lock/${id.toString(16)}` };
}

/** Resolves with the revision of one's own key once the lock is held. */
async function acquire(hand: Hand, { id, name }: Session): Promise<number> {
  const key = hand.key(name);
  const owner: { key: Uint8Array; rangeEnd: Uint8Array } = { key: hand.key('lock/'), rangeEnd: hand.key('lock0') };
  const first = { type: 'range', request: { ...owner, sortTarget: 'create', sortOrder: 'ascend', limit: 1 } } as const;
  const { succeeded, responses, header } = await hand.etcd.txn({
    compare: [{ key, target: 'create', result: 'equal', value: 0 }],
    success: [{ type: 'put', request: { key, value: utf8(''), lease: id } }, first],
    failure: [{ type: 'range', request: { key } }, first],
  });
  const [own] = responses.map(({ response }) => ('kvs' in response ? response.kvs : []));
  const revision = succeeded ? header.revision : own[0].createRevision;
  await waitForOlder(hand, owner, revision);
  return revision;
}

async function waitForOlder(
  hand: Hand,
  owner: { key: Uint8Array; rangeEnd: Uint8Array },
  revision: number,
): Promise<void> {
  for (;;) {
    const newest = { sortTarget: 'create', sortOrder: 'descend', limit: 1, maxCreateRevision: revision - 1 } as const;
    const { kvs, header } = await hand.etcd.range({ ...owner, ...newest });
    if (kvs.length === 0) return;
    const watching = hand.watch();
    watching.send({ type: 'create', request: { key: kvs[0].key, startRevision: header.revision + 1 } });
    await watching.next();
    for (let isGone = false; !isGone; ) isGone = (await watching.events(1)).some((event) => event.startsWith('delete'));
    watching.close();
  }
}

export const concurrencyCases: Case[] = [
  {
    name: 'a lock is held by one at a time, in the order in which they came',
    async run(hand) {
      const sessions = [await newSession(hand), await newSession(hand), await newSession(hand)];
      const held: number[] = [];
      let holders = 0;
      await acquire(hand, sessions[0]);
      const waiting = sessions.slice(1).map(async (session, i) => {
        // The second comes after the first has its place in the row.
        while ((await hand.names()).length < i + 1) await new Promise((resolve) => setTimeout(resolve, 10));
        await acquire(hand, session);
        held.push(i);
        assert.is(++holders, 1);
        await new Promise((resolve) => setTimeout(resolve, 30));
        holders--;
        await hand.delete(session.name);
      });
      while ((await hand.names()).length < 3) await new Promise((resolve) => setTimeout(resolve, 10));
      assert.equal(held, []);
      await hand.delete(sessions[0].name);
      await Promise.all(waiting);
      assert.is(held.length, 2);
      for (const { id } of sessions) await hand.etcd.leaseRevoke(id);
    },
  },
  {
    name: 'whoever takes a lock twice holds it once',
    async run(hand) {
      const session = await newSession(hand);
      const revision = await acquire(hand, session);
      assert.is(await acquire(hand, session), revision);
      await hand.etcd.leaseRevoke(session.id);
    },
  },
  {
    name: 'a session that ends lets the next one in',
    async run(hand) {
      const [first, second] = [await newSession(hand), await newSession(hand)];
      await acquire(hand, first);
      const waiting = acquire(hand, second);
      await hand.etcd.leaseRevoke(first.id);
      await waiting;
      assert.is((await hand.names()).length, 1);
      await hand.etcd.leaseRevoke(second.id);
    },
  },
  {
    name: 'a leader that has resigned does not delete another one’s key',
    async run(hand) {
      const [first, second] = [await newSession(hand), await newSession(hand)];
      const revision = await acquire(hand, first);
      await hand.delete(first.name);
      await acquire(hand, second);
      const { succeeded } = await hand.etcd.txn({
        compare: [{ key: hand.key(second.name), target: 'create', result: 'equal', value: revision }],
        success: [hand.deleteOp(second.name)],
        failure: [],
      });
      assert.is(succeeded, false);
      assert.is((await hand.names()).length, 1);
      for (const { id } of [first, second]) await hand.etcd.leaseRevoke(id);
    },
  },
];
