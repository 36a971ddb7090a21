import type { Standings } from '../judge/judgement.ts';
import type { ExerciseResult } from '../judge/verdict.ts';
import { readProgress, updateProgress } from './progress-file.ts';

/** Writes down what a run on the learner's code found. What it did not ask for stays as it was. */
export function recordResults(results: ExerciseResult[]): void {
  const at = new Date().toISOString();
  updateProgress((progress) => {
    for (const { id, verdict, points } of results) {
      const before = progress.exercises[id];
      const solved = before?.solved ?? (verdict === 'pass' ? at : undefined);
      progress.exercises[id] = { ...before, verdict, points, at, ...(solved && { solved }) };
    }
  });
}

/** The standing of whole lessons, kept in the progress file: a hint that saves a run, never a grade. */
export function standingsOnFile(): Standings {
  const { layers } = readProgress();
  return {
    known: (layer, digest) => (layers[layer]?.code === digest ? layers[layer].passed : undefined),
    remember(layer, digest, passed) {
      layers[layer] = { code: digest, passed };
      updateProgress((progress) => {
        progress.layers[layer] = layers[layer];
      });
    },
  };
}
