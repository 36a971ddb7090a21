import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { lessons } from '../catalog.ts';
import { root } from '../paths.ts';

/** Runs a program to its end, its output thrown away. */
export function runToEnd(args: string[], env: NodeJS.ProcessEnv = {}): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, env: { ...process.env, ...env }, stdio: 'ignore' });
    child.once('error', reject);
    child.once('close', () => resolve());
  });
}

export const launcher = join(root, 'checker', 'cli', 'slipway.mjs');

/** What a test author without a judge would do: a loader for TypeScript, uvu, and the files of tests. */
export function plainRun(exercises: string[]): Promise<void> {
  const conditions = lessons.flatMap(({ name }) => ['-C', `solved-${name}`]);
  return runToEnd(['--import', 'tsx', ...conditions, join(root, 'checker', 'bench', 'plain.ts'), ...exercises]);
}
