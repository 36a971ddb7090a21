/** The tests of exercise 4.10 that are about a whole cluster: passwords in, tokens out, and every member alike. */

import type { WatchResponse } from '#kit/etcd/api.ts';
import type { AuthRequest } from '#kit/etcd/auth-api.ts';
import type { DeclareTest, TestContext } from '../judge/exercise.ts';
import { may } from './auth-hand.ts';
import { type EtcdFleet, openEtcdFleet } from './etcd-fleet.ts';
import { always, op, putOf, rangeOf, selection } from './requests.ts';

export function declareAuthServerTests(test: DeclareTest): void {
  test('V30', 'what a user may do is the same at every member, and no way leads around it', async (t) => {
    const fleet = await withUsers(t, 3);
    const token = await tokenOf(fleet, 3, 'alice', 'sesame');
    for (const id of fleet.ids) {
      const alice = () => fleet.server(id).withToken(token);
      await fleet.done(id, 'put("a1") by alice', () => alice().put(putOf('a1', `${id}`)));
      const inside = always(op.txn(always(op.range('b'))));
      const denied: [words: string, request: () => Promise<unknown>][] = [
        ['put("b") by alice', () => alice().put(putOf('b', '1'))],
        ['range("b") by alice', () => alice().range(rangeOf('b'))],
        ['a serializable range("b") by alice', () => alice().range(rangeOf('b', { serializable: true }))],
        ['a txn in a txn that reads "b", by alice', () => alice().txn(inside)],
        ['users() by alice', () => alice().users()],
        ['snapshot() by alice', () => alice().snapshot()],
      ];
      for (const [words, request] of denied) {
        const asked = await fleet.ask(id, words, request);
        await fleet.beat(1);
        t.equal(
          asked.told,
          { status: 'refused', code: 'permission-denied' },
          'alice may only use keys from "a" to "b"',
        );
      }
      const anonymous = await fleet.ask(id, 'put("a2") by nobody', (member) => member.put(putOf('a2', '1')));
      await fleet.beat(1);
      t.equal(anonymous.told, { status: 'refused', code: 'user-empty' }, 'who asks without a token is nobody');
    }
  });

  test('V30', 'what is allowed is looked at when a read is up to date', async (t) => {
    const fleet = await withUsers(t, 3);
    const token = await tokenOf(fleet, 3, 'alice', 'sesame');
    const root = await tokenOf(fleet, 1, 'root', 'secret');
    fleet.cutOff(3);
    const more = { type: 'role-grant-permission', role: 'some', permission: may('read', 'b') } as const;
    await fleet.done(1, 'root lets alice read "b"', (n1) => n1.withToken(root).changeAuth(more));
    const asked = await fleet.ask(3, 'range("b") by alice', (n3) => n3.withToken(token).range(rangeOf('b')));
    fleet.cutOff();
    await fleet.beat(6);
    t.equal(asked.told.status, 'done', 'it was allowed before it was asked for: n3 must not say no from what it knew');
  });

  test('V30', 'the keys of a lease are told to who may read them', async (t) => {
    const fleet = await withUsers(t, 1);
    const [token, root] = [await tokenOf(fleet, 1, 'alice', 'sesame'), await tokenOf(fleet, 1, 'root', 'secret')];
    await fleet.done(1, 'leaseGrant(7n) by root', (n1) => n1.withToken(root).leaseGrant({ id: 7n, ttl: 60 }));
    await fleet.done(1, 'put("b", lease 7) by root', (n1) => n1.withToken(root).put(putOf('b', '1', { lease: 7n })));
    const asked = await fleet.ask(1, 'leaseTimeToLive(7n, keys) by alice', (n1) =>
      n1.withToken(token).leaseTimeToLive({ id: 7n, keys: true }),
    );
    await fleet.beat(1);
    t.equal(asked.told, { status: 'refused', code: 'permission-denied' }, 'alice may not read "b"');
  });

  test('V30', 'a watch needs the permission to read what it watches', async (t) => {
    const fleet = await withUsers(t, 1);
    const token = await tokenOf(fleet, 1, 'alice', 'sesame');
    const told: WatchResponse[] = [];
    const stream = fleet
      .server(1)
      .withToken(token)
      .watch((response) => told.push(structuredClone(response)) > 0);
    t.step('alice watches "a1", and then "b"');
    stream.receive({ type: 'create', request: selection('a1') });
    stream.receive({ type: 'create', request: selection('b') });
    await fleet.beat(1);
    const answers = told.map(({ created, canceled }) => [created, canceled]);
    t.equal(
      answers,
      [
        [true, false],
        [true, true],
      ],
      'the first is created, the second is canceled at once',
    );
    const root = await tokenOf(fleet, 1, 'root', 'secret');
    await fleet.done(1, 'put("b") by root', (n1) => n1.withToken(root).put(putOf('b', '1')));
    t.equal(told.length, 2, 'nobody tells alice of "b"');
  });

  test('V31', 'a wrong password gets no token, and after a restart old tokens are worth nothing', async (t) => {
    const fleet = await withUsers(t, 1);
    for (const [name, password] of [
      ['alice', 'wrong'],
      ['nobody', 'sesame'],
      ['root', ''],
    ]) {
      const asked = await answered(fleet, 1, `authenticate(${name}, "${password}")`, (n1) =>
        n1.authenticate(name, password),
      );
      t.equal(asked.told, { status: 'refused', code: 'authentication-failed' }, 'the password is another');
    }
    const token = await tokenOf(fleet, 1, 'alice', 'sesame');
    await fleet.done(1, 'put("a1") by alice', (n1) => n1.withToken(token).put(putOf('a1', '1')));
    await fleet.powerCut(1);
    await fleet.open(1);
    await fleet.elect(1);
    const anonymous = await fleet.ask(1, 'range("a1") by nobody', (n1) => n1.range(rangeOf('a1')));
    await fleet.beat(1);
    t.equal(anonymous.told, { status: 'refused', code: 'user-empty' }, 'authentication is still on');
    const again = await tokenOf(fleet, 1, 'alice', 'sesame');
    const { count } = await fleet.done(1, 'range("a1") by alice', (n1) => n1.withToken(again).range(rangeOf('a1')));
    t.equal(count, 1, 'alice is still there, with a new token');
    const madeUp = await fleet.ask(1, 'range("a1") with a made up token', async (n1) =>
      n1.withToken('made up').range(rangeOf('a1')),
    );
    t.equal(madeUp.told, { status: 'refused', code: 'invalid-auth-token' }, 'nobody gave that one out');
  });
}

