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
import { todo } from '#kit/todo.ts';

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
  todo('2.6', 'Write it under a temporary name, sync, rename, sync the directory; then remove older ones.');
}

/**
 * The newest snapshot that is whole, or `undefined`. Removes what a crash has left: temporary files, and snapshots older
 * than the one it gives.
 */
export async function loadSnapshot(disk: Disk): Promise<Snapshot | undefined> {
  todo('2.6', 'Read the snapshots, newest first, until one is whole; then remove what is left over.');
}
