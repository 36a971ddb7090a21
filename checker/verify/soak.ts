/**
 * Many seeds on the reference. A test that draws nothing from the seed runs with the first one only; the others run
 * with all of them, a batch of seeds in one process.
 */
import { withBundle } from '../judge/bundle.ts';
import type { Target } from '../judge/judgement.ts';
import { allReference, referenceIn } from '../judge/layers.ts';
import type { Exercise } from '../judge/lesson.ts';
import { inLanes, workerPool } from '../judge/run.ts';
import type { Execution } from '../judge/worker-process.ts';

export interface Seeds {
  from: number;
  count: number;
}

export interface SoakFailure {
  exercise: string;
  test: string;
  seed: number;
  message: string;
}

export interface SoakReport {
  /** Test runs, each of one test with one seed. */
  runs: number;
  failures: SoakFailure[];
}

const batchSize = 25;

/** @param onBatch told after each batch of seeds */
export async function soak(
  { lesson, exercises }: Target,
  { from, count }: Seeds,
  onBatch: (exercise: string, report: SoakReport) => void,
): Promise<SoakReport> {
  const report: SoakReport = { runs: 0, failures: [] };
  const request = { lesson, exercises: exercises.map(({ id }) => id), reference: referenceIn(allReference(lesson)) };
  await withBundle(request, async ({ entries }) => {
    const run = async (exercise: Exercise, seed: number, seeds: number, only?: number[]) => {
      const entry = entries.get(exercise.id);
      if (typeof entry !== 'string') throw new Error(entry?.message);
      const execution = await workerPool().run(
        { entry, seed, seeds, only },
        {
          timeoutMs: exercise.timeoutMs * seeds,
        },
      );
      addTo(report, exercise, execution, seed);
      onBatch(exercise.id, report);
      return execution;
    };
    await inLanes(exercises, async (exercise) => {
      const first = await run(exercise, from, 1);
      const seeded = first.outcomes.flatMap((outcome, i) => (outcome.seeded ? [i + 1] : []));
      if (seeded.length === 0) return;
      for (let seed = from + 1; seed < from + count; seed += batchSize) {
        await run(exercise, seed, Math.min(batchSize, from + count - seed), seeded);
      }
    });
  });
  return report;
}

function addTo(report: SoakReport, exercise: Exercise, execution: Execution, seed: number): void {
  report.runs += execution.outcomes.length;
  for (const outcome of execution.outcomes) {
    if (outcome.kind === 'pass') continue;
    const { name, message = outcome.kind } = outcome;
    report.failures.push({ exercise: exercise.id, test: name, seed: outcome.seed, message });
  }
  if (execution.end === 'finished') return;
  const message = `the run ended with "${execution.end}" ${execution.thrown?.message ?? ''}`;
  report.failures.push({ exercise: exercise.id, test: execution.interrupted ?? 'no test', seed, message });
}
