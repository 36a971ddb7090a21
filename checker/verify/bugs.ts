/**
 * Every wrong answer of the bank is tried: the reference with its edit, the exercise that must catch it, directly and
 * through the membrane. What each reports is its fingerprint.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bugsOf, lessons } from '../catalog.ts';
import { type Bundler, createBundler } from '../judge/bundle.ts';
import { allReference, referenceIn } from '../judge/layers.ts';
import { type Bug, folderOf, type Lesson } from '../judge/lesson.ts';
import { type Fingerprints, fingerprintFile, fingerprintOf, studySeed } from '../judge/look-alike.ts';
import { type ExerciseRun, inLanes, runBundle } from '../judge/run.ts';
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

/** The mistakes of one exercise after another share their bundlers; two exercises are tried side by side. */
export async function tryBugs(onStep: OnStep): Promise<Trial[]> {
  const banks = await Promise.all(lessons.map(async (lesson) => ({ lesson, bugs: await bugsOf(lesson) })));
  const total = banks.reduce((sum, { bugs }) => sum + bugs.length, 0);
  const trials = new Map<Bug, Trial>();
  const groups = banks.flatMap(({ lesson, bugs }) =>
    lesson.exercises.map(({ id }) => ({ lesson, bugs: bugs.filter(({ exercise }) => exercise === id) })),
  );
  // Those with the most to do first, so that no lane ends with a long one alone.
  groups.sort((a, b) => b.bugs.length - a.bugs.length);
  await inLanes(groups, async ({ lesson, bugs }) => {
    if (bugs.length === 0) return;
    const bench = await createTrialBench(lesson, bugs[0].exercise);
    for (const bug of bugs) {
      onStep('bugs', trials.size, total);
      trials.set(bug, await bench.try(bug));
    }
    await bench.dispose();
  });
  return banks.flatMap(({ bugs }) => bugs.flatMap((bug) => trials.get(bug) ?? []));
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
  const bench = await createTrialBench(lesson, bug.exercise);
  try {
    return await bench.try(bug);
  } finally {
    await bench.dispose();
  }
}

/** Tries one mistake of an exercise after another. */
async function createTrialBench(lesson: Lesson, exercise: string) {
  const replaced = new Map<string, string>();
  const reference = referenceIn(allReference(lesson));
  const run: ExerciseRun = { lesson, exercises: [exercise], reference, seed: studySeed, replaced, staying: true };
  const bundlers = { direct: await createBundler(run), sealed: await createBundler({ ...run, sealed: true }) };
  const runOn = async (bundler: Bundler, only?: number[]) =>
    (await runBundle({ ...run, only }, await bundler.build()))[0];
  return {
    async try(bug: Bug): Promise<Trial> {
      try {
        replaced.clear();
        for (const [path, text] of withBug(lesson, bug)) replaced.set(path, text);
        const direct = await runOn(bundlers.direct);
        return { lesson, bug, direct, sealed: await trySealed(bug, direct, (only) => runOn(bundlers.sealed, only)) };
      } catch (thrown) {
        return { lesson, bug, problem: (thrown as Error).message };
      }
    },
    async dispose(): Promise<void> {
      await Promise.all([bundlers.direct.dispose(), bundlers.sealed.dispose()]);
    },
  };
}

/**
 * What one test has caught directly it must catch sealed: that is enough for the verdict to be the same. Where it does
 * not, or where another verdict is due, all of them run.
 */
async function trySealed(
  bug: Bug,
  direct: ExerciseResult,
  run: (only?: number[]) => Promise<ExerciseResult>,
): Promise<ExerciseResult> {
  const first = direct.tests.findIndex(({ verdict }) => verdict === 'fail');
  if (direct.verdict === 'fail' && first >= 0 && bug.sealed === undefined) {
    const sealed = await run([first + 1]);
    if (sealed.verdict === 'fail') return sealed;
  }
  return run();
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
    const fresh = fingerprintsOf(trials.filter((trial) => trial.lesson === lesson));
    if (!write && existsSync(file) && isUpToDate(lesson, JSON.parse(readFileSync(file, 'utf8')), fresh)) return [];
    if (!write) return [`checker/${folderOf(lesson)}/fingerprints.json is out of date: npm run verify -- --write`];
    writeFileSync(file, `${JSON.stringify(fresh, null, 2)}\n`);
    return [];
  });
}

/**
 * Whether the file still tells what mistakes look like: each by its own report, but those of exercises that measure, whose
 * reports are not the same each time.
 */
function isUpToDate(lesson: Lesson, known: Fingerprints, fresh: Fingerprints): boolean {
  const measuring = lesson.exercises.filter(({ measures }) => measures).map(({ id }) => `${id} `);
  const exact = (all: Fingerprints) =>
    JSON.stringify(Object.entries(all).filter(([fingerprint]) => !measuring.some((id) => fingerprint.startsWith(id))));
  return exact(known) === exact(fresh);
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
