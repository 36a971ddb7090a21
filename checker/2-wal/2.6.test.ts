/**
 * Goal: a log that stays short and a store that outlives the process, with no moment at which a crash hurts.
 * Method: snapshots alone, then the whole store, cut at every disk operation with names that vanish; damage and full
 * disks; random lives beside lesson 1's model.
 *
 * The scripted runs stand in files of their own: those that come first and tell the most, and the corners, last.
 */
import { utf8 } from '#kit/bytes.ts';
import { codeOf } from '#kit/failure.ts';
import { type DurableStore, openDurableStore } from '#wal/durable-store.ts';
import { loadSnapshot, saveSnapshot } from '#wal/snapshot.ts';
import { exercise, fc, Rendered, type TestContext } from '../judge/exercise.ts';
import { createSimulatedDisk } from '../sim/disk.ts';
import { bitsOf, withFlippedBit, withoutFile } from '../sim/image.ts';
import { killThenCutPower } from '../sim/kill.ts';
import { liveOnAndOn, someEnding } from '../sim/lives.ts';
import { cutPowerEverywhere } from '../sim/power-cut.ts';
import { trial } from '../sim/trial.ts';
import { declareCorners } from './2.6-corners.ts';
import { declarePromises } from './2.6-promises.ts';
import { entry, put } from './small-changes.ts';
import { snapshotSubject } from './snapshot-subject.ts';
import { someTxn } from './some-txn.ts';
import { mortalStore } from './store-lives.ts';
import { always, storeOptions, storeSubject } from './store-subject.ts';
import { expectWholeOrDamaged, writeStore } from './written-store.ts';

export default exercise('2.6', (test) => {
  declarePromises(test);

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

  declareCorners(test);
});

/** On a sound disk a snapshot succeeds, whatever was before. */
async function expectSnapshot(t: TestContext, store: DurableStore): Promise<void> {
  try {
    await store.snapshot();
  } catch (thrown) {
    const actual = new Rendered(`refused with ${codeOf(thrown)}: ${(thrown as Error).message}`);
    t.fail({ message: 'a snapshot on a sound disk must succeed, whatever failed before', actual });
  }
}
