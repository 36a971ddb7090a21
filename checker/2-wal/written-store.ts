/** A sound store on a disk: a snapshot, and some log behind it. What is damaged on purpose must be known. */
import { utf8 } from '#kit/bytes.ts';
import { codeOf } from '#kit/failure.ts';
import type { KeyValue } from '#kv-store/store.ts';
import { openDurableStore } from '#wal/durable-store.ts';
import { Rendered, show, type TestContext } from '../judge/exercise.ts';
import { createSimulatedDisk } from '../sim/disk.ts';
import { describeImage, type Image } from '../sim/image.ts';
import { entriesInWords, storeOptions } from './store-subject.ts';

export interface WrittenStore {
  image: Image;
  entries: KeyValue[];
  /** Without the last put, which a damaged tail may cost. */
  entriesBefore: KeyValue[];
  /** The file that the last put went to. */
  lastFile: string;
}

export async function writeStore(t: TestContext): Promise<WrittenStore> {
  const sim = createSimulatedDisk();
  const store = await openDurableStore(sim.disk, storeOptions);
  t.step('put a, b and c, snapshot, put d, e and f, close');
  for (const key of ['a', 'b', 'c']) await store.put(utf8(key), utf8('1'));
  await store.snapshot();
  for (const key of ['d', 'e']) await store.put(utf8(key), utf8('1'));
  const [before, entriesBefore] = [sim.image(), store.range()];
  await store.put(utf8('f'), utf8('1'));
  const entries = store.range();
  await store.close();
  const image = sim.image();
  t.step('The disk now:');
  for (const line of describeImage(image)) t.step(`  ${line}`);
  const [lastFile] = [...image].find(([name, { length }]) => length !== (before.get(name)?.length ?? 0))!;
  return { image, entries, entriesBefore, lastFile };
}

/** Opens a damaged image: it is refused, or holds everything, but for the last put where the last file is damaged. */
export async function expectWholeOrDamaged(
  t: TestContext,
  { entries, entriesBefore, lastFile }: WrittenStore,
  image: Image,
  damagedFile: string,
): Promise<void> {
  t.step('openDurableStore');
  let found: KeyValue[];
  try {
    found = (await openDurableStore(createSimulatedDisk({ from: image }).disk, storeOptions)).range();
  } catch (thrown) {
    if (codeOf(thrown) === undefined || codeOf(thrown) === 'todo') throw thrown;
    await t.throws(() => Promise.reject(thrown), 'damaged', 'what is damaged is refused as damaged');
    return;
  }
  const allowed = damagedFile === lastFile ? [entries, entriesBefore] : [entries];
  if (allowed.some((each) => show(each) === show(found))) return;
  t.fail({
    message: 'part of the store is lost, and nobody was told: it must be refused as damaged',
    expected: new Rendered(`refused with damaged, or ${entriesInWords(entries)}`),
    actual: new Rendered(`opened with ${entriesInWords(found)}`),
  });
}
