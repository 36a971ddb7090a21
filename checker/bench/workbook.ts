import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sourcesIn } from '../judge/layers.ts';
import { root } from '../paths.ts';
import { displayOf, stubOf } from '../workshop/stub.ts';

/** A whole workbook in a temporary folder, to be measured or mistreated. */
export interface WorkbookCopy {
  folder: string;
  /** The script that runs its commands. */
  launcher: string;
  /** The environment for its commands. */
  env: NodeJS.ProcessEnv;
  remove(): void;
}

/** @param answers what its lessons hold: fresh stubs, or the solutions as if a learner had written them */
export function copyOfWorkbook(answers: 'stubs' | 'solutions'): WorkbookCopy {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-copy-'));
  for (const part of ['package.json', 'package-lock.json', 'tsconfig.json', 'lessons', 'solutions', 'checker']) {
    cpSync(join(root, part), join(folder, part), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  for (const file of sourcesIn('solutions')) {
    const text = (answers === 'stubs' ? stubOf : displayOf)(readFileSync(join(root, file), 'utf8'), file);
    writeFileSync(join(folder, file.replace('solutions/', 'lessons/')), text);
  }
  const { SLIPWAY_CACHE: _cache, ...env } = process.env;
  return {
    folder,
    launcher: join(folder, 'checker', 'cli', 'slipway.mjs'),
    env: { ...env, SLIPWAY_ROOT: folder },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
