/**
 * One lesson kept ready to be judged again and again: the bundle is built incrementally, and the workers for the next
 * run start while the learner is still typing.
 */
import { keepAttachments } from './attachments.ts';
import { type Bundle, type BundleRequest, type Bundler, createBundler } from './bundle.ts';
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
   * @throws {Interrupted} once `signal` is aborted
   */
  check(ids: string[], during?: During): Promise<ExerciseResult[]>;
  dispose(): Promise<void>;
}

export interface During {
  /** The one exercise will be asked for again and again. */
  isFocus?: boolean;
  signal?: AbortSignal;
  /** Told as soon as one test of an exercise does not pass, while the others still run. */
  onFirstFailure?: (result: ExerciseResult) => void;
}

export async function createWatchSession(lesson: Lesson, seed: number, standings: Standings): Promise<WatchSession> {
  const layers = await layersFor(lesson, { standings, seed });
  const request = { lesson, exercises: lesson.exercises.map(({ id }) => id), reference: referenceIn(layers), seed };
  const bundlers = await createBundlers(request);
  return {
    layers,
    async check(ids, { isFocus = false, signal, onFirstFailure } = {}) {
      const results = await runBundle(
        { ...request, exercises: ids, signal, onFirstFailure: (result) => onFirstFailure?.(keepAttachments(result)) },
        await (isFocus ? bundlers.buildFocus(ids[0]) : bundlers.buildWhole()),
      );
      prepareWorkers(ids.length);
      return Promise.all(
        results.map(async (result) => keepAttachments(await settle(result, lesson, layers, { seed }))),
      );
    },
    dispose: () => bundlers.dispose(),
  };
}

/** One exercise bundles in half the time of all: so the one in focus has a bundler of its own. */
async function createBundlers(request: BundleRequest) {
  const whole = await createBundler(request);
  let focus: { id: string; bundler: Bundler } | undefined;
  return {
    buildWhole: (): Promise<Bundle> => whole.build(),
    async buildFocus(id: string): Promise<Bundle> {
      if (focus?.id !== id) {
        await focus?.bundler.dispose();
        focus = { id, bundler: await createBundler({ ...request, exercises: [id] }) };
      }
      return focus.bundler.build();
    },
    async dispose(): Promise<void> {
      await Promise.all([whole.dispose(), focus?.bundler.dispose()]);
    },
  };
}
