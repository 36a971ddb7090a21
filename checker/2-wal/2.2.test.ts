/**
 * Goal: a log that gives back what was appended, on a disk that takes what was not synced.
 * Method: scripted runs, then a power cut at every operation after which all that is unsynced is gone, or all is there.
 * Names of files survive here; exercise 2.5 takes them away.
 */
import { utf8 } from '#kit/bytes.ts';
import { Failure } from '#kit/failure.ts';
import { openLog } from '#wal/log.ts';
import { exercise, fc, show } from '../judge/exercise.ts';
import { createSimulatedDisk, unhurried } from '../sim/disk.ts';
import { cutPowerEverywhere } from '../sim/power-cut.ts';
import { entriesOf, entryInWords, expectEntries, logSubject, oneByOne } from './log-subject.ts';
import { neverSettled, outcomesOf } from './outcomes.ts';

export default exercise('2.2', (test) => {
  test('W3', 'entries come back in their order, and are numbered from 1', async (t) => {
    const { disk } = createSimulatedDisk();
    const log = await openLog(disk);
    t.step('openLog on an empty disk');
    t.equal(log.lastIndex(), 0, 'a new log has no last entry');
    for (const [i, entry] of someEntries.entries()) {
      t.step(`append(${entryInWords(entry)})`);
      t.equal(await log.append(entry), i + 1, 'append must resolve with the number of its entry');
      t.equal(log.lastIndex(), i + 1, 'lastIndex must be the number of the last acknowledged entry');
    }
    t.step('replay');
    expectEntries(t, await entriesOf(log), someEntries, 'replay must give what was appended');
    t.step('replay again');
    expectEntries(t, await entriesOf(log), someEntries, 'a second replay must give the same');
  });

  test('W3', 'a log that is closed and opened again goes on where it was', async (t) => {
    const opening = fc.array(fc.uint8Array({ maxLength: 12 }), { maxLength: 4 });
    await t.forAll(fc.array(opening, { minLength: 2, maxLength: 4 }), async (openings) => {
      const { disk } = createSimulatedDisk();
      const entries: Uint8Array[] = [];
      for (const appended of openings) {
        t.step('openLog');
        const log = await openLog(disk);
        expectEntries(t, await entriesOf(log), entries, 'replay must give everything that was appended so far');
        for (const entry of appended) {
          entries.push(entry);
          t.step(`append(${show(entry)})`);
          t.equal(await log.append(entry), entries.length, 'the numbers go on after the last entry');
        }
        t.step('close');
        await log.close();
      }
    });
  });

  test('W3', 'a log has nothing but what its own disk holds', async (t) => {
    const [here, there] = [createSimulatedDisk(), createSimulatedDisk()];
    t.step('openLog on a disk, and on another');
    const [log, other] = [await openLog(here.disk), await openLog(there.disk)];
    t.step('append("a") to the first, append("b") to the second');
    t.equal([await log.append(utf8('a')), await other.append(utf8('b'))], [1, 1], 'each log counts for itself');
    for (const [{ disk }, entry] of [[there, 'b'] as const, [here, 'a'] as const]) {
      t.step(`openLog on the disk that holds "${entry}", replay`);
      expectEntries(
        t,
        await entriesOf(await openLog(disk)),
        [utf8(entry)],
        'a log is what is on its disk, and no more',
      );
    }
  });

  test('W3', 'an entry is what its bytes were when append was called', async (t) => {
    const log = await openLog(createSimulatedDisk().disk);
    const payload = utf8('before');
    t.step('append("before"), and overwrite the array before the promise resolves');
    const appended = log.append(payload);
    payload.fill(0x7a);
    await appended;
    expectEntries(t, await entriesOf(log), [utf8('before')], 'the caller may reuse the array once append has returned');
  });

  test('W3', 'entries appended without waiting for each other keep the order of the calls', async (t) => {
    const sim = createSimulatedDisk({ schedule: unhurried });
    const log = await openLog(sim.disk);
    t.step('openLog on an empty disk; append("a"), append("b") and append("c"), without waiting');
    const texts = ['a', 'b', 'c'];
    const outcomes = await outcomesOf(
      sim,
      texts.map((each) => log.append(utf8(each))),
    );
    for (const [i, outcome] of outcomes.entries()) {
      const call = `append("${texts[i]}")`;
      if (outcome.status === 'pending') return t.fail({ message: neverSettled(call) });
      if (outcome.status === 'rejected') throw outcome.reason;
      t.equal(outcome.value, i + 1, `${call} must resolve with the number that the order of the calls gives it`);
    }
    t.step('replay');
    expectEntries(t, await entriesOf(log), texts.map(utf8), 'every entry must be there, in the order of the calls');
    t.step('openLog, replay');
    const again = await entriesOf(await openLog(sim.disk));
    expectEntries(t, again, texts.map(utf8), 'and after opening it again, too');
  });

  test('W3', 'replay waits for visit, and passes on what visit throws', async (t) => {
    const log = await openLog(createSimulatedDisk().disk);
    t.step('append("a") and append("b")');
    for (const each of ['a', 'b']) await log.append(utf8(each));
    t.step('replay, with a visit that takes a few turns');
    let underWay = 0;
    let most = 0;
    await log.replay(async () => {
      most = Math.max(most, ++underWay);
      for (let turns = 0; turns < 3; turns++) await new Promise<void>((resolve) => unhurried(resolve));
      underWay--;
    });
    t.equal(most, 1, 'an entry must not be visited before the promise of the visit before is settled');
    t.equal(underWay, 0, 'replay must not resolve before the promise of the last visit');
    const thrown = () => new Failure('of-the-caller', 'thrown by visit');
    t.step('replay, with a visit that throws');
    const throwing = () => log.replay(() => Promise.reject(thrown()));
    await t.throws(throwing, 'of-the-caller', 'replay must reject with what visit throws');
  });

  test('W4', 'what is not durable yet is neither counted nor replayed', async (t) => {
    const sim = createSimulatedDisk();
    const log = await openLog(sim.disk);
    t.step('append("a")');
    await log.append(utf8('a'));
    sim.hold('sync');
    t.step('append("b"); the disk takes its time over the sync');
    const appended = log.append(utf8('b'));
    await sim.quiet();
    t.equal(log.lastIndex(), 1, 'lastIndex must not count an entry that a power cut may still take');
    t.step('replay');
    const shown: Uint8Array[] = [];
    const replayed = log.replay((payload) => void shown.push(payload));
    await sim.quiet();
    t.equal(shown.length < 2, true, 'replay has shown an entry that a power cut may still take');
    t.step('the sync is done');
    sim.release();
    t.equal(await appended, 2, 'then the entry is acknowledged');
    await replayed;
    t.equal(log.lastIndex(), 2, 'and counted');
  });

  test('W4', 'what is acknowledged is there after a power cut at any disk operation', async (t) => {
    await cutPowerEverywhere(t, logSubject(oneByOne('a', '', 'bcd')), { shapes: ['none'], namesKept: true });
  });

  test('W4', 'close waits for what was appended before, and refuses what comes after', async (t) => {
    const sim = createSimulatedDisk();
    const log = await openLog(sim.disk);
    sim.hold('sync');
    t.step('append("a"); the disk takes its time over the sync; close');
    const appended = log.append(utf8('a'));
    let isClosed = false;
    const closing = log.close().then(() => {
      isClosed = true;
    });
    await sim.quiet();
    t.equal(isClosed, false, 'close must not resolve while an entry that was appended before it is being written');
    t.step('the sync is done');
    sim.release();
    t.equal(await appended, 1, 'an entry that was appended before close is acknowledged');
    await closing;
    t.step('append("b")');
    await t.throws(() => log.append(utf8('b')), 'closed', 'a closed log takes no entries');
    t.step('openLog, replay');
    expectEntries(
      t,
      await entriesOf(await openLog(sim.disk)),
      [utf8('a')],
      'only what was appended before close is there',
    );
  });
});

const someEntries = [utf8('a'), utf8(''), Uint8Array.from([0, 0, 0, 0, 0xff]), utf8('x'.repeat(3000)), utf8('last')];
