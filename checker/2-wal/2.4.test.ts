/**
 * Goal: what a fault of the disk has broken is never taken for what a crash has torn, and never passed over.
 * Method: every bit of a small log flipped, one at a time; random stretches overwritten.
 */
import { utf8 } from '#kit/bytes.ts';
import { exercise, fc } from '../judge/exercise.ts';
import { bitsOf, withFlippedBit, withStretch } from '../sim/image.ts';
import { trial } from '../sim/trial.ts';
import { expectDamaged, expectLastAtMostLost, writeLog } from './written-log.ts';

export default exercise('2.4', (test) => {
  test('W7', 'a flipped bit in any entry but the last is refused, naming the place', async (t) => {
    const log = await writeLog(t, entries);
    for (const { file, at, bit } of bitsOf(log.image)) {
      const { entry, start } = log.ownerOf(file, at);
      if (entry === entries.length) continue;
      await trial(t, async (tried) => {
        tried.step(`bit ${bit} of byte ${at} of ${file} is flipped, in entry ${entry}`);
        await expectDamaged(tried, withFlippedBit(log.image, file, at, bit), undefined, { file, from: start, to: at });
      });
    }
  });

  test('W7', 'a flipped bit in the last entry costs no other entry', async (t) => {
    const log = await writeLog(t, entries);
    for (const { file, at, bit } of bitsOf(log.image)) {
      if (log.ownerOf(file, at).entry < entries.length) continue;
      await trial(t, async (tried) => {
        tried.step(`bit ${bit} of byte ${at} of ${file} is flipped, in the last entry`);
        await expectLastAtMostLost(tried, log, withFlippedBit(log.image, file, at, bit));
      });
    }
  });

  test('W7', 'overwritten bytes before the last entry are refused, whatever stands there now', async (t) => {
    const stretch = fc.record({ place: fc.nat(1000), fill: fc.uint8Array({ minLength: 1, maxLength: 24 }) });
    await t.forAll(stretch, async ({ place, fill }) => {
      const log = await writeLog(t, entries);
      const [[file, bytes]] = [...log.image];
      const end = bytes.findIndex((_, i) => log.ownerOf(file, i).entry === entries.length);
      const at = place % end;
      const over = fill.subarray(0, end - at);
      const image = withStretch(log.image, file, at, over);
      if (image.get(file)!.every((byte, i) => byte === bytes[i])) return;
      t.step(`${over.length} bytes of ${file} are overwritten, from byte ${at} on`);
      await expectDamaged(t, image, undefined);
    });
  });
});

const entries = [utf8('first'), utf8(''), utf8('third'), Uint8Array.from([0, 0, 0]), utf8('last')];
