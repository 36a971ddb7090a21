/**
 * A snapshot is a whole state, written down once, so that the entries that led to it can go.
 *
 *     1  create  snapshot-…42.tmp      a crash here leaves rubbish with a name that nobody reads
 *     2  append  the state, as a record
 *     3  sync    snapshot-…42.tmp      its bytes are durable
 *     4  rename  to snapshot-…42       a reader finds it whole or not at all
 *     5  sync the directory            its name is durable: only now may anything older be removed
 *
 * A file under its final name is therefore always whole; one that is not was damaged later, and is passed over.
 */
import type { Disk } from '#kit/disk.ts';

//: solution
import { decodeRecord, encodeRecord } from './record.ts';
//: end

/** The state that the entries up to `index` have led to. */
export interface Snapshot {
  /** Index of the last entry in it, 0 or more. */
  index: number;
  state: Uint8Array;
}

/**
 * Resolves once the snapshot is durable and older ones are removed. A crash at any moment leaves the one before or this
 * one, whole. Where the disk fails or is full, what was there before still counts.
 *
 * @throws {Failure} whatever the disk rejects with
 */
export async function saveSnapshot(disk: Disk, { index, state }: Snapshot): Promise<void> {
  //: todo 2.6 Write it under a temporary name, sync, rename, sync the directory; then remove older ones.
  const name = `snapshot-${String(index).padStart(16, '0')}`;
  await removeAll(disk, (other) => other.endsWith('.tmp'));
  await disk.create(`${name}.tmp`);
  await disk.append(`${name}.tmp`, encodeRecord(state));
  await disk.sync(`${name}.tmp`);
  await disk.rename(`${name}.tmp`, name);
  // The snapshot is durable once this has resolved, not before.
  await disk.syncDirectory();
  await removeAll(disk, (other) => other < name);
  //: end
}

/**
 * The newest snapshot that is whole, or `undefined`. Removes what a crash has left: temporary files, and snapshots older
 * than the one it gives.
 */
export async function loadSnapshot(disk: Disk): Promise<Snapshot | undefined> {
  //: todo 2.6 Read the snapshots, newest first, until one is whole; then remove what is left over.
  const names = (await disk.list()).filter((name) => /^snapshot-\d{16}$/.test(name));
  for (const name of names.sort().reverse()) {
    const bytes = await disk.read(name);
    const decoded = decodeRecord(bytes, 0);
    if (decoded.kind !== 'record' || decoded.next !== bytes.length) continue;
    // A process that was killed may have left the name in memory only, and what is older goes next.
    await disk.syncDirectory();
    await removeAll(disk, (other) => other < name || other.endsWith('.tmp'));
    return { index: Number(name.slice('snapshot-'.length)), state: decoded.payload };
  }
  return undefined;
  //: end
}
//: solution

/** Removes those files of snapshots that are chosen. Should a crash bring one back, the next start removes it again. */
async function removeAll(disk: Disk, chosen: (name: string) => boolean): Promise<void> {
  for (const name of await disk.list()) {
    if (/^snapshot-\d{16}(\.tmp)?$/.test(name) && chosen(name)) await disk.remove(name);
  }
}
//: end
