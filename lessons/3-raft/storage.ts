/**
 * A server's term, vote and log on the disk: records in the log of lesson 2, and snapshots that replace the oldest of
 * them.
 *
 *     record 1   term 1, vote 1   entries 1 2
 *     record 2   term 1, vote 1   entries 3 4 5
 *     record 3   term 2, vote 0   entries 4          replaces 4 and 5: those were another leader's
 *     ────────
 *     restart    term 2, vote 0   entries 1 2 3 4
 *
 * The log of lesson 2 only ever grows. So nothing is overwritten on the disk, and a later record tells what still
 * counts. Two numberings meet here: an entry of Raft has an index, and a record has a place in the log of lesson 2.
 */
import type { Disk } from '#kit/disk.ts';
import { todo } from '#kit/todo.ts';
import { type LogOptions, openLog } from '#wal/log.ts';
import { loadSnapshot } from '#wal/snapshot.ts';
import { type DurableRecord, decodeCheckpoint, decodeRecord } from './durable-record.ts';
import type { Entry, HardState, Snapshot } from './message.ts';
import type { Ready } from './raft.ts';

/** What a disk holds. */
export interface Recovered {
  hardState: HardState;
  snapshot: Snapshot | undefined;
  /** Behind the snapshot, in order. */
  entries: Entry[];
}

export interface Storage {
  /** What was found when it was opened. Does not change. */
  readonly recovered: Recovered;
  /**
   * Makes durable what a Ready asks for: afterwards, and after any crash, a restart finds all of it. After a crash in
   * the middle it finds all of it or less, but then nobody has been told yet.
   */
  persist(ready: Pick<Ready, 'hardState' | 'snapshot' | 'entries'>): Promise<void>;
  /** Writes down a snapshot taken here, then drops the records before it. `persist` may be called meanwhile. */
  keepSnapshot(snapshot: Snapshot): Promise<void>;
  /** Resolves once the disk is at rest. */
  close(): Promise<void>;
}

/**
 * Takes a record into account that was written after those before.
 *
 * @param recovered what the snapshot and the records before it led to; is changed
 */
export function replayRecord(recovered: Recovered, { hardState, entries }: DurableRecord): void {
  todo('3.4', 'The hard state is the newest. The entries replace what there is from the first of them on.');
}

/**
 * Opens what the disk holds, or nothing yet.
 *
 * @throws {Failure} `damaged` and whatever the disk rejects with (lesson 2)
 */
export async function openStorage(disk: Disk, options: Pick<LogOptions, 'segmentBytes'> = {}): Promise<Storage> {
  const saved = await loadSnapshot(disk);
  const checkpoint = saved && decodeCheckpoint(saved.state);
  const hardState = checkpoint?.hardState ?? { term: 0, vote: 0, commit: 0 };
  const recovered: Recovered = { hardState, snapshot: checkpoint?.snapshot, entries: [] };
  const log = await openLog(disk, { ...options, snapshotIndex: saved?.index ?? 0 });
  /** Where entries stand: a record's place in the log, and the index of its first entry. By ascending place. */
  let places: { place: number; firstIndex: number }[] = [];
  await log.replay((bytes, place) => {
    const record = decodeRecord(bytes);
    replayRecord(recovered, record);
    if (record.entries.length > 0) places.push({ place, firstIndex: record.entries[0].index });
  });
  /** The latest that is durable. */
  let current = recovered.hardState;
  /** Snapshots are written one after another. */
  let saving: Promise<void> = Promise.resolve();

  async function append(hardState: HardState, entries: Entry[]): Promise<void> {
    todo('3.4', 'Append one record, and note the place of its entries and the hard state once it is durable.');
  }

  /** Writes a snapshot that stands for all records up to `place`, and drops those. */
  async function replaceRecords(place: number, snapshot: Snapshot, hardState: HardState): Promise<void> {
    todo('3.6', 'Save a checkpoint with saveSnapshot; once it is durable, drop the records.');
  }

  /** A leader's snapshot takes the place of everything: no record counts any more, not even of entries behind it. */
  async function install(snapshot: Snapshot, { term, vote }: HardState): Promise<void> {
    todo('3.6', 'Wait for a snapshot that is being written, then replace all records there are.');
  }

  return {
    recovered: { ...recovered },
    async persist({ hardState = current, snapshot, entries }) {
      if (snapshot) await install(snapshot, hardState);
      todo(
        '3.4',
        'Append a record where term or vote have changed or there are entries. Else there is nothing to write.',
      );
    },
    keepSnapshot(snapshot) {
      todo(
        '3.6',
        "Replace the records in front of the one that has the snapshot's last entry: that one may hold more.",
      );
    },
    async close() {
      await saving.catch(() => undefined);
      await log.close();
    },
  };
}
