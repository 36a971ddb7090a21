/**
 * The reference must pass every exercise, directly and through the membrane, with whichever seed; and every rule that an
 * exercise names must be judged by one of its tests.
 */
import { lessons } from '../catalog.ts';
import { allReference, referenceIn } from '../judge/layers.ts';
import { runExercises } from '../judge/run.ts';
import type { ExerciseResult } from '../judge/verdict.ts';
import type { OnStep, Proof } from './proof.ts';

export async function proveReference(seed: number, onStep: OnStep): Promise<Proof['reference']> {
  const proof: Proof['reference'] = { exercises: 0, passing: 0, problems: [] };
  for (const [i, lesson] of lessons.entries()) {
    onStep('reference', i, lessons.length);
    for (const result of await runWhole(lesson, seed)) {
      proof.exercises++;
      proof.problems.push(...uncited(result));
      if (result.verdict === 'pass') proof.passing++;
      else
        proof.problems.push(
          `the reference makes ${result.id} "${result.verdict}" with seed ${seed}: ${reasonOf(result)}`,
        );
    }
  }
  return proof;
}

function uncited({ id, rules, tests }: ExerciseResult): string[] {
  return rules
    .filter((rule) => !tests.some(({ name }) => name.startsWith(`${rule}: `)))
    .map((rule) => `no test of ${id} cites ${rule}`);
}

export function runWhole(lesson: (typeof lessons)[number], seed: number, sealed = false) {
  const exercises = lesson.exercises.map(({ id }) => id);
  return runExercises({ lesson, exercises, reference: referenceIn(allReference(lesson)), seed, sealed });
}

export function reasonOf(result: Awaited<ReturnType<typeof runWhole>>[number]): string {
  const failed = result.tests.find(({ verdict }) => verdict !== 'pass');
  return [result.message, failed && `${failed.name}: ${failed.message}`].filter(Boolean).join('; ');
}
