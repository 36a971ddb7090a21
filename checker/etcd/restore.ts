import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Identity, openMemberDisk, writeIdentity } from './data-folder.ts';
import { Refusal } from './refusal.ts';

/** A backup that is sound. */
export interface BackupFile {
  bytes: Uint8Array;
  /** The store's, as of which it was made. */
  revision: number;
}

/**
 * @throws {Refusal} where the file cannot be read
 * @throws {Failure} as `readBackup`
 */
export async function readBackupFile(file: string): Promise<BackupFile> {
  const bytes = bytesOf(file);
  const { readBackup } = await import('#revisions/backup.ts');
  return { bytes, revision: readBackup(bytes).revision };
}

/**
 * Makes the member's folder out of a backup. Every member of the new cluster is made of the same file; the cluster gets
 * another id than the old one had, out of the file's checksum.
 *
 * @throws {Failure} as `restoreBackup`, in which case the folder is still without a member
 */
export async function restoreMember(
  { bytes, revision }: BackupFile,
  folder: string,
  identity: Identity,
): Promise<void> {
  const { restoreBackup } = await import('#revisions/backup.ts');
  const disk = await openMemberDisk(folder);
  const peers = identity.cluster.map((_, place) => place + 1);
  await restoreBackup(disk, bytes, peers);
  await disk.close();
  const origin = createHash('sha256').update(bytes).digest('hex');
  // From here on the folder has a member.
  await writeIdentity(folder, { ...identity, origin });
  process.stdout.write(`restored revision ${revision} into ${folder} for member ${identity.name}\n`);
}

function bytesOf(file: string): Uint8Array {
  try {
    return new Uint8Array(readFileSync(file));
  } catch (thrown) {
    throw new Refusal(`the backup cannot be read: ${(thrown as Error).message}`);
  }
}
