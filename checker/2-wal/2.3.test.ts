/**
 * Goal: after any crash the log opens by itself, with everything acknowledged, and goes on.
 * Method: short runs cut at every operation and every byte, all of them, and again while recovering; random lives; a
 * real process that is killed. Names of files survive here; exercise 2.5 takes them away.
 */
import { utf8 } from '#kit/bytes.ts';
import { openLog } from '#wal/log.ts';
import { exercise } from '../judge/exercise.ts';
import { createSimulatedDisk } from '../sim/disk.ts';
import { killThenCutPower } from '../sim/kill.ts';
import { cutPowerEverywhere } from '../sim/power-cut.ts';
import { killWriters } from './kill-9.ts';
import { liveAsLog, someLogLives } from './log-lives.ts';
import { expectEntries, logSubject, oneByOne } from './log-subject.ts';

export default exercise('2.3', (test) => {
  test('W5', 'after a power cut at any byte it opens with the entries so far, and goes on', async (t) => {
    for (const waves of [oneByOne('a'), oneByOne('ab', '', 'cde', 'f')]) {
      await cutPowerEverywhere(t, logSubject(waves), { shapes: ['none', 'cut', 'zeros', 'garbage'], namesKept: true });
    }
  });

  test('W5', 'a long entry may lose its sectors in any order', async (t) => {
    const waves = [
      [new Uint8Array(300).fill(0x61)],
      [new Uint8Array(1700).fill(0x62)],
      [new Uint8Array(20).fill(0x63)],
    ];
    const options = { shapes: ['none', 'sectors', 'zeros'] as const, coarse: true, namesKept: true };
    await cutPowerEverywhere(t, logSubject(waves), options);
  });

  test('W6', 'what was replayed after a kill is still there after a power cut', async (t) => {
    await killThenCutPower(t, logSubject(oneByOne('a', 'b')), { shapes: ['none'], namesKept: true });
  });

  test('W6', 'nothing is shown before the sync at opening is done', async (t) => {
    const killed = createSimulatedDisk();
    killed.hold('sync');
    t.step('openLog, append("a"); the process is killed before the sync is done');
    const log = await openLog(killed.disk);
    void log.append(utf8('a'));
    await killed.quiet();
    const sim = createSimulatedDisk({ from: killed.state() });
    sim.hold('sync');
    t.step('openLog, replay; the disk takes its time over the sync');
    const shown: Uint8Array[] = [];
    const replayed = openLog(sim.disk).then((opened) => opened.replay((payload) => void shown.push(payload)));
    await sim.quiet();
    t.equal(shown.length, 0, 'an entry was shown that a power cut may still take');
    t.step('the sync is done');
    sim.release();
    await replayed;
    expectEntries(t, shown, [utf8('a')], 'then the entry must be replayed');
  });

  test('W5', 'through several lives with kills and power cuts nothing is lost or made up', async (t) => {
    await t.forAll(
      someLogLives(1),
      async (lives) => {
        await liveAsLog(t, lives, {}, { shapes: ['none', 'cut', 'zeros', 'garbage'], coarse: true, namesKept: true });
      },
      { runs: 60 },
    );
  });

  test('W4', 'what is acknowledged on a real disk survives kill -9', async (t) => {
    await killWriters(t, 3);
  });
});
