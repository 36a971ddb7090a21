/**
 * Goal: a log in many files, none of which a crash can lose, and none of which goes missing unnoticed.
 * Method: as in 2.3 and 2.4, with segments of a record or two, and with names that vanish until the directory is synced.
 */
import { utf8 } from '#kit/bytes.ts';
import { openLog } from '#wal/log.ts';
import { exercise } from '../judge/exercise.ts';
import { createSimulatedDisk } from '../sim/disk.ts';
import { bitsOf, type Image, withCutFile, withFlippedBit, withoutFile } from '../sim/image.ts';
import { cutPowerEverywhere } from '../sim/power-cut.ts';
import { trial } from '../sim/trial.ts';
import { liveAsLog, someLogLives } from './log-lives.ts';
import { entriesOf, expectEntries, logSubject, oneByOne } from './log-subject.ts';
import { expectDamaged, type WrittenLog, writeLog } from './written-log.ts';

const twoInEach = { segmentBytes: 25 };

export default exercise('2.5', (test) => {
  test(
    'W8',
    'a segment that has reached the limit takes no further record, and a dozen segments read as one',
    async (t) => {
      const segmentBytes = 60;
      const sim = createSimulatedDisk();
      const log = await openLog(sim.disk, { segmentBytes });
      const entries = Array.from({ length: 60 }, (_, i) => utf8(`entry ${i + 1}`));
      t.step(`openLog with segmentBytes ${segmentBytes}, append 60 entries of 7 or 8 bytes`);
      for (const entry of entries) {
        const before = sim.image();
        await log.append(entry);
        const full = [...before].find(
          ([name, { length }]) => length >= segmentBytes && sizeIn(sim.image(), name) > length,
        );
        if (full)
          t.fail({ message: `${full[0]} had ${full[1].length} bytes, which is the limit or more, and has grown` });
      }
      t.equal(sim.image().size > 10, true, 'so many entries need more than ten segments of this size');
      t.step('replay');
      expectEntries(t, await entriesOf(log), entries, 'replay must give all entries in their order');
      t.step('append 990 more; openLog, replay');
      for (let i = 61; i <= 1050; i++) {
        entries.push(utf8(`entry ${i}`));
        await log.append(entries.at(-1)!);
      }
      const again = await openLog(sim.disk, { segmentBytes });
      expectEntries(t, await entriesOf(again), entries, 'after opening it again, too');
      t.equal(await again.append(utf8('more')), 1051, 'the numbers go on after the last entry');
    },
  );

  test('W8', 'a segment that has just as many bytes as the limit has reached it', async (t) => {
    const measured = createSimulatedDisk();
    await (await openLog(measured.disk)).append(utf8('a'));
    const segmentBytes = bytesIn(measured.image());
    t.step(
      `openLog with segmentBytes ${segmentBytes}, which a log with one entry "a" has; append("a") and append("a")`,
    );
    const sim = createSimulatedDisk();
    const log = await openLog(sim.disk, { segmentBytes });
    for (let i = 0; i < 2; i++) await log.append(utf8('a'));
    const sizes = [...sim.image().values()].map(({ length }) => length);
    t.equal(Math.max(...sizes), segmentBytes, 'a segment that has reached the limit must take no further record');
  });

  test('W8', 'the log leaves files alone that are not its own', async (t) => {
    const others: Image = new Map([
      ['members.json', utf8('{}')],
      ['my-wal-1', utf8('of someone else')],
      ['snapshot-0000000000000007', utf8('of someone else')],
    ]);
    t.step(`a disk that holds ${[...others.keys()].join(' and ')}; openLog, append "a", "b" and "c", openLog`);
    const sim = createSimulatedDisk({ from: others });
    const log = await openLog(sim.disk, twoInEach);
    for (const entry of ['a', 'b', 'c']) await log.append(utf8(entry));
    expectEntries(
      t,
      await entriesOf(await openLog(sim.disk, twoInEach)),
      ['a', 'b', 'c'].map(utf8),
      'its entries are there',
    );
    for (const [name, bytes] of others) t.equal(sim.image().get(name), bytes, `${name} must be as it was`);
    const named = [...sim.image().keys()].filter((name) => !others.has(name));
    const astray = named.filter((name) => !name.startsWith('wal-'));
    t.equal(astray, [], "the names of the log's files must begin with wal-");
  });

  test('W4', 'names that were not synced may vanish in a power cut, acknowledged entries may not', async (t) => {
    for (const waves of [oneByOne('a'), oneByOne('a', 'b', 'c', 'd', 'e')]) {
      await cutPowerEverywhere(t, logSubject(waves, twoInEach), { shapes: ['none', 'cut', 'zeros'] });
    }
  });

  test('W5', 'through several lives with kills and power cuts no segment is lost', async (t) => {
    const options = { shapes: ['none', 'cut', 'zeros', 'garbage'] as const, coarse: true };
    await t.forAll(
      someLogLives(1),
      async (lives) => {
        await liveAsLog(t, lives, { segmentBytes: 40 }, options);
      },
      { runs: 60 },
    );
  });

  test('W7', 'a flipped bit in a segment before the last is refused, even in its last record', async (t) => {
    const log = await writeLog(t, entries, twoInEach);
    const last = lastFileOf(log);
    for (const { file, at, bit } of bitsOf(log.image).filter((place) => place.file !== last)) {
      await trial(t, async (tried) => {
        const { entry, start } = log.ownerOf(file, at);
        tried.step(`bit ${bit} of byte ${at} of ${file} is flipped, in entry ${entry}`);
        await expectDamaged(tried, withFlippedBit(log.image, file, at, bit), twoInEach, { file, from: start, to: at });
      });
    }
  });

  test('W7', 'a segment before the last that ends early or is missing is refused', async (t) => {
    const log = await writeLog(t, entries, twoInEach);
    // A log may make the next segment as soon as one is full: that one is empty, and nobody would miss it.
    for (const [file, { length }] of [...log.image].filter(
      ([name, { length }]) => length > 0 && name !== lastFileOf(log),
    )) {
      await trial(t, async (tried) => {
        tried.step(`${file} is missing`);
        await expectDamaged(tried, withoutFile(log.image, file), twoInEach);
      });
      for (let kept = 0; kept < length; kept++) {
        await trial(t, async (tried) => {
          tried.step(`of ${file} only the first ${kept} bytes are there`);
          await expectDamaged(tried, withCutFile(log.image, file, kept), twoInEach);
        });
      }
    }
  });
});

const entries = ['1st', '2nd', '3rd', '4th', '5th'].map(utf8);

/** The names are the log's own choice: the last file is the one that the last entry went to. */
function lastFileOf({ image, entries, ownerOf }: WrittenLog): string {
  const [last] = [...image].find(([name, { length }]) => ownerOf(name, length - 1).entry === entries.length)!;
  return last;
}

function bytesIn(image: Image): number {
  return [...image.values()].reduce((sum, { length }) => sum + length, 0);
}

function sizeIn(image: Image, name: string): number {
  return image.get(name)?.length ?? 0;
}
