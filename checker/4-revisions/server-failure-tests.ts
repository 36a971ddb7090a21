/** The tests of exercise 4.8 that are about the end of a life, and the beginning of the next. */
import type { DeclareTest, TestContext } from '../judge/exercise.ts';
import { openEtcdFleet } from './etcd-fleet.ts';
import { all, kv, putOf, rangeOf, selection } from './requests.ts';

export function declareFailureTests(test: DeclareTest): void {
  test('V25', 'after a restart everything is there, and everything once', async (t) => {
    await t.forEach([100_000, 3], async (snapshotEntries) => {
      t.step(`a snapshot every ${snapshotEntries} commands`);
      const fleet = await openEtcdFleet(t, 1, { snapshotEntries });
      await fleet.elect(1);
      await fleet.done(1, 'leaseGrant(7n, 60 s)', (n1) => n1.leaseGrant({ id: 7n, ttl: 60 }));
      for (const value of ['1', '2', '3', '4', '5']) {
        await fleet.done(1, `put("a", "${value}")`, (n1) => n1.put(putOf('a', value, { lease: 7n })));
      }
      for (const life of [2, 3]) {
        await fleet.powerCut(1);
        await fleet.open(1);
        await fleet.elect(1);
        const range = await fleet.done(1, 'range("a")', (n1) => n1.range(rangeOf('a')));
        t.equal(range.header.revision, 6, `in life ${life} the revision is what it was: five puts`);
        t.equal(range.kvs, [kv('a', '5', [2, 6, 5], 7n)], 'each put counts once');
        const first = await fleet.done(1, 'range("a", revision: 2)', (n1) => n1.range(rangeOf('a', { revision: 2 })));
        t.equal(first.kvs, [kv('a', '1', [2, 2, 1], 7n)], 'the past is there as well');
        const { keys } = await fleet.done(1, 'leaseTimeToLive(7n)', (n1) => n1.leaseTimeToLive({ id: 7n, keys: true }));
        t.equal(keys.length, 1, 'and the lease has its key');
      }
    });
  });

  test('V25', 'a member that was away catches up, and all are alike', async (t) => {
    const fleet = await openEtcdFleet(t, 3, { snapshotEntries: 4 });
    await fleet.elect(1);
    await fleet.powerCut(3);
    for (const value of ['1', '2', '3', '4', '5', '6', '7', '8', '9']) {
      await fleet.done(2, `put("a", "${value}")`, (n2) => n2.put(putOf('a', value)));
    }
    await fleet.open(3);
    await fleet.beat(6);
    const hashes = await Promise.all(fleet.ids.map((id) => fleet.server(id).hashKv(0)));
    const [expected] = hashes;
    for (const { hash, header } of hashes) {
      t.equal(
        [hash, header.revision],
        [expected.hash, 10],
        'the same commands in the same order leave the same behind',
      );
    }
  });

  test('V25', 'a refusal reaches the client, and every member goes on', async (t) => {
    const fleet = await openEtcdFleet(t, 3);
    await fleet.elect(1);
    for (const id of fleet.ids) {
      const refused = await fleet.ask(id, 'put("a", "1", lease 9)', (each) => each.put(putOf('a', '1', { lease: 9n })));
      await fleet.beat();
      t.equal(refused.told, { status: 'refused', code: 'lease-not-found' }, 'there is no lease 9');
    }
    const future = await fleet.ask(2, 'compact(9)', (n2) => n2.compact({ revision: 9 }));
    await fleet.beat();
    t.equal(future.told, { status: 'refused', code: 'future-revision' }, 'the store is at revision 1');
    for (const id of fleet.ids) await fleet.done(id, `put("a", "${id}")`, (each) => each.put(putOf('a', `${id}`)));
    const { header } = await fleet.done(3, 'range("a")', (n3) => n3.range(rangeOf('a')));
    t.equal(header.revision, 4, 'three puts were done, and nothing that was refused');
  });

  test('V23', 'what was answered survives a power cut of all members at once', async (t) => {
    const fleet = await openEtcdFleet(t, 3);
    await fleet.elect(1);
    for (const id of fleet.ids) await fleet.done(id, `put("k${id}", "x")`, (each) => each.put(putOf(`k${id}`, 'x')));
    for (const id of fleet.ids) await fleet.powerCut(id);
    for (const id of fleet.ids) await fleet.open(id);
    await fleet.elect(3);
    const { count } = await fleet.done(1, 'range of everything', (n1) => n1.range(rangeOf(all)));
    t.equal(count, 3, 'all three puts were answered');
  });

  test('V27', 'a member whose disk fails refuses everything, says why, and comes back', async (t: TestContext) => {
    const fleet = await openEtcdFleet(t, 1);
    await fleet.elect(1);
    await fleet.done(1, 'put("a", "1")', (n1) => n1.put(putOf('a', '1')));
    const ends: unknown[] = [];
    const watch = fleet.server(1).watch(
      () => true,
      (why) => ends.push(why),
    );
    watch.receive({ type: 'create', request: selection(all) });
    t.step('the next sync fails');
    fleet.sim(1).failNext('sync');
    const put = await fleet.ask(1, 'put("a", "2")', (n1) => n1.put(putOf('a', '2')));
    t.equal(put.told, { status: 'refused', code: 'stopped' }, 'nobody knows whether it is on the disk');
    t.ok(fleet.failure(1) !== undefined, 'onFailure must be told why');
    t.equal(ends.length, 1, 'a watch is told once that it is over');
    const later = await fleet.ask(1, 'put("b", "1")', (n1) => n1.put(putOf('b', '1')));
    t.equal(later.told, { status: 'refused', code: 'stopped' }, 'it is over');
    const read = await fleet.ask(1, 'range("a")', (n1) => n1.range(rangeOf('a')));
    t.equal(read.told, { status: 'refused', code: 'stopped' }, 'for reads, too');
    await fleet.powerCut(1);
    await fleet.open(1);
    await fleet.elect(1);
    const { kvs } = await fleet.done(1, 'range("a")', (n1) => n1.range(rangeOf('a')));
    t.equal(kvs[0]?.createRevision, 2, 'what was answered is there');
  });

  test('V27', 'who waits at a member that is closed is told so', async (t) => {
    const fleet = await openEtcdFleet(t, 3);
    await fleet.elect(1);
    const put = await fleet.ask(2, 'put("a", "1")', (n2) => n2.put(putOf('a', '1')));
    t.equal(put.told, { status: 'waiting' }, 'it is on its way to the leader');
    t.step('n2 is closed');
    await fleet.server(2).close();
    t.equal(put.told, { status: 'refused', code: 'stopped' }, 'it may have been done or not');
    const late = await fleet.ask(2, 'put("b", "1")', (n2) => n2.put(putOf('b', '1')));
    t.equal(late.told, { status: 'refused', code: 'stopped' }, 'it was closed');
    await fleet.done(1, 'put("c", "1")', (n1) => n1.put(putOf('c', '1')));
  });
}