/** Root with the password "secret", and alice with "sesame", who may use the keys from "a" to "b". Authentication is on. */
async function withUsers(t: TestContext, size: number): Promise<EtcdFleet> {
  const fleet = await openEtcdFleet(t, size);
  await fleet.elect(1);
  const changes: AuthRequest[] = [
    { type: 'role-add', role: 'some' },
    { type: 'role-grant-permission', role: 'some', permission: may('readwrite', ['a', 'b']) },
    { type: 'user-add', name: 'alice', password: 'sesame' },
    { type: 'user-grant-role', name: 'alice', role: 'some' },
    { type: 'user-add', name: 'root', password: 'secret' },
    { type: 'user-grant-role', name: 'root', role: 'root' },
    { type: 'enable' },
  ];
  t.step('there are root, and alice, who may read and write "a" to "b"; then authentication is enabled');
  for (const change of changes) await ended(fleet, fleet.server(fleet.ids.length).changeAuth(change));
  return fleet;
}

async function tokenOf(fleet: EtcdFleet, id: number, name: string, password: string): Promise<string> {
  const { token } = await ended(fleet, fleet.server(id).authenticate(name, password));
  await fleet.beat();
  return token;
}

/** Lets the members talk until the request has ended. Hashing a password takes its time, and happens elsewhere. */
async function ended<T>(fleet: EtcdFleet, request: Promise<T>): Promise<T> {
  let isOver = false;
  const over = () => {
    isOver = true;
  };
  request.then(over, over);
  for (let turn = 0; turn < 400 && !isOver; turn++) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    await fleet.settle();
  }
  // One that never ends is ended by time.
  if (!isOver) await fleet.pass(8);
  return request;
}

/** Hashing a password takes its time, and happens elsewhere: so this waits for the answer itself. */
async function answered<T>(fleet: EtcdFleet, ...[id, words, request]: Parameters<typeof fleet.ask<T>>) {
  const asked = await fleet.ask<T>(id, words, request);
  for (let turn = 0; turn < 400 && asked.told.status === 'waiting'; turn++) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    await fleet.settle();
  }
  return asked;
}
