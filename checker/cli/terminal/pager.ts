/**
 * Shows a long text page by page, as `man` does, where someone sits at a terminal; else writes it as it is.
 */
import { spawn } from 'node:child_process';
import { print } from './print.ts';

export interface PageOptions {
  /** Write it all at once even on a terminal. */
  straight?: boolean;
}

/** @returns whether a pager showed it, so that nothing of it is left on the screen */
export async function page(lines: string[], { straight = false }: PageOptions = {}): Promise<boolean> {
  const isWatched = process.stdout.isTTY && process.stdin.isTTY;
  const isLong = lines.length >= process.stdout.rows;
  if (!straight && isWatched && isLong && (await runPager(`${lines.join('\n')}\n`))) return true;
  print(lines);
  return false;
}

/** Whether the pager could be run; it may be left before the text's end. */
function runPager(text: string): Promise<boolean> {
  const command = process.env.PAGER || 'less';
  // Ctrl-C belongs to the pager while it runs.
  const ignore = () => {};
  process.on('SIGINT', ignore);
  const pager = spawn(command, {
    shell: true,
    // That our own choice is not installed is nothing to complain of.
    stdio: ['pipe', 'inherit', process.env.PAGER ? 'inherit' : 'ignore'],
    // Its -K: Ctrl-C leaves it, as it leaves everything here.
    env: { LESS: '-RK', LESSCHARSET: 'utf-8', ...process.env },
  });
  // A pager that is left early stops reading.
  pager.stdin.on('error', ignore);
  pager.stdin.end(text);
  return new Promise((resolve) => {
    const done = (ran: boolean) => {
      process.off('SIGINT', ignore);
      resolve(ran);
    };
    pager.once('error', () => done(false));
    pager.once('close', (code) => done(code !== notFound && code !== notFoundOnWindows));
  });
}

const notFound = 127;
const notFoundOnWindows = 9009;
