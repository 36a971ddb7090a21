import type { BrokenRule } from '../../oracles/raft-invariants.ts';
import type { Fate } from './plan.ts';

/** How a run of a plan went. */
export interface Run {
  /** The rule that was broken; absent where none was. */
  broken?: BrokenRule;
  /** What the servers' code threw. */
  thrown?: unknown;
  /** Two runs are alike exactly when their hashes are. */
  hash: string;
  /** Milliseconds of virtual time. */
  endedAt: number;
  /** Messages delivered. */
  messages: number;
  /** Terms that had a leader. */
  elections: number;
  /** Fates out of the ordinary, where they were asked for. */
  fates: Fate[];
}

export function hasFailed({ broken, thrown }: Run): boolean {
  return broken !== undefined || thrown !== undefined;
}
