/**
 * The base of a learner's file: the stub that the file started from. A later version of the stub is merged by what
 * changed since the base. Bases are kept under `.slipway/base`, each at its file's own path.
 *
 * A base that is too old does no harm: changes that the file already has are seen to be the same. One that is too new
 * would hide changes. So a base moves on only when a file has certainly taken the newer stub in.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { root as ownRoot } from '../paths.ts';
import { replaceFile, stubTexts, textIfThere } from './files.ts';
import { sameText } from './text.ts';

const bases = '.slipway/base';

/** Where the base is kept. */
export function baseFile(path: string): string {
  return `${bases}/${path}`;
}

export function baseOf(root: string, path: string): string | undefined {
  return textIfThere(root, baseFile(path));
}

/** The files with their bases: what to save aside before both change. */
export function withBases(paths: string[]): string[] {
  return [...paths, ...paths.map(baseFile)];
}

export function setBase(root: string, path: string, stub: string): void {
  replaceFile(root, baseFile(path), stub);
}

export function forgetBase(root: string, path: string): void {
  rmSync(join(root, baseFile(path)), { force: true });
}

/**
 * Keeps the present stub as the base of every file that has none or that is just that stub. Called at every check, so
 * that the base is known even if the learner replaces the workbook by hand later. Takes a few milliseconds, and never
 * throws: a check works on a read-only disk too.
 */
export function rememberBases(root = ownRoot): void {
  try {
    for (const [path, stub] of stubTexts(root)) {
      const base = baseOf(root, path);
      const mine = textIfThere(root, path);
      if (mine === undefined || (base !== undefined && sameText(base, stub))) continue;
      if (base === undefined || sameText(mine, stub)) setBase(root, path, stub);
    }
  } catch {
    // Without a base, an update takes the present version's stub for it, which is right in all but rare cases.
  }
}
