/**
 * One lesson kept ready to be judged again and again: the bundle is built incrementally, and the workers for the next
 * run start while the learner is still typing.
 */
import { keepAttachments } from './attachments.ts';
import { createBundler } from './bundle.ts';
import { layersFor, type Standings, settle } from './judgement.ts';
import { type Layers, referenceIn } from './layers.ts';
import type { Lesson } from './lesson.ts';
import { prepareWorkers, runBundle } from './run.ts';
import type { ExerciseResult } from './verdict.ts';

export interface WatchSession {
  layers: Layers;
  /**
   * The verdicts on the files as they are now. Not to be called again before it has answered.
   *
   * @param onFirstFailure told as soon as one test of an exercise does not pass, while the others still run
   */
  check(ids: string[], onFirstFailure?: (result: ExerciseResult) => void): Promise<ExerciseResult[]>;
  dispose(): Promise<void>;
}

export async function createWatchSession(lesson: Lesson, seed: number, standings: Standings): Promise<WatchSession> {
  const layers = await layersFor(lesson, { standings, seed });
  const request = { lesson, exercises: lesson.exercises.map(({ id }) => id), reference: referenceIn(layers), seed };
  const bundler = await createBundler(request);
  return {
    layers,
    async check(ids, onFirstFailure) {
      const results = await runBundle(
        { ...request, exercises: ids, onFirstFailure: (result) => onFirstFailure?.(keepAttachments(result)) },
        await bundler.build(),
      );
      prepareWorkers(ids.length);
      return Promise.all(
        results.map(async (result) => keepAttachments(await settle(result, lesson, layers, { seed }))),
      );
    },
    dispose: () => bundler.dispose(),
  };
}
