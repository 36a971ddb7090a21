/** A sound log on a disk, and which entry every byte of it belongs to: what is damaged on purpose must be known. */
import type { Disk } from '#kit/disk.ts';
import type { Log, LogOptions } from '#wal/log.ts';
import { openLog } from '#wal/log.ts';
import { Rendered, type TestContext } from '../judge/exercise.ts';
import { createSimulatedDisk } from '../sim/disk.ts';
import { describeImage, type Image, keyOf } from '../sim/image.ts';
import type { Trace } from '../sim/trace.ts';
import { entriesInWords, entriesOf, entryInWords, expectEntries } from './log-subject.ts';

export interface WrittenLog {
  entries: readonly Uint8Array[];
  image: Image;
  /** The entry that wrote the byte, counted from 1, or 0 if it was there before any, and where its bytes begin. */
  ownerOf(file: string, at: number): { entry: number; start: number };
}

/** Appends the entries one after another and closes. */
export async function writeLog(
  t: TestContext,
  entries: readonly Uint8Array[],
  options?: LogOptions,
): Promise<WrittenLog> {
  const sim = createSimulatedDisk();
  const log = await openLog(sim.disk, options);
  const sizes = [sizesOf(sim.image())];
  for (const entry of entries) {
    t.step(`append(${entryInWords(entry)})`);
    await log.append(entry);
    sizes.push(sizesOf(sim.image()));
  }
  await log.close();
  const image = sim.image();
  t.step('close. The disk now:');
  for (const line of describeImage(image)) t.step(`  ${line}`);
  return {
    entries,
    image,
    ownerOf(file, at) {
      const entry = sizes.findIndex((size) => (size.get(file) ?? 0) > at);
      return { entry, start: sizes[entry - 1]?.get(file) ?? 0 };
    },
  };
}

function sizesOf(image: Image): Map<string, number> {
  return new Map([...image].map(([name, bytes]) => [name, bytes.length]));
}

/** Opens a damaged image and fails unless that is refused, with the place, and nothing is changed. */
export async function expectDamaged(
  t: TestContext,
  image: Image,
  options: LogOptions | undefined,
  where?: { file: string; from: number; to: number },
): Promise<void> {
  const lines: string[] = [];
  const calls: Trace = { lines, add: (line) => void lines.push(line) };
  const sim = createSimulatedDisk({ from: image, trace: calls });
  t.step('openLog');
  const { details } = await refusalOf(t, sim.disk, options);
  if (keyOf(sim.image()) !== keyOf(image)) {
    for (const line of lines) t.step(line);
    t.fail({ message: changed, expected: inWords(image), actual: inWords(sim.image()) });
  }
  if (!where) return;
  const { file, offset } = details as { file?: unknown; offset?: unknown };
  const named = file === where.file && Number(offset) >= where.from && Number(offset) <= where.to;
  // A report shows one offset: where the entry's bytes begin, which is where its record does, but for a new segment's head.
  if (!named) {
    t.fail({ message: misplaced, expected: { file: where.file, offset: where.from }, actual: details });
  }
}

function inWords(image: Image): Rendered {
  return new Rendered(describeImage(image).join('\n'));
}

async function refusalOf(t: TestContext, disk: Disk, options: LogOptions | undefined) {
  let log: Log;
  try {
    log = await openLog(disk, options);
  } catch (thrown) {
    return t.throws(() => Promise.reject(thrown), 'damaged', 'this log must be refused as damaged');
  }
  t.step('replay');
  const actual = await entriesOf(log).then(entriesInWords, () => new Rendered('opened, and refused in the replay'));
  return t.fail({ message: unnoticed, expected: new Rendered('openLog refuses with damaged'), actual });
}

const unnoticed =
  'the log was opened although an acknowledged entry in it is damaged: openLog must refuse it, before anybody appends';
const changed = 'a damaged log must be left as it was found, and the disk was changed before the log was refused';
const misplaced = 'the details must name the file, and as the offset the byte at which the broken record begins';

/** Opens an image of which only the last entry is damaged: it may be refused, or cut off, but not be anything else. */
export async function expectLastAtMostLost(t: TestContext, log: WrittenLog, image: Image): Promise<void> {
  const { disk } = createSimulatedDisk({ from: image });
  let found: Uint8Array[];
  try {
    t.step('openLog, replay');
    found = await entriesOf(await openLog(disk));
  } catch (thrown) {
    await t.throws(() => Promise.reject(thrown), 'damaged', 'only damage may be a reason to refuse');
    return;
  }
  const all = found.length === log.entries.length;
  const message = 'only the last entry is damaged: it may be cut off, but every other must be there, and no other';
  expectEntries(t, found, all ? log.entries : log.entries.slice(0, -1), message);
}
