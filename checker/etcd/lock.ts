/**
 * Keeps a second process off a folder. The file `lock` names the process that holds it; one that is gone, after a
 * kill -9 or a power cut, holds nothing.
 */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Refusal } from './refusal.ts';

/** A process that still runs has the folder. */
class InUse extends Refusal {}

/** What a process whose command was killed may take to end. */
const patienceMs = 2000;

/** As {@link lockFolder}, but waits a moment for a process that is just ending. */
export async function lockFolderSoon(folder: string): Promise<() => void> {
  for (let waitedMs = 0; ; waitedMs += 50) {
    try {
      return lockFolder(folder);
    } catch (thrown) {
      if (!(thrown instanceof InUse) || waitedMs >= patienceMs) throw thrown;
    }
    await pause(50);
  }
}

/**
 * @returns gives the folder up
 * @throws {Refusal} where another process holds it, or the folder cannot be written
 */
export function lockFolder(folder: string): () => void {
  const file = join(folder, 'lock');
  const own = `${process.pid} ${beginningOf(process.pid)}\n`;
  for (let attempt = 0; attempt < 5; attempt++) {
    if (isTaken(file, own)) return () => rmSync(file, { force: true });
    const holder = readHolder(file);
    if (holder && isAlive(holder)) throw new InUse(`${folder} is in use by process ${holder.split(' ')[0]}`);
    if (holder !== undefined) setAside(file, holder);
  }
  throw new Refusal(`${folder} is in use: others are starting on it too`);
}

function isTaken(file: string, own: string): boolean {
  try {
    writeFileSync(file, own, { flag: 'wx' });
    return true;
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw new Refusal(`the data directory cannot be used: ${(thrown as Error).message}`);
  }
}

function readHolder(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return undefined;
  }
}

function isAlive(holder: string): boolean {
  const [pid, beginning] = holder.split(' ');
  if (Number(pid) === process.pid) return false;
  try {
    process.kill(Number(pid), 0);
  } catch (thrown) {
    // A process of somebody else is one too.
    if ((thrown as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  // Another process may have got the number since.
  return beginning === undefined || beginning === beginningOf(Number(pid));
}

/** When the process began, where the system tells; with its number this is one process for ever. */
function beginningOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
    // The name of the program, in parentheses, may hold anything.
    return `${boot}/${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`;
  } catch {
    return '-';
  }
}

/** Removes what a process has left that is gone. If another was faster and holds the lock now, it gets it back. */
function setAside(file: string, holder: string): void {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
    if (readHolder(aside) === holder) rmSync(aside, { force: true });
    else renameSync(aside, file);
  } catch {
    // Somebody else did it.
  }
}
