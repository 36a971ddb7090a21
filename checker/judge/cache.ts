import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { stateFolder } from '../paths.ts';

const oneDayMs = 24 * 60 * 60 * 1000;

/** Where built programs and bundles go: chosen by the launcher, which knows what can be written. */
export const cacheFolder = process.env.SLIPWAY_CACHE ?? join(stateFolder, 'cache');

/**
 * A folder of this run's own, so that two runs side by side never meet. Whoever takes it removes it; what a killed run
 * has left is removed a day later.
 */
export function scratchFolder(): string {
  const parent = join(cacheFolder, 'bundles');
  mkdirSync(parent, { recursive: true });
  for (const name of readdirSync(parent)) removeIfStale(join(parent, name));
  return mkdtempSync(join(parent, 'run-'));
}

function removeIfStale(folder: string): void {
  try {
    if (Date.now() - statSync(folder).mtimeMs > oneDayMs) rmSync(folder, { recursive: true, force: true });
  } catch {
    // Another run removed it first.
  }
}
