import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Refusal } from '../refusal.ts';

/** git, run in one checkout. */
export interface Git {
  /** What the command prints, as text. */
  run(args: string[], input?: string): string;
  /** The same as a list: for commands that end every item with a zero byte. */
  list(args: string[], input?: string): string[];
  /** The same, or `undefined` where the command fails. */
  ask(args: string[]): string | undefined;
  bytes(args: string[], input?: string | Uint8Array): Buffer;
  /** Works in the same checkout with an index of its own, which begins empty and is gone afterwards. */
  aside<T>(work: (git: Git) => T): T;
}

/** A git command failed. The message is what git said. */
export class GitError extends Error {
  override readonly name = 'GitError';
}

export function gitIn(root: string, index?: string): Git {
  const env = environment(index);

  function bytes(args: string[], input?: string | Uint8Array): Buffer {
    try {
      const stdio = [input === undefined ? 'inherit' : 'pipe', 'pipe', 'pipe'] as const;
      return execFileSync('git', ['-C', root, ...args], { env, input, stdio: [...stdio], maxBuffer: 2 ** 28 });
    } catch (thrown) {
      throw explained(thrown as NodeJS.ErrnoException & { stderr?: Buffer });
    }
  }

  const run = (args: string[], input?: string) => bytes(args, input).toString('utf8').trimEnd();
  return {
    bytes,
    run,
    list: (args, input) => bytes(args, input).toString('utf8').split('\0').filter(Boolean),
    ask(args) {
      try {
        return run(args);
      } catch (thrown) {
        if (thrown instanceof GitError) return undefined;
        throw thrown;
      }
    },
    aside(work) {
      const folder = mkdtempSync(join(tmpdir(), 'slipway-index-'));
      try {
        return work(gitIn(root, join(folder, 'index')));
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
}

/** Without the variables that a git hook sets, which would point these commands at another checkout. */
function environment(index: string | undefined): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^GIT_(DIR|WORK_TREE|INDEX_FILE|PREFIX)$/.test(name));
  return { ...Object.fromEntries(own), LC_ALL: 'C', ...(index === undefined ? {} : { GIT_INDEX_FILE: index }) };
}

function explained(error: NodeJS.ErrnoException & { stderr?: Buffer }): Error {
  if (error.code === 'ENOENT')
    return new Refusal(
      'git is not installed. Unpack the newer workbook in a folder and type: npm run update -- --from FOLDER',
    );
  const said = error.stderr?.toString('utf8').trim().split('\n') ?? [];
  const line = (said.find((each) => /^(fatal|error):/.test(each)) ?? said[0] ?? error.message).replace(/^\w+: /, '');
  return new GitError(line.replace(/\.?$/, /\.lock/.test(line) ? ' (if no git is running, delete that file)' : ''));
}
