/** A long run of hostile requests to the API server of the reference: a request a seed, shared out among two processes. */
import type { HostileCount } from '../conformance/kubernetes/hostile/run.ts';
import { runLanes } from './lanes.ts';
import type { Seeds } from './soak.ts';

export interface BodiesFailure {
  seed: number;
  /** What was sent, in words. */
  what: string;
  message: string;
  /** The request, a part a line. */
  lines: string[];
}

/** @throws where a process ends before its last seed */
export async function bodiesSoak(seeds: Seeds, onFailure: (failure: BodiesFailure) => void): Promise<HostileCount> {
  const totals = await runLanes<BodiesFailure, HostileCount>('verify/bodies-program.ts', seeds, onFailure);
  return totals.reduce((sum, each) => ({
    requests: sum.requests + each.requests,
    answers: added(sum.answers, each.answers),
    longestMs: Math.max(sum.longestMs, each.longestMs),
  }));
}

function added(some: HostileCount['answers'], more: HostileCount['answers']): HostileCount['answers'] {
  const codes = [...new Set([...Object.keys(some), ...Object.keys(more)])].map(Number);
  return Object.fromEntries(codes.map((code) => [code, (some[code] ?? 0) + (more[code] ?? 0)]));
}
