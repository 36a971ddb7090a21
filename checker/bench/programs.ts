import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { lessons } from '../catalog.ts';
import { root } from '../paths.ts';
import { NoVerdict } from './measure.ts';

const limitMs = 60_000;

/**
 * Runs a program to its end, its output thrown away.
 *
 * @throws {NoVerdict} if it fails, or is not done within a minute
 */
export function runToEnd(args: string[], env: NodeJS.ProcessEnv = {}): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: 'ignore',
      timeout: limitMs,
      killSignal: 'SIGKILL',
    });
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(new NoVerdict(`${args.slice(-3).join(' ')} ended with ${signal ?? `exit code ${code}`}`));
    });
  });
}

export const launcher = join(root, 'checker', 'cli', 'slipway.mjs');

/** What a test author without a judge would do: a loader for TypeScript, uvu, and the files of tests. */
export function plainRun(exercises: string[]): Promise<void> {
  const conditions = lessons.flatMap(({ name }) => ['-C', `solved-${name}`]);
  return runToEnd(['--import', 'tsx', ...conditions, join(root, 'checker', 'bench', 'plain.ts'), ...exercises]);
}
