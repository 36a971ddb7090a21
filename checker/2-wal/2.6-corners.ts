/**
 * The last part of 2.6: the corners of snapshots and of the durable store, one scripted run each.
 */
import { utf8 } from '#kit/bytes.ts';
import { codeOf } from '#kit/failure.ts';
import type { Txn } from '#kv-store/store.ts';
import { openDurableStore } from '#wal/durable-store.ts';
import { openLog } from '#wal/log.ts';
import { loadSnapshot, saveSnapshot } from '#wal/snapshot.ts';
import type { DeclareTest } from '../judge/exercise.ts';
import { createSimulatedDisk } from '../sim/disk.ts';
import { bitsOf, type Image, withFlippedBit } from '../sim/image.ts';
import { trial } from '../sim/trial.ts';
import { put } from './small-changes.ts';
import { entriesInWords, storeOptions } from './store-subject.ts';
import { expectDamaged, writeLog } from './written-log.ts';

export function declareCorners(test: DeclareTest): void {
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
