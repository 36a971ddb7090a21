/** A log on a disk that fails once, or is full: what it tells its callers, and what it leaves behind. */
import { utf8 } from '#kit/bytes.ts';
import { codeOf } from '#kit/failure.ts';
import { type Log, openLog } from '#wal/log.ts';
import { Rendered, type TestContext } from '../judge/exercise.ts';
import { createSimulatedDisk, type SimulatedDisk } from '../sim/disk.ts';
import { type DiskFault, faultInWords } from '../sim/fault.ts';
import { survivals } from '../sim/survival.ts';
import type { Trace } from '../sim/trace.ts';
import { trial } from '../sim/trial.ts';
import { entriesOf, entryInWords, judgeEntries, type Wave } from './log-subject.ts';
import { neverSettled, outcomesOf } from './outcomes.ts';

/** A segment is full after a record or two, so that making the next one can fail as well. */
const options = { segmentBytes: 30 };

const waves: Wave[] = [['a'], ['b', 'cc'], ['ddd'], ['e', 'f', 'g'], ['h']].map((wave) =>
  wave.map((each) => utf8(each)),
);

/** Entries in the order of the calls; the first `acknowledged` of them were. */
interface Fate {
  appended: Uint8Array[];
  acknowledged: number;
  /** Whether the opening or an append was refused. */
  refused: boolean;
}

/**
 * Runs on a disk with that fault and fails unless the log keeps W12, and W4 after a power cut.
 *
 * @returns whether the fault came about at all
 */
export async function runWithFault(t: TestContext, fault: DiskFault): Promise<boolean> {
  let cameAbout = false;
  await trial(t, async (tried) => {
    const trace: Trace = { lines: [], add: (line) => tried.step(line) };
    trace.add(`planned: ${faultInWords(fault)}`);
    const sim = createSimulatedDisk({ faults: [fault], trace });
    const fate: Fate = { appended: [], acknowledged: 0, refused: false };
    const log = await openOrRefuse(sim, trace, fate);
    for (const wave of log ? waves : []) {
      if (!fate.refused && !sim.hasFailed()) await appendWave(tried, sim, log!, wave, trace, fate);
    }
    cameAbout = sim.hasFailed();
    // What has failed may have been no entry's own write, such as making the next segment ahead: the next append tells.
    if (log && cameAbout) await expectOver(tried, log, sim, trace);
    await expectSurvivors(tried, sim, fate);
  });
  return cameAbout;
}

async function openOrRefuse(sim: SimulatedDisk, trace: Trace, fate: Fate): Promise<Log | undefined> {
  trace.add('openLog');
  try {
    return await openLog(sim.disk, options);
  } catch (thrown) {
    if (codeOf(thrown) === undefined || codeOf(thrown) === 'todo') throw thrown;
    fate.refused = true;
    return undefined;
  }
}

async function appendWave(
  t: TestContext,
  sim: SimulatedDisk,
  log: Log,
  wave: Wave,
  trace: Trace,
  fate: Fate,
): Promise<void> {
  const appends = wave.map((entry) => {
    trace.add(`append(${entryInWords(entry)})`);
    fate.appended.push(entry);
    return log.append(entry);
  });
  for (const [i, outcome] of (await outcomesOf(sim, appends)).entries()) {
    const call = `append(${entryInWords(wave[i])})`;
    if (outcome.status === 'pending') t.fail({ message: neverSettled(call) });
    if (outcome.status === 'rejected') {
      await expectRefused(t, outcome.reason, call, trace);
      fate.refused = true;
    } else {
      trace.add(`${call} → acknowledged as ${outcome.value}`);
      if (fate.refused) t.fail({ message: `${call} was acknowledged, although an append before it was refused` });
      fate.acknowledged = outcome.value;
    }
  }
}

async function expectRefused(t: TestContext, reason: unknown, call: string, trace: Trace): Promise<void> {
  trace.add(`${call} → refused with ${codeOf(reason)}`);
  await t.throws(
    () => Promise.reject(reason),
    'log-failed',
    'an append that the disk has failed is refused as log-failed',
  );
}

/** A log that has refused an entry refuses the next ones too, and leaves the disk alone. */
async function expectOver(t: TestContext, log: Log, sim: SimulatedDisk, trace: Trace): Promise<void> {
  for (const entry of ['x', 'y']) {
    trace.add(`append("${entry}")`);
    await t.throws(() => log.append(utf8(entry)), 'log-failed', 'once the log has failed it takes no entry any more');
  }
  await sim.quiet();
  const calls = sim.writesAfterFailure();
  if (calls.length > 0)
    t.fail({ message: leftAlone, expected: new Rendered('no calls'), actual: new Rendered(calls.join('\n')) });
}

const leftAlone =
  'after the failure the disk was called again: a sync that succeeds now would say nothing about what was lost before';

/** What is acknowledged is there after a power cut, failure or not. */
async function expectSurvivors(t: TestContext, sim: SimulatedDisk, fate: Fate): Promise<void> {
  for (const survival of survivals(sim.state(), { shapes: ['cut'], coarse: true })) {
    await trial(t, async (tried) => {
      tried.step('power cut, and the disk is sound again');
      for (const line of survival.inWords()) tried.step(`  ${line}`);
      tried.step('openLog, replay');
      const log = await openLog(createSimulatedDisk({ from: survival.image }).disk, options);
      const evidence = judgeEntries(await entriesOf(log), fate);
      if (evidence) tried.fail(evidence);
    });
  }
}
