import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The workbook's root. The launcher sets the variable, since the built program runs from the cache. */
export const root = resolve(process.env.SLIPWAY_ROOT ?? process.cwd());

/** Everything that Slipway writes of its own, outside git; `rm -r .slipway` costs the record and the saved copies only. */
export const stateFolder = join(root, '.slipway');

export const progressFile = join(stateFolder, 'progress.json');

/** Copies of the learner's files, made before a command overwrites them. */
export const savedFolder = join(stateFolder, 'saved');

/** Pictures of failures, each overwritten by the next of the same test. */
export const failuresFolder = join(stateFolder, 'failures');

/** Whether this is a workbook at all: the one check before any command. */
export function isWorkbook(): boolean {
  return existsSync(join(root, 'lessons', 'kit')) && existsSync(join(root, 'solutions'));
}
