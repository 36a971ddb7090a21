/**
 * The first part of 2.6: what the durable store and its snapshots promise on a sound disk, one scripted run each.
 */
import { utf8 } from '#kit/bytes.ts';
import { openDurableStore } from '#wal/durable-store.ts';
import { loadSnapshot, saveSnapshot } from '#wal/snapshot.ts';
import type { DeclareTest } from '../judge/exercise.ts';
import { show } from '../judge/exercise.ts';
import { createSimulatedDisk } from '../sim/disk.ts';
import { survivals } from '../sim/survival.ts';
import { trial } from '../sim/trial.ts';
import { entry, put } from './small-changes.ts';
import { always, entriesInWords, storeOptions } from './store-subject.ts';

export function declarePromises(test: DeclareTest): void {
  test('W10', 'nobody sees a change that is not durable yet', async (t) => {
    const sim = createSimulatedDisk();
    const store = await openDurableStore(sim.disk);
    t.step('put("a", "1")');
    await store.put(utf8('a'), utf8('1'));
    sim.hold('sync');
    t.step('put("a", "2") and put("b", "2"); the disk takes its time over the sync');
    const puts = [store.put(utf8('a'), utf8('2')), store.put(utf8('b'), utf8('2'))];
    await sim.quiet();
    t.equal(store.range(), [entry('a', '1')], 'a change that a power cut may still take back must not be seen');
    t.step('the sync is done');
    sim.release();
    t.equal(await Promise.all(puts), [utf8('1'), undefined], 'put must resolve with the value from before');
    t.equal(store.range(), [entry('a', '2'), entry('b', '2')], 'now the changes must be seen');
  });

  test('W10', 'a transaction that was refused is refused in the replay too, and the rest is there', async (t) => {
    const sim = createSimulatedDisk();
    const store = await openDurableStore(sim.disk);
    t.step('put("a", "1")');
    await store.put(utf8('a'), utf8('1'));
    t.step('txn: put("b", "2"), delete("missing"), which must exist');
    const half = always(put('b', '2'), { type: 'delete', key: utf8('missing'), mustExist: true });
    await t.throws(() => store.txn(half), 'key-not-found', 'the transaction must be refused as lesson 1 refuses it');
    t.step('put("", "x")');
    await t.throws(() => store.put(utf8(''), utf8('x')), 'empty-key', 'an empty key must be refused');
    t.step('delete("a"), put("c", "3")');
    t.equal(await store.delete(utf8('a')), utf8('1'), 'delete must resolve with the value that the key had');
    await store.put(utf8('c'), utf8('3'));
    await store.close();
    t.step('close, openDurableStore');
    const again = await openDurableStore(sim.disk);
    t.equal(again.range(), [entry('c', '3')], 'the store must be as it was');
  });

  test('W10', 'what is called together happens in the order of the calls', async (t) => {
    const sim = createSimulatedDisk();
    const store = await openDurableStore(sim.disk);
    const values = Array.from({ length: 20 }, (_, i) => utf8(`${i}`));
    t.step('20 times put("a", …), without waiting for each other');
    const previous = await Promise.all(values.map((value) => store.put(utf8('a'), value)));
    t.equal(previous, [undefined, ...values.slice(0, -1)], 'each put must find the value of the one before');
    t.step('openDurableStore');
    const again = await openDurableStore(sim.disk);
    t.equal(entriesInWords(again.range()), 'a="19"', 'the last put counts');
  });

  test('W9', 'the snapshot that is loaded is the one that was saved last', async (t) => {
    const sim = createSimulatedDisk({ from: new Map([['wal-0000000000000001', utf8('not a snapshot')]]) });
    t.step('loadSnapshot on a disk without any');
    t.equal(await loadSnapshot(sim.disk), undefined, 'there is no snapshot yet');
    for (const snapshot of [
      { index: 9, state: utf8('nine') },
      { index: 10, state: utf8('') },
    ]) {
      t.step(`saveSnapshot(${show(snapshot)}), loadSnapshot`);
      await saveSnapshot(sim.disk, snapshot);
      t.equal(await loadSnapshot(sim.disk), snapshot, 'it must be loaded as it was saved');
    }
    const names = [...sim.image().keys()];
    t.equal(names.length, 2, `one snapshot and the file of the log must be left of ${names.join(', ')}`);
    t.equal(sim.image().get('wal-0000000000000001'), utf8('not a snapshot'), 'the log is none of its business');
  });

  test('W10', 'what is in the snapshot is not run again', async (t) => {
    const sim = createSimulatedDisk();
    const store = await openDurableStore(sim.disk);
    t.step('txn: if "a" is absent then put("a", "1"), else put("a", "2")');
    const compare = [{ type: 'absent' as const, key: utf8('a') }];
    await store.txn({ compare, success: [put('a', '1')], failure: [put('a', '2')] });
    t.step('snapshot, put("b", "1"), close, openDurableStore');
    await store.snapshot();
    await store.put(utf8('b'), utf8('1'));
    await store.close();
    const again = await openDurableStore(sim.disk);
    t.equal(again.range(), [entry('a', '1'), entry('b', '1')], 'the replay begins behind the snapshot');
  });

  test('W9', 'after a snapshot the segments behind it are gone', async (t) => {
    const sim = createSimulatedDisk();
    const store = await openDurableStore(sim.disk, storeOptions);
    t.step(`openDurableStore with segmentBytes ${storeOptions.segmentBytes}; 20 times put("a", …) and snapshot`);
    for (let i = 0; i < 20; i++) {
      for (let j = 0; j < 10; j++) await store.put(utf8('a'), utf8(`${i} ${j}`));
      await store.snapshot();
      const files = [...sim.image().keys()];
      if (files.length > 3)
        t.fail({ message: 'one snapshot and a segment or two are all that is needed', actual: files });
    }
  });

  test('W9', 'what is written while a snapshot is taken is neither lost nor done twice', async (t) => {
    const sim = createSimulatedDisk();
    const store = await openDurableStore(sim.disk, storeOptions);
    t.step('put("a", "1"); snapshot, and the disk takes its time over the rename');
    await store.put(utf8('a'), utf8('1'));
    sim.hold('rename');
    const snapshot = store.snapshot();
    await sim.quiet();
    t.step('meanwhile put("b", "2"), delete("a"), put("c", "3"), put("d", "4")');
    await store.put(utf8('b'), utf8('2'));
    await store.delete(utf8('a'));
    for (const [key, value] of ['c3', 'd4']) await store.put(utf8(key), utf8(value));
    t.step('the rename is done, and the snapshot too; power cut, openDurableStore');
    sim.release();
    await snapshot;
    for (const survival of survivals(sim.state(), { shapes: ['none'] })) {
      await trial(t, async (tried) => {
        for (const line of survival.inWords()) tried.step(`  ${line}`);
        const again = await openDurableStore(createSimulatedDisk({ from: survival.image }).disk, storeOptions);
        tried.equal(entriesInWords(again.range()), 'b="2" c="3" d="4"', 'the store must be as it was');
      });
    }
  });
}
