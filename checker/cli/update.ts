import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../paths.ts';
import { refuseSwallowed } from '../workshop/npm-options.ts';
import { orRefuse } from '../workshop/refusal.ts';
import { updateFromFolder } from '../workshop/update/from-folder.ts';
import { updateFromGit } from '../workshop/update/from-git.ts';
import { needsALook, reportOf } from '../workshop/update/report.ts';
import { readingArguments } from './arguments.ts';
import { type Command, exitCode, UsageError } from './command.ts';
import { transientLine } from './transient.ts';

const options = {
  'dry-run': { type: 'boolean' },
  from: { type: 'string' },
  upstream: { type: 'string' },
} as const;

const command: Command = {
  name: 'update',
  summary: 'a newer workbook, with all your work kept',
  help: `
npm run update                              the newest version from where this checkout came from
npm run update -- --from ../slipway-main    a newer version that you unpacked there; needs no git
npm run update -- --upstream upstream/main  this branch of a remote, for a fork
npm run update -- --dry-run                 only say what would happen

Your files are saved aside first, then what is new in the stubs is merged into what you wrote. Where both changed
the same lines your file stays as it is. docs/updating.md tells more.
Exit code: 0 it is up to date, 1 something waits for you or it could not be done, 2 bad usage.`,
  async run(args) {
    const { values } = readingArguments(() => parseArgs({ args, options }));
    refuseSwallowed('update', ['dry-run', 'from', 'upstream']);
    const { from, upstream, 'dry-run': dryRun } = values;
    if (from !== undefined && upstream !== undefined)
      throw new UsageError('--from and --upstream are two ways: choose one');
    return orRefuse(() => update({ from, upstream, dryRun }));
  },
};

export default command;

function update({ from, upstream, dryRun }: { from?: string; upstream?: string; dryRun?: boolean }): number {
  const line = transientLine();
  line.show('looking for news …');
  try {
    const outcome =
      from === undefined
        ? updateFromGit({ root, upstream, dryRun })
        : updateFromFolder({ root, folder: placeOf(from), dryRun });
    line.clear();
    process.stdout.write(reportOf(outcome));
    return needsALook(outcome) ? exitCode.failed : exitCode.passed;
  } finally {
    line.clear();
  }
}

/** Taken from where the command was typed, which npm tells us: npm itself goes to the workbook's root first. */
function placeOf(folder: string): string {
  return resolve(process.env.INIT_CWD ?? process.cwd(), folder);
}
