/**
 * Goal: many appends, few syncs, and nothing acknowledged by a sync that does not cover it.
 * Method: counted operations; syncs that are held back; then crashes as in 2.3, with batches.
 */
import { utf8 } from '#kit/bytes.ts';
import { type Log, openLog } from '#wal/log.ts';
import { exercise, type TestContext } from '../judge/exercise.ts';
import { createSimulatedDisk, type SimulatedDisk, unhurried } from '../sim/disk.ts';
import { cutPowerEverywhere } from '../sim/power-cut.ts';
import { survivals } from '../sim/survival.ts';
import { liveAsLog, someLogLives } from './log-lives.ts';
import { entriesOf, expectEntries, judgeEntries, logSubject } from './log-subject.ts';

export default exercise('2.7', (test) => {
  test('W11', 'a thousand entries that wait together cost no more than two appends and two syncs', async (t) => {
    const { sim, log } = await openWarm(t);
    const entries = Array.from({ length: 1000 }, (_, i) => utf8(`entry ${i + 1}`));
    const before = { ...sim.counts };
    t.step('append 1,000 entries without waiting for each other');
    await Promise.all(entries.map((entry) => log.append(entry)));
    expectAtMost(t, sim.counts.sync - before.sync, 2, 'calls of disk.sync');
    expectAtMost(t, sim.counts.append - before.append, 2, 'calls of disk.append');
    t.step('replay');
    expectEntries(t, (await entriesOf(log)).slice(1), entries, 'every entry must be there, in order');
  });

  test('W11', 'fifty callers, each waiting for its own entry, share the syncs', async (t) => {
    const { sim, log } = await openWarm(t);
    const before = sim.counts.sync;
    t.step('50 callers append 20 entries each, every caller waiting for its entry before the next');
    await Promise.all(
      Array.from({ length: 50 }, async (_, caller) => {
        for (let i = 0; i < 20; i++) await log.append(utf8(`${caller}: ${i}`));
      }),
    );
    expectAtMost(t, sim.counts.sync - before, 42, 'calls of disk.sync for 1,000 entries');
  });

  test('W11', 'an entry is not acknowledged by a sync that began before it was appended', async (t) => {
    const { sim, log } = await openWarm(t);
    const acknowledged: string[] = [];
    const append = (entry: string) => void log.append(utf8(entry)).then(() => acknowledged.push(entry));
    sim.hold('sync');
    t.step('append("b"); the disk takes its time over the sync');
    append('b');
    await sim.quiet();
    t.step('meanwhile append("c") and append("d")');
    append('c');
    append('d');
    await sim.quiet();
    t.equal(acknowledged, [], 'nothing may be acknowledged while the first sync is under way');
    t.step('the first sync is done; the disk takes its time over the next');
    sim.release();
    sim.hold('sync');
    await sim.quiet();
    t.step(`acknowledged by now: ${acknowledged.join(', ')}`);
    await expectDurable(t, sim, ['a', ...acknowledged]);
    t.step('the next sync is done');
    sim.release();
    await sim.quiet();
    t.equal(acknowledged, ['b', 'c', 'd'], 'in the end all three must be acknowledged, in order');
  });

  test('W11', 'entries are acknowledged in the order in which they were appended', async (t) => {
    const { log } = await openWarm(t);
    const acknowledged: number[] = [];
    t.step('append 20 entries in batches of different sizes, without waiting');
    await Promise.all(
      Array.from({ length: 20 }, async (_, i) => {
        for (let turns = 0; turns < (i * 7) % 20; turns++) await new Promise<void>((resolve) => unhurried(resolve));
        acknowledged.push(await log.append(utf8(`${i}`)));
      }),
    );
    const ascending = [...acknowledged].sort((a, b) => a - b);
    t.equal(acknowledged, ascending, 'acknowledgements must come with ascending numbers');
  });

  test('W5', 'a batch that is torn, in whatever order its sectors arrive, keeps no log from opening', async (t) => {
    const long = (letter: string) => new Uint8Array(450).fill(letter.charCodeAt(0));
    const waves = [[utf8('a')], [long('b'), long('c'), long('d')], [utf8('e'), utf8(''), utf8('f')]];
    const options = { shapes: ['none', 'sectors', 'cut', 'zeros', 'garbage'] as const, coarse: true };
    for (const segmentBytes of [30, 100_000]) await cutPowerEverywhere(t, logSubject(waves, { segmentBytes }), options);
  });

  test('W5', 'through several lives with kills and power cuts no batch is lost', async (t) => {
    const options = { shapes: ['none', 'sectors', 'cut', 'zeros', 'garbage'] as const, coarse: true };
    await t.forAll(
      someLogLives(4),
      async (lives) => {
        await liveAsLog(t, lives, { segmentBytes: 700 }, options);
      },
      { runs: 60 },
    );
  });
});

/** A log with one entry, so that what a first append alone costs is paid. */
async function openWarm(t: TestContext): Promise<{ sim: SimulatedDisk; log: Log }> {
  const sim = createSimulatedDisk({ schedule: unhurried });
  const log = await openLog(sim.disk);
  t.step('openLog, append("a")');
  await log.append(utf8('a'));
  return { sim, log };
}

/** Fails unless the acknowledged entries are there after a power cut that takes all that is not synced. */
async function expectDurable(t: TestContext, sim: SimulatedDisk, acknowledged: string[]): Promise<void> {
  t.step('power cut, and nothing unsynced kept: openLog, replay');
  const [{ image }] = survivals(sim.state(), { shapes: ['none'] });
  const found = await entriesOf(await openLog(createSimulatedDisk({ from: image }).disk));
  const evidence = judgeEntries(found, {
    appended: acknowledged.map((each) => utf8(each)),
    acknowledged: acknowledged.length,
  });
  if (evidence) t.fail({ ...evidence, message: 'acknowledged by a sync that had begun before it was appended' });
}

function expectAtMost(t: TestContext, actual: number, most: number, what: string): void {
  if (actual > most) t.fail({ message: `too many ${what}`, expected: `at most ${most}`, actual });
}
