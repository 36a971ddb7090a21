/**
 * Backups: the whole cluster in one file, from which another cluster is made.
 *
 *     ┌──────────────────────────────────┬──────────┐
 *     │ a database file, as etcd has one │ SHA-256  │      from any member, as of one moment
 *     └──────────────────────────────────┴──────────┘
 *                     │ check, then restore, once for each member, all from the same file
 *                     ▼
 *     a disk with a snapshot in place of log entry 1, of term 1: same revisions, same leases, other members
 *
 * The new members agree from the start, because they all begin with the same entry. They must have another cluster id: the
 * old cluster may still be running somewhere, and the two must never take each other for friends.
 *
 * Known limits: the file is in memory whole, and twice while it is made.
 */
import { createHash } from 'node:crypto';
import { equalBytes } from '#kit/bytes.ts';
import type { Disk } from '#kit/disk.ts';
import type { Member } from '#kit/etcd/api.ts';
import { readDatabase, writeDatabase } from '#kit/etcd/database-file.ts';
import { Failure } from '#kit/failure.ts';
import { todo } from '#kit/todo.ts';
import { encodeCheckpoint } from '#raft/durable-record.ts';
import { saveSnapshot } from '#wal/snapshot.ts';
import type { Auth } from './auth.ts';
import { bucketsOf, type Contents, contentsOf } from './backup-codec.ts';
import type { Leases } from './leases.ts';
import { encodeMachineState } from './machine-state.ts';
import type { RevisionStore } from './revision-store.ts';
import { encodeState } from './store-snapshot.ts';
import { emptyState } from './store-state.ts';

/**
 * `damaged`: not what `createBackup` or etcd made. `unsupported`: it holds what cannot be taken over. `exists`: the disk
 * holds a member already. Carried as the `code` of a `Failure` (`#kit/failure.ts`).
 */
export type BackupErrorCode = 'damaged' | 'unsupported' | 'exists';

const checksumBytes = 32;

/** What a backup is made of. */
export interface BackedUp {
  store: RevisionStore;
  leases: Leases;
  auth: Auth;
  appliedIndex: number;
  members: Member[];
}

/**
 * The backup as of now, in parts: the file is all of them, one after another.
 */
export function createBackup({ store, leases, auth, appliedIndex, members }: BackedUp): Uint8Array[] {
  todo('4.9', 'Write a database of all buckets, and its checksum behind it.');
}

/**
 * What a backup holds.
 *
 * @throws {Failure} `damaged` for any byte that is not as it was written, and any that is missing; `unsupported`
 */
export function readBackup(file: Uint8Array): Contents {
  todo('4.9', 'Check the checksum before anything else is believed.');
}

/**
 * Puts a backup onto the disk of a member of a new cluster. The same file must be restored on each of them.
 *
 * @param disk without a member; unless this resolves it still has none
 * @param peers the raft numbers of the new cluster's members
 * @throws {Failure} `damaged`, `unsupported`, `exists`; whatever the disk rejects with
 */
export async function restoreBackup(disk: Disk, file: Uint8Array, peers: number[]): Promise<void> {
  todo('4.9', "Make a state machine's state of it, and save it as the snapshot of entry 1 of term 1.");
}

/** Index and term of the one entry that the snapshot stands for. */
const first = 1;

function sha256(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sha256').update(bytes).digest());
}
