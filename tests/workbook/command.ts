import { spawn } from 'node:child_process';
import { join } from 'node:path';

export interface Ending {
  code: number | null;
  out: string;
  err: string;
}

const project = join(import.meta.dirname, '..', '..');

/** Runs a command of this checkout on a throw-away workbook, without a terminal. */
export function slipway(root: string, args: string[], environment: NodeJS.ProcessEnv = {}): Promise<Ending> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join('checker', 'cli', 'slipway.mjs'), ...args], {
      cwd: project,
      env: { ...process.env, ...environment, SLIPWAY_ROOT: root, NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ending: Ending = { code: null, out: '', err: '' };
    child.stdout.setEncoding('utf8').on('data', (chunk) => {
      ending.out += chunk;
    });
    child.stderr.setEncoding('utf8').on('data', (chunk) => {
      ending.err += chunk;
    });
    child.once('close', (code) => resolve({ ...ending, code }));
  });
}
