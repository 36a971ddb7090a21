/**
 * Every exercise must be `todo` on a fresh stub. The stubs are made from the solutions here and now, so that this holds
 * whatever lies in lessons/.
 */
import { lessons } from '../catalog.ts';
import { allReference, referenceIn } from '../judge/layers.ts';
import { studySeed } from '../judge/look-alike.ts';
import { runExercises } from '../judge/run.ts';
import { root } from '../paths.ts';
import { stubTexts } from '../workshop/files.ts';
import type { OnStep, Proof } from './proof.ts';

export async function proveStubs(onStep: OnStep): Promise<Proof['stubs']> {
  const proof: Proof['stubs'] = { exercises: 0, failing: 0, problems: [] };
  for (const [i, lesson] of lessons.entries()) {
    onStep('stubs', i, lessons.length);
    const { [lesson.name]: _own, ...below } = allReference(lesson);
    const results = await runExercises({
      lesson,
      exercises: lesson.exercises.map(({ id }) => id),
      reference: referenceIn(below),
      seed: studySeed,
      replaced: stubTexts(root),
    });
    for (const { id, verdict, message } of results) {
      proof.exercises++;
      if (verdict === 'todo') proof.failing++;
      else
        proof.problems.push(`a fresh stub makes ${id} "${verdict}" instead of "todo"${message ? `: ${message}` : ''}`);
    }
  }
  return proof;
}
