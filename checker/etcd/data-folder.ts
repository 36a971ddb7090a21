/**
 * A member's folder. It says whose it is, so that no member begins on the data of another one.
 *
 *     a.etcd/
 *       identity.json   format, name, cluster
 *       lock            the process that is at work here
 *       member/         log and snapshots: the disk of lesson 2
 */
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { utf8 } from '#kit/bytes.ts';
import { openRealDisk, type RealDisk } from '#kit/real-disk.ts';
import { type PeerAddress, parseCluster, showCluster } from './cluster.ts';
import { Refusal } from './refusal.ts';

/** Of everything in the folder. What is written by another format is left alone. */
const format = 2;
const identityFile = 'identity.json';

export interface Identity {
  name: string;
  cluster: PeerAddress[];
  token: string;
  /** The checksum of the backup that the cluster was made from; empty where there was none. */
  origin: string;
}

/**
 * Makes the folder if it is missing.
 *
 * @returns whose it is; nothing for a new one
 * @throws {Refusal} where it is something else
 */
export function readFolder(folder: string): Identity | undefined {
  try {
    makeFolder(folder);
    const names = readdirSync(folder);
    if (names.includes(identityFile)) return parseIdentity(folder, readFileSync(join(folder, identityFile), 'utf8'));
    if (names.every((name) => isLeftOver(folder, name))) return undefined;
  } catch (thrown) {
    if (thrown instanceof Refusal) throw thrown;
    throw new Refusal(`the data directory cannot be used: ${(thrown as Error).message}`);
  }
  throw new Refusal(`${folder} is no data directory of this etcd and not empty: choose another --data-dir`);
}

/** What a start that was cut short has left, before there was a member. */
function isLeftOver(folder: string, name: string): boolean {
  if (name === `${identityFile}.new` || name.startsWith('lock')) return true;
  return name === 'member' && readdirSync(join(folder, name)).length === 0;
}

/** Not `recursive`: there are places, such as /proc, where Node then tries for ever. */
function makeFolder(folder: string): void {
  if (existsSync(folder) || dirname(folder) === folder) return;
  makeFolder(dirname(folder));
  mkdirSync(folder);
}

function parseIdentity(folder: string, text: string): Identity {
  const damaged = new Refusal(`${join(folder, identityFile)} is damaged; nothing was changed`);
  let record: Record<string, unknown>;
  try {
    record = JSON.parse(text);
  } catch {
    throw damaged;
  }
  if (typeof record?.format === 'number' && record.format !== format) {
    throw new Refusal(`${folder} was written by another version: its format is ${record.format}, this one's ${format}`);
  }
  const { name, cluster, token, origin } = record ?? {};
  const members = typeof cluster === 'string' ? parseCluster(cluster) : '';
  if (
    record?.format !== format ||
    typeof name !== 'string' ||
    typeof token !== 'string' ||
    typeof origin !== 'string'
  ) {
    throw damaged;
  }
  if (typeof members === 'string') throw damaged;
  return { name, cluster: members, token, origin };
}

/** Says whose the folder is, durably. */
export async function writeIdentity(folder: string, identity: Identity): Promise<void> {
  const { name, cluster, token, origin } = identity;
  const disk = await openRealDisk(folder);
  const record = { format, name, cluster: showCluster(cluster), token, origin };
  const draft = `${identityFile}.new`;
  if (existsSync(join(folder, draft))) await disk.remove(draft);
  await disk.create(draft);
  await disk.append(draft, utf8(`${JSON.stringify(record, null, 2)}\n`));
  await disk.sync(draft);
  await disk.rename(draft, identityFile);
  await disk.syncDirectory();
  await disk.close();
}

export function openMemberDisk(folder: string): Promise<RealDisk> {
  return openRealDisk(join(folder, 'member'));
}
