import { exitCode } from '../cli/command.ts';

/** A command will not do what was asked, and has changed nothing. The message is one line that says why and what to do. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

/** Runs a command's work; a refusal, or a file that cannot be read or written, is printed as one line: exit code 1. */
export async function orRefuse(work: () => number | Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (thrown) {
    const line = thrown instanceof Refusal ? thrown.message : fileTrouble(thrown);
    if (line === undefined) throw thrown;
    process.stderr.write(`${line}\n`);
    return exitCode.failed;
  }
}

function fileTrouble(thrown: unknown): string | undefined {
  const { syscall, path } = thrown as NodeJS.ErrnoException;
  if (syscall === undefined || path === undefined) return undefined;
  return `Stopped at ${path}: ${reasonOf(thrown)}. What was there before is untouched, or saved in .slipway/saved.`;
}

/** What went wrong with a file, as people say it. */
export function reasonOf(thrown: unknown): string {
  const code = (thrown as NodeJS.ErrnoException | undefined)?.code ?? '';
  return reasons[code] ?? (thrown instanceof Error ? thrown.message : String(thrown));
}

const reasons: Record<string, string> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the disk is read-only',
  EACCES: 'it may not be written to',
  EPERM: 'it may not be written to',
  ENOTDIR: 'a file stands where a folder should be',
  EEXIST: 'a file stands where a folder should be',
};
