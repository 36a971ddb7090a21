/**
 * Goal: after a failed write or sync the log says so, to everyone, and touches the disk no more.
 * Method: every disk operation of a run fails once; the disk is full at every byte. After a failed sync the simulated
 * disk does what Linux does: the bytes will never be durable, and the next sync succeeds.
 */
import { utf8 } from '#kit/bytes.ts';
import { codeOf } from '#kit/failure.ts';
import { openLog } from '#wal/log.ts';
import { exercise, type TestContext } from '../judge/exercise.ts';
import { createSimulatedDisk } from '../sim/disk.ts';
import type { DiskOperation } from '../sim/fault.ts';
import { runWithFault } from './faulty-run.ts';
import { outcomesOf } from './outcomes.ts';

export default exercise('2.8', (test) => {
  test('W12', 'a failed sync is the end of the log', async (t) => {
    await failEachCall(t, 'sync');
  });

  test('W12', 'what waits while a sync fails is refused with it', async (t: TestContext) => {
    const sim = createSimulatedDisk();
    const log = await openLog(sim.disk);
    t.step('openLog, append("a")');
    await log.append(utf8('a'));
    const syncs = sim.counts.sync;
    sim.hold('sync');
    sim.failNext('sync');
    t.step('append("b"); the disk takes its time over the sync, append("c") and append("d") meanwhile');
    const appends = [log.append(utf8('b'))];
    await sim.quiet();
    appends.push(log.append(utf8('c')), log.append(utf8('d')));
    t.ok(sim.counts.sync > syncs, 'your log did not call disk.sync for "b"');
    t.step('the sync fails');
    sim.release();
    for (const [i, outcome] of (await outcomesOf(sim, appends)).entries()) {
      const became = outcome.status === 'rejected' ? `refused with ${codeOf(outcome.reason)}` : outcome.status;
      t.equal(became, 'refused with log-failed', `append("${'bcd'[i]}") was waiting when the sync failed`);
    }
  });

  test('W12', 'a failed write is the end of the log', async (t) => {
    await failEachCall(t, 'append');
  });

  test('W12', 'a new segment that cannot be made is the end of the log', async (t) => {
    for (const operation of ['create', 'syncDirectory'] as const) await failEachCall(t, operation);
  });

  test('W4', 'a full disk costs nothing that was acknowledged before', async (t) => {
    for (let capacityBytes = 0; await runWithFault(t, { kind: 'full', capacityBytes }); capacityBytes++);
  });
});

/** Runs again and again: the first call of that operation fails, then only the second, and so on to the last. */
async function failEachCall(t: TestContext, operation: DiskOperation): Promise<void> {
  let nth = 1;
  while (await runWithFault(t, { kind: 'fail', operation, nth })) nth++;
  t.ok(nth > 1, `your log never called disk.${operation}, so that nothing it wrote is sure to be durable`);
}
