/**
 * A long run of the Raft world on the reference: so many seeds, each a plan of its own, shared out among two processes.
 */
import { runLanes } from './lanes.ts';
import type { Seeds } from './soak.ts';

export interface ChaosSoakFailure {
  seed: number;
  /** What was run: `servers` or `replicas`. */
  what: string;
  message: string;
  /** The smallest run that shows it. */
  lines: string[];
}

export interface ChaosSoakCount {
  plans: number;
  /** Messages delivered. */
  messages: number;
  /** Terms that had a leader. */
  elections: number;
  faults: number;
}

/** @throws where a process ends before its last seed */
export async function chaosSoak(seeds: Seeds, onFailure: (failure: ChaosSoakFailure) => void): Promise<ChaosSoakCount> {
  const totals = await runLanes<ChaosSoakFailure, ChaosSoakCount>('verify/chaos-program.ts', seeds, onFailure);
  return totals.reduce((sum, each) => ({
    plans: sum.plans + each.plans,
    messages: sum.messages + each.messages,
    elections: sum.elections + each.elections,
    faults: sum.faults + each.faults,
  }));
}
