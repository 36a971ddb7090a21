/**
 * What an API server keeps:
 *
 *     default.apiserver/
 *       pki/                 keys and certificates
 *       admin.kubeconfig     for kubectl
 *       etcd/                a member of lesson 4, where the server has its own etcd
 *       lock                 the process that is at work here
 *
 * Servers that share an etcd may share the folder, and with it the authority and the key for tokens, so that each
 * believes the certificates and tokens of the others. The first has `admin.kubeconfig`; the others `admin-PORT.kubeconfig`.
 */
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openPki, type Pki } from '#kit/kubernetes/pki.ts';
import { lockFolder } from '../etcd/lock.ts';
import { Refusal } from '../etcd/refusal.ts';

export interface DataFolder {
  folder: string;
  /** Whether another server is at work here as well. */
  isShared: boolean;
  unlock(): void;
}

const known = ['pki', 'etcd'];

/**
 * Makes the folder if it is missing.
 *
 * @param mayShare whether another server may be at work here
 * @throws {Refusal} where it is something else, or in use
 */
export function openDataFolder(folder: string, mayShare: boolean): DataFolder {
  try {
    makeFolder(folder);
    const names = readdirSync(folder).filter((name) => !name.startsWith('lock'));
    if (names.length > 0 && !names.some((name) => known.includes(name))) {
      throw new Refusal(`${folder} is no data directory of this API server and not empty: choose another --data-dir`);
    }
  } catch (thrown) {
    if (thrown instanceof Refusal) throw thrown;
    throw new Refusal(`the data directory cannot be used: ${(thrown as Error).message}`);
  }
  try {
    return { folder, isShared: false, unlock: lockFolder(folder) };
  } catch (thrown) {
    if (mayShare && thrown instanceof Refusal && thrown.message.includes('in use')) {
      return { folder, isShared: true, unlock: () => undefined };
    }
    throw thrown;
  }
}

/** Not `recursive`: there are places, such as /proc, where Node then tries for ever. */
function makeFolder(folder: string): void {
  if (existsSync(folder) || dirname(folder) === folder) return;
  makeFolder(dirname(folder));
  mkdirSync(folder);
}

const lockTries = 50;
const lockWaitMs = 100;

/** Two servers that start at once must not both make an authority. */
export async function openFolderPki(folder: string, names: readonly string[]): Promise<Pki> {
  const pki = join(folder, 'pki');
  makeFolder(pki);
  const unlock = await lockedSoon(pki);
  try {
    return await openPki({ folder: pki, names, now: Date.now() });
  } finally {
    unlock();
  }
}

async function lockedSoon(folder: string): Promise<() => void> {
  for (let tried = 1; ; tried++) {
    try {
      return lockFolder(folder);
    } catch (thrown) {
      if (tried === lockTries) throw thrown;
      await new Promise((resolve) => setTimeout(resolve, lockWaitMs));
    }
  }
}
