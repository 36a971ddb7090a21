/**
 * Runs exercises of one lesson: bundles them once, runs each in a process of its own, a few side by side.
 */
import { availableParallelism } from 'node:os';
import { assess, assessFirstFailure, assessUnloadable } from './assess.ts';
import { type Bundle, type BundleRequest, withBundle } from './bundle.ts';
import { Interrupted } from './interrupted.ts';
import type { Exercise } from './lesson.ts';
import type { ExerciseResult } from './verdict.ts';
import { createWorkerPool, type Execution, type OnOutcome, type WorkerPool } from './worker-process.ts';

export interface ExerciseRun extends BundleRequest {
  seed: number;
  /** Only the tests with these numbers of each exercise. */
  only?: number[];
  /** Told of every result as it comes, in whatever order. */
  onResult?: (result: ExerciseResult) => void;
  /** Told of the first test of an exercise that does not pass, while the others still run. */
  onFirstFailure?: (result: ExerciseResult) => void;
  /** Lets a process serve for several runs: for code of this project, not for a learner's. */
  staying?: boolean;
  /** Breaks the run off. */
  signal?: AbortSignal;
}

/** Exercises side by side, and workers that stand ready for them. */
const lanes = Math.max(1, Math.min(4, availableParallelism()));

let shared: WorkerPool | undefined;

/** The program's own pool. */
export function workerPool(): WorkerPool {
  shared ??= createWorkerPool();
  return shared;
}

/** Starts the workers for a coming run, so that they are up by the time its bundle is made. */
export function prepareWorkers(exercises: number): void {
  workerPool().prepare(Math.min(lanes, exercises));
}

/** Ends the waiting workers; the program can then exit. */
export function closeWorkers(): void {
  shared?.close();
  shared = undefined;
}

/** The results of the asked exercises, in the order of the catalog. */
export async function runExercises(run: ExerciseRun): Promise<ExerciseResult[]> {
  prepareWorkers(run.exercises.length);
  return withBundle(run, (bundle) => runBundle(run, bundle));
}

/**
 * As {@link runExercises}, on a bundle that is kept.
 *
 * @throws {Interrupted} once the run's signal is aborted; by then none of its processes is left
 */
export async function runBundle(run: ExerciseRun, { entries }: Bundle): Promise<ExerciseResult[]> {
  const asked = run.lesson.exercises.filter(({ id }) => run.exercises.includes(id));
  const results: ExerciseResult[] = [];
  const again: number[] = [];
  let left = asked.length;
  await inLanes(asked, async (exercise, i) => {
    if (!run.staying) prepareWorkers(left--);
    const { result, end } = await runOne(run, exercise, entries);
    results[i] = result;
    // A run that was slow beside others proves nothing yet; alone it does.
    if (end === 'timeout' && asked.length > 1) again.push(i);
    else run.onResult?.(result);
  });
  for (const i of again) {
    results[i] = (await runOne(run, asked[i], entries)).result;
    run.onResult?.(results[i]);
  }
  return results;
}

interface Run {
  result: ExerciseResult;
  end?: Execution['end'];
}

async function runOne(run: ExerciseRun, exercise: Exercise, entries: Bundle['entries']): Promise<Run> {
  const entry = entries.get(exercise.id)!;
  if (typeof entry !== 'string') return { result: assessUnloadable(exercise, entry) };
  let isPassing = true;
  const task = { entry, seed: run.seed, only: run.only, stay: run.staying };
  const onOutcome: OnOutcome = (outcome, soFar) => {
    if (isPassing && outcome.kind !== 'pass')
      run.onFirstFailure?.(assessFirstFailure(exercise, soFar, outcome, run.seed));
    isPassing &&= outcome.kind === 'pass';
  };
  if (run.signal?.aborted) throw new Interrupted();
  const execution = await workerPool().run(task, { timeoutMs: exercise.timeoutMs, onOutcome, signal: run.signal });
  if (run.signal?.aborted) throw new Interrupted();
  return { result: assess(exercise, execution, run.seed), end: execution.end };
}

/** Does the work for each item, as many at a time as there are lanes. */
export async function inLanes<T>(items: T[], work: (item: T, index: number) => Promise<void>): Promise<void> {
  const left = items.entries();
  const lane = async () => {
    for (const [i, item] of left) await work(item, i);
  };
  const endings = await Promise.allSettled(Array.from({ length: lanes }, lane));
  for (const ending of endings) if (ending.status === 'rejected') throw ending.reason;
}
