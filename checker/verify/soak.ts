/** Many seeds on the reference, with one bundle for all of them. */
import { createBundler } from '../judge/bundle.ts';
import type { Target } from '../judge/judgement.ts';
import { allReference, referenceIn } from '../judge/layers.ts';
import { prepareWorkers, runBundle } from '../judge/run.ts';
import type { ExerciseResult } from '../judge/verdict.ts';

/** @param onResult told of each exercise's result with each seed, and how many there were so far */
export async function soak(
  { lesson, exercises }: Target,
  { from, seeds }: { from: number; seeds: number },
  onResult: (result: ExerciseResult, seed: number, done: number) => void,
): Promise<void> {
  const request = { lesson, exercises: exercises.map(({ id }) => id), reference: referenceIn(allReference(lesson)) };
  const bundler = await createBundler(request);
  prepareWorkers(exercises.length);
  try {
    const bundle = await bundler.build();
    let done = 0;
    for (let seed = from; seed < from + seeds; seed++) {
      for (const result of await runBundle({ ...request, seed }, bundle)) onResult(result, seed, ++done);
    }
  } finally {
    await bundler.dispose();
  }
}
