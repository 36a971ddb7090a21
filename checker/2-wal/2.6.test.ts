/**
 * Goal: a log that stays short and a store that outlives the process, with no moment at which a crash hurts.
 * Method: snapshots alone, then the whole store, cut at every disk operation with names that vanish; damage and full
 * disks; random lives beside lesson 1's model.
 */
import { utf8 } from '#kit/bytes.ts';
import type { KeyValue, Operation } from '#kv-store/store.ts';
import { openDurableStore } from '#wal/durable-store.ts';
import { loadSnapshot, saveSnapshot } from '#wal/snapshot.ts';
import { exercise, fc, show } from '../judge/exercise.ts';
import { createSimulatedDisk } from '../sim/disk.ts';
import { bitsOf, withFlippedBit, withoutFile } from '../sim/image.ts';
import { killThenCutPower } from '../sim/kill.ts';
import { liveOnAndOn, someEnding } from '../sim/lives.ts';
import { cutPowerEverywhere } from '../sim/power-cut.ts';
import { survivals } from '../sim/survival.ts';
import { trial } from '../sim/trial.ts';
import { snapshotSubject } from './snapshot-subject.ts';
import { someTxn } from './some-txn.ts';
import { mortalStore } from './store-lives.ts';
import { always, entriesInWords, storeOptions, storeSubject } from './store-subject.ts';
import { expectWholeOrDamaged, writeStore } from './written-store.ts';

export default exercise('2.6', (test) => {
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

  test('W7', 'a store of which a snapshot or a segment is damaged or missing is refused, or whole', async (t) => {
    const written = await writeStore(t);
    for (const { file, at, bit } of bitsOf(written.image).filter(
      (place) => place.at % 3 === 0 && place.bit === place.at % 8,
    )) {
      await trial(t, async (tried) => {
        tried.step(`bit ${bit} of byte ${at} of ${file} is flipped`);
        await expectWholeOrDamaged(tried, written, withFlippedBit(written.image, file, at, bit), file);
      });
    }
    // Nothing says that there was a last segment, so that its loss goes unnoticed.
    for (const file of [...written.image.keys()].filter((name) => name !== written.lastFile)) {
      await trial(t, async (tried) => {
        tried.step(`${file} is missing`);
        await expectWholeOrDamaged(tried, written, withoutFile(written.image, file), file);
      });
    }
  });

  test('W9', 'a power cut while a snapshot is saved leaves the one before or this one, whole', async (t) => {
    const subject = snapshotSubject(['one', 'two']);
    await cutPowerEverywhere(t, subject, { shapes: ['none', 'cut', 'zeros', 'garbage'] });
  });

  test('W9', 'a snapshot at an index that has one replaces it', async (t) => {
    const { disk } = createSimulatedDisk();
    for (const state of ['one', 'two']) {
      t.step(`saveSnapshot({ index: 9, state: "${state}" }), loadSnapshot`);
      await saveSnapshot(disk, { index: 9, state: utf8(state) });
      t.equal(await loadSnapshot(disk), { index: 9, state: utf8(state) }, 'the one that was saved last counts');
    }
  });

  test('W9', 'a power cut anywhere between log, snapshot and dropping the log loses nothing', async (t) => {
    const [a, b, c] = [put('a', '1'), put('b', '2'), put('a', '3')].map((each) => always(each));
    const options = { shapes: ['none'] as const };
    for (const waves of [[[a], ['snapshot']] as const, [[a, b], ['snapshot', c], [b], ['snapshot'], [a]] as const]) {
      await cutPowerEverywhere(t, storeSubject(waves, [always(put('z', '9')), 'snapshot']), options);
    }
  });

  test('W9', 'a power cut at the start after a kill loses nothing', async (t) => {
    const waves = [...'abc'].map((key) => [always(put(key, '1'))]);
    await killThenCutPower(t, storeSubject([...waves, ['snapshot']], []), { shapes: ['none'] });
  });

  test('W9', 'a disk that is full or fails while a snapshot is taken costs nothing', async (t) => {
    const after = [entry('a', '1'), entry('b', '2')];
    for (const trouble of ['full', 'create', 'append', 'sync', 'rename', 'syncDirectory'] as const) {
      await trial(t, async (tried) => {
        const sim = createSimulatedDisk();
        const store = await openDurableStore(sim.disk, storeOptions);
        tried.step('put("a", "1"), snapshot, put("b", "2")');
        await store.put(utf8('a'), utf8('1'));
        await store.snapshot();
        await store.put(utf8('b'), utf8('2'));
        tried.step(`snapshot, and ${trouble === 'full' ? 'the disk is full' : `the next disk.${trouble} fails`}`);
        if (trouble === 'full') sim.leaveRoom(5);
        else sim.failNext(trouble);
        const code = trouble === 'full' ? 'full' : 'io';
        await tried.throws(() => store.snapshot(), code, "the snapshot must be refused with the disk's own error");
        tried.equal(store.range(), after, 'the store must be as it was');
        tried.step('openDurableStore, on a sound disk');
        const again = await openDurableStore(createSimulatedDisk({ from: sim.image() }).disk, storeOptions);
        tried.equal(again.range(), after, 'and after a restart, too');
        tried.step('snapshot');
        await again.snapshot();
      });
    }
  });

  test('W10', 'after any transactions and snapshots a restart changes nothing', async (t) => {
    const step = fc.oneof(
      { weight: 5, arbitrary: someTxn },
      { weight: 1, arbitrary: fc.constant('snapshot' as const) },
    );
    await t.forAll(
      fc.array(step, { maxLength: 12 }),
      async (steps) => {
        const lives = [
          { plan: steps.map((each) => [each]), ending: { kind: 'kill' as const, moment: -1, survival: 0 } },
        ];
        await liveOnAndOn(t, mortalStore(t), lives, [], { shapes: [] });
      },
      { runs: 60 },
    );
  });

  test('W9', 'through several lives with kills and power cuts the store is where the model is', async (t) => {
    const wave = fc.array(fc.oneof(someTxn, fc.constant('snapshot' as const)), { minLength: 1, maxLength: 3 });
    const lives = fc.array(fc.record({ plan: fc.array(wave, { maxLength: 5 }), ending: someEnding }), { maxLength: 3 });
    const options = { shapes: ['none', 'cut', 'zeros', 'garbage'] as const, coarse: true };
    await t.forAll(
      lives,
      async (each) => {
        await liveOnAndOn(t, mortalStore(t), each, [[always(put('z', '9'))], ['snapshot']], options);
      },
      { runs: 60 },
    );
  });
});

function put(key: string, value: string): Operation & { type: 'put' } {
  return { type: 'put', key: utf8(key), value: utf8(value) };
}

function entry(key: string, value: string): KeyValue {
  return { key: utf8(key), value: utf8(value) };
}
