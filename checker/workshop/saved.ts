/**
 * Copies of files, made before a command overwrites them:
 *
 *     .slipway/saved/2026-03-01T09-30-00.000Z/reason.txt
 *     .slipway/saved/2026-03-01T09-30-00.000Z/lessons/1-kv-store/store.ts
 *
 * Nothing is ever overwritten without one. A copy is never overwritten itself, and none is removed by Slipway.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { durably } from './durably.ts';
import { filesUnder, textIfThere } from './files.ts';
import { Refusal, reasonOf } from './refusal.ts';

const saved = '.slipway/saved';

/** Written last: a folder without it was never finished, and the command that began it overwrote nothing. */
const reasonFile = 'reason.txt';

export interface SavedCopy {
  /** When it was made, in UTC; names the folder. A later copy has a greater stamp. */
  stamp: string;
  /** The command that made it, such as `reset 1.2`. */
  reason: string;
  /** The copy's folder, relative to the root; the files stand in it under their own paths. */
  folder: string;
  files: string[];
}

/**
 * Copies the files and reads the copies back.
 *
 * @param paths files that are not there are left out
 * @returns `undefined` where none of them is there
 * @throws {Refusal} where not every copy could be made
 */
export function saveAside(
  root: string,
  paths: Iterable<string>,
  reason: string,
  write: (file: string, content: Uint8Array) => void = durably,
): SavedCopy | undefined {
  const files = [...paths].filter((path) => textIfThere(root, path) !== undefined).sort();
  if (files.length === 0) return undefined;
  let folder: string | undefined;
  try {
    const stamp = newFolder(root);
    folder = `${saved}/${stamp}`;
    for (const path of files) copy(root, path, `${folder}/${path}`, write);
    write(join(root, folder, reasonFile), Buffer.from(`${reason}\n`));
    return { stamp, reason, folder, files };
  } catch (thrown) {
    if (folder) rmSync(join(root, folder), { recursive: true, force: true });
    throw new Refusal(`Nothing was changed, since your files cannot be saved in ${saved} first: ${reasonOf(thrown)}.`);
  }
}

/** The copies that were finished, the latest first. */
export function savedCopies(root: string): SavedCopy[] {
  return stampsIn(root).flatMap((stamp) => {
    const folder = `${saved}/${stamp}`;
    const reason = textIfThere(root, `${folder}/${reasonFile}`)?.trim();
    if (reason === undefined) return [];
    const files = filesUnder(join(root, folder), '').filter((path) => path !== reasonFile);
    return [{ stamp, reason, folder, files }];
  });
}

function stampsIn(root: string): string[] {
  try {
    return readdirSync(join(root, saved)).sort().reverse();
  } catch {
    return [];
  }
}

/** Makes the folder of a new stamp. `mkdir` fails where there is one already, so no two copies can share it. */
function newFolder(root: string): string {
  mkdirSync(join(root, saved), { recursive: true });
  const now = new Date().toISOString().replaceAll(':', '-');
  for (let i = 1; ; i++) {
    const stamp = i === 1 ? now : `${now}-${String(i).padStart(3, '0')}`;
    try {
      mkdirSync(join(root, saved, stamp));
      return stamp;
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') throw thrown;
    }
  }
}

function copy(root: string, from: string, to: string, write: (file: string, content: Uint8Array) => void): void {
  const content = readFileSync(join(root, from));
  mkdirSync(dirname(join(root, to)), { recursive: true });
  write(join(root, to), content);
  if (!readFileSync(join(root, to)).equals(content)) throw new Error('a copy reads back differently');
}
