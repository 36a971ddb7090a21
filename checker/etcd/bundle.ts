/**
 * Makes one file of a program and the layers it runs on. It starts faster than through a loader, and runs faster: the
 * loader wraps every function that is made within another one.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type BuildFailure, build } from 'esbuild';
import { UsageError } from '../cli/command.ts';
import { root, stateFolder } from '../paths.ts';

export interface ProgramFile {
  path: string;
  remove(): void;
}

/**
 * What Node is told when it runs the program. Left alone, its heap grows to four times what is in use before it looks for
 * garbage, and an etcd is in use for weeks.
 */
export const nodeFlags = ['--enable-source-maps', '--heap-growing-percent=40'];

/**
 * @param conditions names of layers, each with `solved-` in front, that are the reference's
 * @param program the folder in `checker/` that it is in
 * @throws {UsageError} where the code does not build, with the first place
 */
export async function bundleProgram(
  conditions: string[],
  program: 'etcd' | 'apiserver' | 'deploy' = 'etcd',
): Promise<ProgramFile> {
  const folder = join(process.env.SLIPWAY_CACHE ?? join(stateFolder, 'cache'), `${program}-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${program}.mjs`);
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    await build({
      absWorkingDir: root,
      entryPoints: [join('checker', program, 'main.ts')],
      outfile: path,
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      packages: 'external',
      conditions,
      sourcemap: 'inline',
      logLevel: 'silent',
    });
  } catch (thrown) {
    remove();
    const { errors } = thrown as BuildFailure;
    if (!errors) throw thrown;
    const [{ text, location }] = errors;
    const place = location ? `${relative(root, join(root, location.file))}:${location.line}: ` : '';
    throw new UsageError(`the program does not build: ${place}${text}`);
  }
  return { path, remove };
}
