/**
 * Goal: a log that stays short and a store that outlives the process, with no moment at which a crash hurts.
 * Method: snapshots alone, then the whole store, cut at every disk operation with names that vanish; damage and full
 * disks; random lives beside lesson 1's model.
 */
import { utf8 } from '#kit/bytes.ts';
import { codeOf } from '#kit/failure.ts';
import type { KeyValue, Operation, Txn } from '#kv-store/store.ts';
import { type DurableStore, openDurableStore } from '#wal/durable-store.ts';
import { openLog } from '#wal/log.ts';
import { loadSnapshot, saveSnapshot } from '#wal/snapshot.ts';
import { exercise, fc, Rendered, show, type TestContext } from '../judge/exercise.ts';
import { createSimulatedDisk } from '../sim/disk.ts';
import { bitsOf, type Image, withFlippedBit, withoutFile } from '../sim/image.ts';
import { killThenCutPower } from '../sim/kill.ts';
import { liveOnAndOn, someEnding } from '../sim/lives.ts';
import { cutPowerEverywhere } from '../sim/power-cut.ts';
import { survivals } from '../sim/survival.ts';
import { trial } from '../sim/trial.ts';
import { snapshotSubject } from './snapshot-subject.ts';
import { someTxn } from './some-txn.ts';
import { mortalStore } from './store-lives.ts';
import { always, entriesInWords, storeOptions, storeSubject } from './store-subject.ts';
import { expectDamaged, writeLog } from './written-log.ts';
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
        const called = trouble === 'full' ? 0 : sim.counts[trouble];
        const snapshot = store.snapshot();
        await snapshot.catch(() => undefined);
        const calls = trouble === 'full' ? 1 : sim.counts[trouble] - called;
        tried.equal(calls > 0, true, `your code never called disk.${trouble}, which a durable snapshot needs`);
        await tried.throws(() => snapshot, code, "the snapshot must be refused with the disk's own error");
        tried.equal(store.range(), after, 'the store must be as it was');
        if (trouble === 'full') sim.leaveRoom(Number.POSITIVE_INFINITY);
        tried.step('openDurableStore, on a sound disk');
        const again = await openDurableStore(createSimulatedDisk({ from: sim.image() }).disk, storeOptions);
        tried.equal(again.range(), after, 'and after a restart, too');
        tried.step('snapshot');
        await expectSnapshot(tried, again);
        tried.step('and the store that was refused, on its own disk, which is sound now: snapshot');
        await expectSnapshot(tried, store);
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

  test('W9', 'loadSnapshot passes over a damaged one, takes the newest whole one, and clears up', async (t) => {
    const [three, five, seven] = await Promise.all([3, 5, 7].map(savedAlone));
    const [damaged] = seven.keys();
    const image = new Map([...three, ...five, ...withFlippedBit(seven, damaged, seven.get(damaged)!.length - 1, 0)]);
    const sim = createSimulatedDisk({ from: image });
    t.step('a disk with whole snapshots at 3 and 5 and a damaged one at 7; saveSnapshot at 8, and disk.rename fails');
    sim.failNext('rename');
    await saveSnapshot(sim.disk, { index: 8, state: utf8('eight') }).catch(() => undefined);
    t.step('loadSnapshot');
    const expected = { index: 5, state: utf8('state 5') };
    t.equal(await loadSnapshot(sim.disk), expected, 'the newest whole one must be loaded');
    const left = [...sim.image().keys()].filter((name) => name !== damaged);
    t.equal(left, [...five.keys()], 'older snapshots and temporary files must be removed');
  });

  test(
    'W7',
    'a log that ends before the snapshot, or is damaged behind it, is refused and left as it was',
    async (t) => {
      const log = await writeLog(t, ['1st', '2nd', '3rd', '4th', '5th'].map(utf8), { segmentBytes: 25 });
      await trial(t, async (tried) => {
        tried.step('the snapshot is at index 7');
        await expectDamaged(tried, log.image, { segmentBytes: 25, snapshotIndex: 7 });
      });
      const { file, at } = bitsOf(log.image).find((place) => log.ownerOf(place.file, place.at).entry === 3)!;
      await trial(t, async (tried) => {
        tried.step(`the snapshot is at index 2; byte ${at} of ${file}, in entry 3, is damaged`);
        const image = withFlippedBit(log.image, file, at, 0);
        await expectDamaged(tried, image, { segmentBytes: 25, snapshotIndex: 2 });
      });
    },
  );

  test('W9', 'dropThrough removes every segment that holds nothing behind the index, and waits for that', async (t) => {
    const sim = createSimulatedDisk();
    const log = await openLog(sim.disk, { segmentBytes: 25 });
    t.step('openLog with segmentBytes 25, append 9 entries of 3 bytes');
    /** The last entry of each file. */
    const lastIn = new Map<string, number>();
    for (let i = 1; i <= 9; i++) {
      const before = sim.image();
      await log.append(utf8(`${i}xx`));
      for (const [name, { length }] of sim.image()) if (length > (before.get(name)?.length ?? 0)) lastIn.set(name, i);
    }
    sim.hold('remove');
    t.step('dropThrough(4); the disk takes its time over the remove');
    let isDone = false;
    const dropped = log.dropThrough(4).then(() => {
      isDone = true;
    });
    await sim.quiet();
    t.equal(isDone, false, 'dropThrough must not resolve before disk.remove is done');
    sim.release();
    await dropped;
    const kept = [...lastIn.keys()].filter((name) => sim.image().has(name));
    const needed = [...lastIn].filter(([, last]) => last > 4).map(([name]) => name);
    t.equal(kept, needed, 'the segments with an entry behind 4 must be left, and no other');
  });

  for (const operation of ['list', 'create', 'rename'] as const) {
    test(
      'W10',
      `a snapshot's state and index belong together: a change while disk.${operation} takes its time`,
      async (t) => {
        const sim = createSimulatedDisk();
        const store = await openDurableStore(sim.disk);
        await store.put(utf8('a'), utf8('1'));
        sim.hold(operation);
        t.step(`put("a", "1"); snapshot, and the disk takes its time over disk.${operation}; then ${toggleInWords}`);
        const snapshot = store.snapshot();
        await sim.quiet();
        await store.txn(toggle);
        sim.release();
        await snapshot;
        t.step('openDurableStore');
        const again = await openDurableStore(sim.disk);
        t.equal(entriesInWords(again.range()), 'a="1" x="1"', 'the transaction must have run once');
      },
    );
  }

  test('W10', 'a snapshot right after a restart covers what was replayed', async (t) => {
    const sim = createSimulatedDisk();
    t.step(`${toggleInWords}; close, openDurableStore, snapshot, openDurableStore`);
    const store = await openDurableStore(sim.disk);
    await store.txn(toggle);
    await store.close();
    await (await openDurableStore(sim.disk)).snapshot();
    const again = await openDurableStore(sim.disk);
    t.equal(entriesInWords(again.range()), 'x="1"', 'the transaction must have run once');
  });

  test('W10', 'an entry that is no transaction stops the start', async (t) => {
    const sim = createSimulatedDisk();
    t.step('openLog, append("no transaction"), close, openDurableStore');
    const log = await openLog(sim.disk);
    await log.append(utf8('no transaction'));
    await log.close();
    const outcome = await openDurableStore(sim.disk).then(
      () => 'opened',
      (thrown) => {
        if (codeOf(thrown) === 'todo') throw thrown;
        return 'refused';
      },
    );
    t.equal(outcome, 'refused', 'only the refusals of the store may be passed over in the replay, and no other error');
  });

  test('W10', 'close waits for what was called before, and closes the log', async (t) => {
    const sim = createSimulatedDisk();
    const store = await openDurableStore(sim.disk, storeOptions);
    t.step('put("a", "1"), and overwrite both arrays before the promise resolves');
    const [key, value] = [utf8('a'), utf8('1')];
    const putting = store.put(key, value);
    for (const bytes of [key, value]) bytes.fill(0x7a);
    await putting;
    t.equal(entriesInWords(store.range()), 'a="1"', 'a change is what its bytes were when it was called');
    sim.hold('sync');
    t.step('put("a", "2"); the disk takes its time over the sync; close');
    const last = store.put(utf8('a'), utf8('2'));
    let isClosed = false;
    const closing = store.close().then(() => {
      isClosed = true;
    });
    await sim.quiet();
    t.equal(isClosed, false, 'close must not resolve while a put is being written');
    t.step('the sync is done');
    sim.release();
    t.equal(await last, utf8('1'), 'a put that was called before close is done');
    await closing;
    t.step('put("b", "2")');
    await t.throws(() => store.put(utf8('b'), utf8('2')), 'closed', 'a closed store takes no changes');
  });

  test('W9', 'the store hands segmentBytes to its log', async (t) => {
    const sim = createSimulatedDisk();
    const store = await openDurableStore(sim.disk, storeOptions);
    t.step(`openDurableStore with segmentBytes ${storeOptions.segmentBytes}; 10 times put("a", …)`);
    for (let i = 0; i < 10; i++) await store.put(utf8('a'), utf8(`${i}`));
    t.equal(sim.image().size > 1, true, 'so many changes need more than one segment of this size');
  });
});

function put(key: string, value: string): Operation & { type: 'put' } {
  return { type: 'put', key: utf8(key), value: utf8(value) };
}

function entry(key: string, value: string): KeyValue {
  return { key: utf8(key), value: utf8(value) };
}

/** On a sound disk a snapshot succeeds, whatever was before. */
async function expectSnapshot(t: TestContext, store: DurableStore): Promise<void> {
  try {
    await store.snapshot();
  } catch (thrown) {
    const actual = new Rendered(`refused with ${codeOf(thrown)}: ${(thrown as Error).message}`);
    t.fail({ message: 'a snapshot on a sound disk must succeed, whatever failed before', actual });
  }
}

/** Runs twice as if it had never run. */
const toggle: Txn = {
  compare: [{ type: 'exists', key: utf8('x') }],
  success: [{ type: 'delete', key: utf8('x') }],
  failure: [put('x', '1')],
};

const toggleInWords = 'txn: if "x" exists then delete("x"), else put("x", "1")';

/** What is on a disk on which one snapshot was saved. */
async function savedAlone(index: number): Promise<Image> {
  const sim = createSimulatedDisk();
  await saveSnapshot(sim.disk, { index, state: utf8(`state ${index}`) });
  return sim.image();
}
