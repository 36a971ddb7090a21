/**
 * Goal: three machines are one etcd: what was answered stays, what is read is true, and whoever is asked answers.
 * Method: the state machine alone; one member and three in scripted runs, each named after its rule; then clusters of one,
 * three and five in the deterministic world, under the faults of lesson 3.
 */
import { text } from '#kit/bytes.ts';
import { about, exercise, type TestContext } from '../judge/exercise.ts';
import { openEtcdFleet } from './etcd-fleet.ts';
import { declareLeaseKeeperTests } from './lease-keeper-tests.ts';
import { declareMachineTests } from './machine-tests.ts';
import { declareProposerTests } from './proposer-tests.ts';
import { exists, kv, op, putEvent, putOf, rangeOf, selection, txnOf } from './requests.ts';
import { declareFailureTests } from './server-failure-tests.ts';
import { declareLeaseTests } from './server-lease-tests.ts';
import { declareWorldTests } from './world-tests.ts';

export default exercise('4.8', (test) => {
  declareMachineTests(about('state-machine.ts', test));
  declareProposerTests(test);
  declareLeaseKeeperTests(about('lease-keeper.ts', test));

  test('V23', 'a write is answered once it is applied, and not before it is on the disk', async (t) => {
    const fleet = await openEtcdFleet(t, 1);
    await fleet.elect(1);
    fleet.sim(1).hold('sync');
    t.step('the disk takes its time over the sync');
    const put = await fleet.ask(1, 'put("a", "1")', (n1) => n1.put(putOf('a', '1')));
    t.equal(put.told, { status: 'waiting' }, 'a power cut now would lose it');
    fleet.sim(1).release();
    await fleet.quiet();
    const { header } = await fleet.done(1, 'put("b", "1")', (n1) => n1.put(putOf('b', '1')));
    t.equal(put.told.status, 'done', 'the sync is done: now it is answered');
    const { clusterId, memberId, revision } = header;
    const expected = { clusterId: 7n, memberId: 101n, revision: 3 };
    t.equal({ clusterId, memberId, revision }, expected, 'the header says who has answered');
  });

  test('V26', 'a member that does not lead serves a write, and answers when it has applied it itself', async (t) => {
    const fleet = await openEtcdFleet(t, 3);
    await fleet.elect(1);
    const { header } = await fleet.done(2, 'put("a", "1")', (n2) => n2.put(putOf('a', '1')));
    t.equal(header.revision, 2, 'the first change of all');
    t.equal(header.memberId, 102n, 'n2 was asked, and n2 answers');
    const read = await fleet.ask(2, 'a serializable range("a")', (n2) =>
      n2.range(rangeOf('a', { serializable: true })),
    );
    const kvs = read.told.status === 'done' ? read.told.response.kvs : read.told;
    t.equal(kvs, [kv('a', '1', [2, 2, 1])], 'who has written at a member reads it there, without asking anyone');
    const txn = { compare: [], success: [], failure: [] };
    const empty = await fleet.done(3, 'an empty txn', (n3) => n3.txn(txn));
    t.equal(empty.header.revision, 2, 'n3 serves as well');
    const orElse = txnOf([exists('b')], [op.range('b')], [op.put('b', '1')]);
    await fleet.done(3, 'a txn that puts "b" unless it is there', (n3) => n3.txn(orElse));
    const { kvs: found } = await fleet.done(1, 'range("b")', (n1) => n1.range(rangeOf('b')));
    t.equal(found, [kv('b', '1', [3, 3, 1])], 'a transaction may write in either branch');
  });

  test('V26', 'a request that was lost on the way is refused when its time is over', async (t) => {
    const fleet = await openEtcdFleet(t, 3);
    await fleet.elect(1);
    const put = await fleet.ask(2, 'put("a", "1")', (n2) => n2.put(putOf('a', '1')));
    fleet.drop(({ from, message }) => from === 2 && message.type === 'propose');
    await fleet.done(1, 'put("c", "1")', (n1) => n1.put(putOf('c', '1')));
    t.equal(put.told, { status: 'waiting' }, 'what n1 was answered is no answer for n2');
    await fleet.pass(6);
    t.equal(put.told, { status: 'waiting' }, 'a request has seven seconds');
    await fleet.pass(1.5);
    t.equal(put.told, { status: 'refused', code: 'request-timed-out' }, 'nobody knows of it, and its time is over');
    const { header } = await fleet.done(2, 'put("b", "1")', (n2) => n2.put(putOf('b', '1')));
    t.equal(header.revision, 3, 'what was lost is not done later');
  });

  test('V26', 'a request that comes while nobody leads is served by the next leader', async (t) => {
    const fleet = await openEtcdFleet(t, 3);
    const put = await fleet.ask(2, 'put("a", "1")', (n2) => n2.put(putOf('a', '1')));
    t.equal(put.told, { status: 'waiting' }, 'there is no leader as yet');
    await fleet.elect(1);
    await fleet.beat();
    t.equal(put.told.status, 'done', 'now there is one');
  });

  test('V26', 'a request that reaches a leader of yesterday goes to the one of today, and is done once', async (t) => {
    const fleet = await openEtcdFleet(t, 3);
    await fleet.elect(1);
    const put = await fleet.ask(3, 'put("a", "1")', (n3) => n3.put(putOf('a', '1')));
    fleet.keepBack(({ from, message }) => from === 3 && message.type === 'propose');
    fleet.cutOff(1);
    await fleet.elect(2);
    fleet.cutOff();
    await fleet.beat();
    fleet.letGo();
    await fleet.beat();
    t.equal(put.told.status, 'done', 'n1 has not proposed it, and says so: nothing keeps n3 from asking n2');
    const { kvs } = await fleet.done(1, 'range("a")', (n1) => n1.range(rangeOf('a')));
    t.equal(kvs, [kv('a', '1', [2, 2, 1])], 'it was done once');
  });

  test('V26', 'a request that is too large is refused at once', async (t) => {
    const fleet = await openEtcdFleet(t, 1);
    await fleet.elect(1);
    const mebibyte = 1024 * 1024;
    const putBytes = (bytes: number) => fleet.server(1).put({ ...putOf('a', ''), value: new Uint8Array(bytes) });
    const large = await fleet.ask(1, 'put("a", 1.5 MiB)', () => putBytes(1.5 * mebibyte));
    t.equal(large.told, { status: 'refused', code: 'request-too-large' }, 'with its key it is more than 1.5 MiB');
    await fleet.done(1, 'put("a", 1.4 MiB)', () => putBytes(1.4 * mebibyte));
  });

  test('V26', 'many requests at a time share the syncs of the disk', async (t: TestContext) => {
    const fleet = await openEtcdFleet(t, 1);
    await fleet.elect(1);
    const before = fleet.sim(1).counts.sync;
    t.step('100 puts at once');
    const revisions = new Set<number>();
    for (let i = 0; i < 100; i++) {
      fleet
        .server(1)
        .put(putOf(`k${i}`, 'x'))
        .then(
          ({ header }) => revisions.add(header.revision),
          () => undefined,
        );
    }
    await fleet.quiet();
    t.equal(revisions.size, 100, 'each of them is answered, with a revision of its own');
    const syncs = fleet.sim(1).counts.sync - before;
    t.ok(syncs <= 10, `100 puts at once have cost ${syncs} syncs: each of them waits for the one before`);
  });

  const testReads = about('client-api.ts', test);

  testReads('V24', 'a linearizable read sees what was answered anywhere before it was asked for', async (t) => {
    const fleet = await openEtcdFleet(t, 3);
    await fleet.elect(1);
    await fleet.done(1, 'put("a", "1")', (n1) => n1.put(putOf('a', '1')));
    for (const id of fleet.ids) {
      const { kvs } = await fleet.done(id, 'range("a")', (member) => member.range(rangeOf('a')));
      t.equal(kvs, [kv('a', '1', [2, 2, 1])], 'whoever is asked');
    }
    fleet.cutOff(3);
    await fleet.done(1, 'put("a", "2")', (n1) => n1.put(putOf('a', '2')));
    const stale = await fleet.ask(3, 'a serializable range("a")', (n3) =>
      n3.range(rangeOf('a', { serializable: true })),
    );
    const kvs = stale.told.status === 'done' ? stale.told.response.kvs : stale.told;
    t.equal(kvs, [kv('a', '1', [2, 2, 1])], 'a serializable read asks nobody, so it may be older');
    const fresh = await fleet.ask(3, 'range("a")', (n3) => n3.range(rangeOf('a')));
    await fleet.beat();
    t.equal(fresh.told, { status: 'waiting' }, 'n3 reaches nobody, so it cannot know what was answered');
    fleet.cutOff();
    await fleet.beat(6);
    const value = fresh.told.status === 'done' && text(fresh.told.response.kvs[0].value);
    t.equal(value, '2', 'as soon as it reaches the others it is answered with what they know');
  });

  testReads(
    'V24',
    'a leader that was deposed without knowing does not answer from its own store',
    async (t: TestContext) => {
      const fleet = await openEtcdFleet(t, 3);
      await fleet.elect(1);
      await fleet.done(1, 'put("a", "1")', (n1) => n1.put(putOf('a', '1')));
      fleet.cutOff(1);
      const early = await fleet.ask(1, 'range("a")', (n1) => n1.range(rangeOf('a')));
      const readOnly = { compare: [], success: [{ type: 'range' as const, request: rangeOf('a') }], failure: [] };
      const inTxn = await fleet.ask(1, 'a txn that only reads "a"', (n1) => n1.txn(readOnly));
      t.equal(early.told, { status: 'waiting' }, 'it may be deposed already: it must hear of a majority first');
      t.equal(inTxn.told, { status: 'waiting' }, 'and so must a transaction that reads');
      await fleet.elect(2);
      await fleet.done(2, 'put("a", "2")', (n2) => n2.put(putOf('a', '2')));
      t.ok(early.told.status !== 'done', 'n1 still cannot know');
      await fleet.pass(8);
      const refused = { status: 'refused', code: 'request-timed-out' };
      t.equal([early.told, inTxn.told], [refused, refused], 'and when its time is over it says so');
    },
  );

  test('V23', 'a watch is told at every member, in the same order, of what was done anywhere', async (t) => {
    const fleet = await openEtcdFleet(t, 3);
    await fleet.elect(1);
    const told = fleet.ids.map(() => [] as unknown[]);
    for (const id of fleet.ids) {
      const stream = fleet.server(id).watch((response) => told[id - 1].push(...response.events) >= 0);
      stream.receive({ type: 'create', request: selection(['a', 'z']) });
    }
    await fleet.done(1, 'put("a", "1")', (n1) => n1.put(putOf('a', '1')));
    await fleet.done(2, 'put("b", "1")', (n2) => n2.put(putOf('b', '1')));
    await fleet.beat();
    const expected = [putEvent(kv('a', '1', [2, 2, 1])), putEvent(kv('b', '1', [3, 3, 1]))];
    for (const id of fleet.ids) t.equal(told[id - 1], expected, `a watch at n${id} must be told this`);
  });

  declareLeaseTests(about('lease-keeper.ts', test));
  declareFailureTests(test);
  declareWorldTests(test);
});
