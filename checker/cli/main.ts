import { isWorkbook, root } from '../paths.ts';
import { exitCode, UsageError } from './command.ts';
import { commands } from './commands.ts';

/** What the machine lacks, and nobody's fault. */
const troubles: Record<string, string> = {
  ENOSPC: 'The disk is full: make room and type the same again',
  EDQUOT: 'Your share of the disk is full: make room and type the same again',
  EROFS: 'Nothing can be written here',
  EACCES: 'Something may not be read or written here',
  EMFILE: 'Too many files are open on this machine',
  ENOMEM: 'The memory is full',
};

process.exitCode = await main(process.argv.slice(2));

async function main([name, ...args]: string[]): Promise<number> {
  try {
    if (!isWorkbook())
      throw new UsageError(`${root} is not a Slipway workbook: go to the folder that has lessons/ in it`);
    const load = commands[name ?? ''];
    if (!load) throw new UsageError(`there is no command "${name}"; there are: ${Object.keys(commands).join(', ')}`);
    const { default: command } = await load();
    if (args.includes('--help') || args.includes('-h')) {
      process.stdout.write(`${command.help.trim()}\n`);
      return exitCode.passed;
    }
    return await command.run(args);
  } catch (thrown) {
    return explain(thrown);
  }
}

function explain(thrown: unknown): number {
  if (thrown instanceof UsageError) {
    process.stderr.write(`${thrown.message}\n`);
    return exitCode.usage;
  }
  const { code, message } = thrown as NodeJS.ErrnoException;
  if (code && code in troubles) {
    process.stderr.write(`${troubles[code]}: ${message}\n`);
    return exitCode.harness;
  }
  process.stderr.write(`Slipway itself went wrong; this is not your fault. ${(thrown as Error)?.stack ?? thrown}\n`);
  return exitCode.harness;
}
