/** Programs on the reference that go through seeds, side by side, and tell of failures as they find them. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { withReferenceProgram } from './reference-program.ts';
import type { Seeds } from './soak.ts';

const lanes = 2;

/**
 * @param path of a program in `checker/` that takes a first seed, how many, and how far apart; it prints a line of JSON
 *   for each `failure`, and one for the `total`
 * @returns the totals
 * @throws where a process ends before its last seed
 */
export function runLanes<Failure, Total>(
  path: string,
  { from, count }: Seeds,
  onFailure: (failure: Failure) => void,
): Promise<Total[]> {
  return withReferenceProgram(path, (file) => {
    const arguments_ = Array.from({ length: Math.min(lanes, count) }, (_, lane) => [from + lane, count - lane, lanes]);
    return Promise.all(arguments_.map((each) => runLane<Failure, Total>(file, each, onFailure)));
  });
}

async function runLane<Failure, Total>(
  file: string,
  args: number[],
  onFailure: (failure: Failure) => void,
): Promise<Total> {
  const child = spawn(process.execPath, [file, ...args.map(String)], { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface(child.stdout)) {
    const { failure, total } = JSON.parse(line) as { failure?: Failure; total?: Total };
    if (failure) onFailure(failure);
    if (total) return total;
  }
  throw new Error('a process ended before its last seed');
}
