/**
 * The program behind `npm run etcd`. Whatever keeps it from going on is said in one line on the error output, and the
 * exit code is not zero.
 */
import { resolve } from 'node:path';
import { showCluster } from './cluster.ts';
import { openMemberDisk, readFolder, writeIdentity } from './data-folder.ts';
import { readFlags } from './flags.ts';
import { lockFolderSoon } from './lock.ts';
import { createLog } from './log.ts';
import { identityOf, type RunningMember, startMember } from './member.ts';
import { Refusal } from './refusal.ts';
import { rehearse } from './rehearsal.ts';
import { readBackupFile, restoreMember } from './restore.ts';
import { inWords } from './words.ts';

process.on('uncaughtException', stop);
process.on('unhandledRejection', stop);
// The command that has started this program is gone, and whoever waited for it.
process.on('disconnect', () => process.exit(1));
process.channel?.unref();

let unlock: (() => void) | undefined;

try {
  await main(process.argv.slice(2));
} catch (thrown) {
  stop(thrown);
}

async function main(args: string[]): Promise<void> {
  const flags = readFlags(args);
  // What cannot be read leaves no folder behind.
  const backup = flags.restore === undefined ? undefined : await readBackupFile(flags.restore);
  if (!backup) await rehearse();
  const folder = resolve(flags.dataDir ?? `${flags.name ?? 'default'}.etcd`);
  const known = readFolder(folder);
  const identity = identityOf(flags, known);
  unlock = await lockFolderSoon(folder);
  if (backup) {
    if (known) throw new Refusal(`${folder} has a member already: restore into a new folder`);
    await restoreMember(backup, folder, identity);
    unlock();
    return;
  }
  const log = createLog(flags.logLevel);
  if (!known) await writeIdentity(folder, identity);
  const disk = await openMemberDisk(folder);
  const member = await startMember({ flags, identity, disk, log, failed: stop });
  log('info', `data in ${folder}; ${showCluster(identity.cluster)}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      log('info', `stopping on ${signal}`);
      end(member).catch(stop);
    });
  }

  async function end({ close }: RunningMember): Promise<void> {
    await close();
    await disk.close();
    unlock?.();
    process.exit(0);
  }
}

function stop(thrown: unknown): never {
  process.stderr.write(`etcd: ${inWords(thrown)}\n`);
  unlock?.();
  process.exit(thrown instanceof Refusal ? thrown.exitCode : 1);
}
