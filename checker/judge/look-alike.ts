/**
 * Which known mistake a failure looks like. Every wrong answer of the bank has been run once with the study seed, and
 * what its exercise reported stands in `checker/N-name/fingerprints.json`, written by `npm run verify -- --write`.
 * A learner's failure with the very same report gets the bank's sentence.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../paths.ts';
import { folderOf, type Lesson } from './lesson.ts';
import type { ExerciseResult } from './verdict.ts';

/** The seed of a run for which none was asked: results stay the same while a learner edits. */
export const studySeed = 1;

/** Fingerprint of a failure to the sentence that names the mistake. */
export type Fingerprints = Record<string, string>;

export function fingerprintFile(lesson: Lesson): string {
  return join(root, 'checker', folderOf(lesson), 'fingerprints.json');
}

/** What failed and how, in a word: the failing tests with their smallest runs and wrong answers. */
export function fingerprintOf(result: ExerciseResult): string {
  const failures = result.tests
    .filter(({ verdict }) => verdict !== 'pass')
    .map(({ name, verdict, message, run, actual }) => ({
      name,
      verdict,
      message,
      run,
      actual: withoutMeasures(actual),
    }));
  return `${result.id} ${createHash('sha256').update(JSON.stringify(failures)).digest('hex').slice(0, 12)}`;
}

/** How much memory was held is a little different each time. */
function withoutMeasures(actual: string | undefined): string | undefined {
  return actual?.replace(/\d+(\.\d+)? MB/g, 'MB');
}

export function lookAlike(lesson: Lesson, result: ExerciseResult): Pick<ExerciseResult, 'looksLike'> {
  const file = fingerprintFile(lesson);
  if (!existsSync(file)) return {};
  const known = JSON.parse(readFileSync(file, 'utf8')) as Fingerprints;
  const looksLike = known[fingerprintOf(result)];
  return looksLike ? { looksLike } : {};
}
