/**
 * Every wrong answer of the bank is tried: the reference with its edit, the exercise that must catch it, directly and
 * through the membrane. What each reports is its fingerprint.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bugsOf, lessons } from '../catalog.ts';
import { allReference, referenceIn } from '../judge/layers.ts';
import { type Bug, folderOf, type Lesson } from '../judge/lesson.ts';
import { type Fingerprints, fingerprintFile, fingerprintOf, studySeed } from '../judge/look-alike.ts';
import { runExercises } from '../judge/run.ts';
import type { ExerciseResult } from '../judge/verdict.ts';
import { root } from '../paths.ts';
import type { OnStep, Proof } from './proof.ts';

export interface Trial {
  lesson: Lesson;
  bug: Bug;
  /** Absent where the edit cannot be made. */
  direct?: ExerciseResult;
  sealed?: ExerciseResult;
  problem?: string;
}

export async function tryBugs(onStep: OnStep): Promise<Trial[]> {
  const bank = await Promise.all(lessons.map(async (lesson) => (await bugsOf(lesson)).map((bug) => ({ lesson, bug }))));
  const trials: Trial[] = [];
  for (const { lesson, bug } of bank.flat()) {
    onStep('bugs', trials.length, bank.flat().length);
    trials.push(await tryBug(lesson, bug));
  }
  return trials;
}

/** The reference with the mistake in it, as the bundler takes it: path to text. Says so where an edit does not fit. */
export function withBug(lesson: Lesson, bug: Bug): Map<string, string> {
  const texts = new Map<string, string>();
  for (const { file, find, replace } of bug.edits) {
    const path = `solutions/${folderOf(lesson)}/${file}`;
    const source = texts.get(path) ?? readFileSync(join(root, path), 'utf8');
    const found = source.split(find).length - 1;
    if (found !== 1) throw new Error(`its text to find stands ${found} times in ${path}, not once`);
    texts.set(
      path,
      source.replace(find, () => replace),
    );
  }
  return texts;
}

/** Runs the exercise that must catch the mistake, directly and sealed. */
export async function tryBug(lesson: Lesson, bug: Bug): Promise<Trial> {
  try {
    const run = {
      lesson,
      exercises: [bug.exercise],
      reference: referenceIn(allReference(lesson)),
      seed: studySeed,
      replaced: withBug(lesson, bug),
    };
    const [[direct], [sealed]] = await Promise.all([runExercises(run), runExercises({ ...run, sealed: true })]);
    return { lesson, bug, direct, sealed };
  } catch (thrown) {
    return { lesson, bug, problem: (thrown as Error).message };
  }
}

export function proveBugs(trials: Trial[]): Proof['bugs'] {
  const problems = trials.flatMap(({ lesson, bug, direct, problem }) => {
    const name = `${folderOf(lesson)}, "${bug.id}"`;
    if (problem) return [`${name}: ${problem}`];
    const expected = bug.verdict ?? 'fail';
    if (direct!.verdict === expected) return [];
    return [`${name}: ${bug.exercise} gave "${direct!.verdict}" instead of "${expected}"`];
  });
  return { total: trials.length, caught: trials.length - problems.length, problems };
}

/** The two builds must agree on the bank as well as on the reference. */
export function bugParity(trials: Trial[]): string[] {
  return trials.flatMap(({ lesson, bug, direct, sealed }) =>
    (bug.sealed ?? direct?.verdict) === sealed?.verdict
      ? []
      : [`${folderOf(lesson)}, "${bug.id}": "${direct?.verdict}" directly, "${sealed?.verdict}" when sealed`],
  );
}

/** Fingerprint files that are not what the trials give now; written anew where asked. */
export function staleFingerprints(trials: Trial[], write: boolean): string[] {
  return lessons.flatMap((lesson) => {
    const file = fingerprintFile(lesson);
    const text = `${JSON.stringify(fingerprintsOf(trials.filter((trial) => trial.lesson === lesson)), null, 2)}\n`;
    if (existsSync(file) && readFileSync(file, 'utf8') === text) return [];
    if (!write) return [`checker/${folderOf(lesson)}/fingerprints.json is out of date: npm run verify -- --write`];
    writeFileSync(file, text);
    return [];
  });
}

/** A report that two mistakes share tells neither of them from the other, so it names both. */
function fingerprintsOf(trials: Trial[]): Fingerprints {
  const sentences = new Map<string, Set<string>>();
  for (const { bug, direct } of trials) {
    if (!direct || direct.verdict === 'pass') continue;
    const fingerprint = fingerprintOf(direct);
    sentences.set(fingerprint, (sentences.get(fingerprint) ?? new Set()).add(bug.mistake));
  }
  const sorted = [...sentences].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([fingerprint, mistakes]) => [fingerprint, [...mistakes].join('; or ')]));
}
