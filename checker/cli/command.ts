/**
 * A command is one file in this folder with a default export of this shape; `main.ts` lists them.
 */
export interface Command {
  name: string;
  /** One line for the list of commands. */
  summary: string;
  /** What `--help` prints: usage lines, options and an example or two. */
  help: string;
  /**
   * Does it.
   *
   * @param args what stands after the command's name
   * @returns the exit code: 0 all asked for passed, 1 something did not, 2 usage, 3 the harness's own fault
   * @throws {UsageError} on bad input, before anything is touched
   */
  run(args: string[]): Promise<number>;
}

export const exitCode = { passed: 0, failed: 1, usage: 2, harness: 3 } as const;

/** Bad input. Its message is one clear line: what was wrong and what to type instead. Exit code 2, nothing touched. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
