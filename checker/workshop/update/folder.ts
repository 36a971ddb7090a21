/**
 * A newer workbook as an unpacked folder, with no git needed.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UsageError } from '../../cli/command.ts';
import {
  filesUnder,
  isLearnerFile,
  learnerTexts,
  remove,
  replaceFile,
  stubTexts,
  type Texts,
  textIfThere,
} from '../files.ts';
import { isGenerated, manifestFile, readManifest } from '../manifest.ts';

/** Folders that are the workbook's alone: what the newer version no longer has there is removed. */
const ownFolders = ['checker', 'docs', 'lessons/kit', 'solutions', 'tests'];

/**
 * @throws {UsageError} unless the folder is a workbook, another one than this, and no older
 */
export function workbookAt(root: string, folder: string): string {
  const there = resolve(folder);
  if (!statSync(there, { throwIfNoEntry: false })?.isDirectory()) throw new UsageError(`there is no folder ${folder}`);
  if (there === resolve(root)) throw new UsageError(`${folder} is this workbook itself: name the newer one's folder`);
  if (versionOf(there) === undefined) throw new UsageError(`${folder} is not an unpacked workbook${whereElse(there)}`);
  const [ours, theirs] = [versionOf(root) ?? '', versionOf(there) ?? ''];
  if (theirs.localeCompare(ours, 'en', { numeric: true }) < 0)
    throw new UsageError(`${folder} is older (${theirs}) than this workbook (${ours})`);
  return there;
}

/** An archive often holds one folder, and in that the workbook. */
function whereElse(there: string): string {
  const inside = readdirSync(there).filter((name) => versionOf(join(there, name)) !== undefined);
  return inside.length === 1
    ? `, but the folder in it is: ${join(there, inside[0])}`
    : ': it has no package.json, lessons and solutions';
}

/** The version in package.json; `undefined` where that folder is no workbook. */
export function versionOf(root: string): string | undefined {
  const complete = ['lessons/kit', 'solutions'].every((folder) => filesUnder(root, folder).length > 0);
  try {
    const { version } = JSON.parse(textIfThere(root, 'package.json') ?? '') as { version?: string };
    return complete ? (version ?? '0') : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The stubs of a workbook that somebody may have worked in: the files as they were shipped, and where one is not as it
 * was shipped, what its solution gives.
 */
export function shippedStubs(there: string): Texts {
  const manifest = readManifest(textIfThere(there, manifestFile));
  const shipped = learnerTexts(there);
  const generated = stubTexts(there);
  const pristine = (path: string) => shipped.has(path) && isGenerated(manifest, path, shipped.get(path)!);
  return new Map([...generated].map(([path, stub]) => [path, pristine(path) ? shipped.get(path)! : stub]));
}

/** What differs outside the learner's files. */
export interface Rest {
  /** To be copied from the newer workbook. */
  written: string[];
  removed: string[];
}

export function restOf(root: string, there: string): Rest {
  const theirs = filesUnder(there, '').filter((path) => !isLearnerFile(path));
  const kept = new Set(theirs);
  return {
    written: theirs.filter((path) => !sameBytes(join(root, path), join(there, path))),
    removed: ownFolders.flatMap((folder) => filesUnder(root, folder)).filter((path) => !kept.has(path)),
  };
}

export function applyRest(root: string, there: string, { written, removed }: Rest, beforeStep?: () => void): void {
  for (const path of written) {
    beforeStep?.();
    replaceFile(root, path, readFileSync(join(there, path)));
  }
  for (const path of removed) remove(root, path);
}

function sameBytes(a: string, b: string): boolean {
  try {
    return readFileSync(a).equals(readFileSync(b));
  } catch {
    return false;
  }
}
