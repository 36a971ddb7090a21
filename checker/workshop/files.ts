/**
 * The files of a workbook. A path is relative to the workbook's root and has forward slashes on every system.
 */
import {
  type Dirent,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isSolutionFile, stubOf } from './stub.ts';

/** Texts by path. */
export type Texts = Map<string, string>;

const foreign = new Set(['.git', '.slipway', 'node_modules']);

/** Whether the learner edits it: the TypeScript of a lesson's folder. Everything else belongs to the workbook. */
export function isLearnerFile(path: string): boolean {
  return /^lessons\/\d+-[^/]+\/.+\.ts$/.test(path);
}

/** All files below a folder, sorted; none where there is no such folder. A link to a file is one, a link to a folder not. */
export function filesUnder(root: string, folder: string): string[] {
  let entries: Dirent[];
  try {
    entries = readdirSync(join(root, folder), { withFileTypes: true });
  } catch {
    return [];
  }
  return entries
    .filter(({ name }) => !foreign.has(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) return filesUnder(root, path);
      return entry.isFile() || isLinkToFile(root, path, entry) ? [path] : [];
    });
}

function isLinkToFile(root: string, path: string, entry: Dirent): boolean {
  return entry.isSymbolicLink() && (statSync(join(root, path), { throwIfNoEntry: false })?.isFile() ?? false);
}

/** What the learner has, helper files of their own included. */
export function learnerTexts(root: string): Texts {
  const paths = filesUnder(root, 'lessons').filter(isLearnerFile);
  return new Map(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

/**
 * What the generator makes of the solutions.
 *
 * @throws {MarkerError} where a solution's marker is wrong
 */
export function stubTexts(root: string): Texts {
  const stubs: Texts = new Map();
  for (const path of filesUnder(root, 'solutions')) {
    const stub = path.replace('solutions/', 'lessons/');
    if (!isLearnerFile(stub)) continue;
    const solution = readFileSync(join(root, path), 'utf8');
    if (!isSolutionFile(solution)) stubs.set(stub, stubOf(solution, path));
  }
  return stubs;
}

/** A file's text, or `undefined` where there is no such file. */
export function textIfThere(root: string, path: string): string | undefined {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw thrown;
  }
}

/** Writes a file whole or not at all, whenever the program is stopped: a reader finds the old text or the new one. */
export function replaceFile(root: string, path: string, content: string | Uint8Array): void {
  const target = resolved(join(root, path));
  mkdirSync(dirname(target), { recursive: true });
  const aside = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
  try {
    writeFileSync(aside, content, { mode: modeOf(target) });
    renameSync(aside, target);
  } catch (thrown) {
    rmSync(aside, { force: true });
    throw thrown;
  }
}

/** Removes a file and the folders that it leaves empty. */
export function remove(root: string, path: string): void {
  rmSync(join(root, path), { force: true });
  try {
    for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) rmdirSync(join(root, folder));
  } catch {
    // The first folder that holds something else ends the climb.
  }
}

/** Where a link points, so that the link stays one. */
function resolved(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}

function modeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mode ?? 0o666;
}
