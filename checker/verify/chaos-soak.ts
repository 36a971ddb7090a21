/**
 * A long run of the Raft world on the reference: so many seeds, each a plan of its own, shared out among two processes.
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { withReferenceProgram } from './reference-program.ts';
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

const lanes = 2;

/** @throws where a process ends before its last seed */
export async function chaosSoak(
  { from, count }: Seeds,
  onFailure: (failure: ChaosSoakFailure) => void,
): Promise<ChaosSoakCount> {
  return withReferenceProgram('verify/chaos-program.ts', async (file) => {
    const totals = await Promise.all(
      Array.from({ length: lanes }, (_, lane) => runLane(file, [from + lane, count - lane, lanes], onFailure)),
    );
    return totals.reduce((sum, each) => ({
      plans: sum.plans + each.plans,
      messages: sum.messages + each.messages,
      elections: sum.elections + each.elections,
      faults: sum.faults + each.faults,
    }));
  });
}

async function runLane(
  file: string,
  args: number[],
  onFailure: (failure: ChaosSoakFailure) => void,
): Promise<ChaosSoakCount> {
  const child = spawn(process.execPath, [file, ...args.map(String)], { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface(child.stdout)) {
    const { failure, total } = JSON.parse(line) as { failure?: ChaosSoakFailure; total?: ChaosSoakCount };
    if (failure) onFailure(failure);
    if (total) return total;
  }
  throw new Error('the Raft world ended before its last seed');
}
