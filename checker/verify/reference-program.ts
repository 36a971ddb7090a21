/**
 * Programs of the judge on the reference's code, run as hidden tests are: bundled, each in a process of its own.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { lessons } from '../catalog.ts';
import { scratchFolder } from '../judge/cache.ts';
import { root } from '../paths.ts';

/** Bundles `checker/` and the path below it, and hands over what to run; it is gone afterwards. */
export async function withReferenceProgram<T>(path: string, use: (file: string) => Promise<T>): Promise<T> {
  const { build } = await import('esbuild');
  const folder = scratchFolder();
  const outfile = join(folder, 'program.mjs');
  try {
    await build({
      absWorkingDir: root,
      entryPoints: [join(root, 'checker', path)],
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      packages: 'external',
      conditions: lessons.map(({ name }) => `solved-${name}`),
      tsconfigRaw: {},
    });
    return await use(outfile);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
