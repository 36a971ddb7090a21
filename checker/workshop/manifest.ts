/**
 * What the generator wrote last, as one hash a file, in `solutions/stubs.json`. It tells the generator's own output,
 * however old, from somebody's work.
 *
 * The record is committed beside the solutions. Comparing with git's HEAD instead would take committed work for a stub
 * and would take a stub that was generated twice between two commits for work; and a workbook that was unpacked from an
 * archive has no git.
 */
import { createHash } from 'node:crypto';
import type { Texts } from './files.ts';
import { normalised } from './text.ts';

export const manifestFile = 'solutions/stubs.json';

/** Hashes by path. */
export type Manifest = Map<string, string>;

/** @param json the record's text; one that is missing or damaged counts as empty, so that nothing is taken for a stub */
export function readManifest(json: string | undefined): Manifest {
  try {
    return new Map(Object.entries(JSON.parse(json ?? '{}') as Record<string, string>));
  } catch {
    return new Map();
  }
}

/** Whether the text is what the generator wrote to this path. */
export function isGenerated(manifest: Manifest, path: string, text: string): boolean {
  return manifest.get(path) === hashOf(text);
}

export function manifestText(stubs: Texts): string {
  const hashes = [...stubs].map(([path, stub]) => [path, hashOf(stub)]);
  return `${JSON.stringify(Object.fromEntries(hashes), null, 2)}\n`;
}

function hashOf(text: string): string {
  return createHash('sha256').update(normalised(text)).digest('hex');
}
