/**
 * How fast the deterministic world of lesson 3 is: five servers of the reference under all faults, with copies at the
 * boundary and invariants on. It runs as the hidden tests do: bundled, in a process of its own.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { withReferenceProgram } from '../verify/reference-program.ts';
import { type Measure, NoVerdict, summary } from './measure.ts';
import type { WorldSample } from './raft-world-program.ts';

const limitMs = 60_000;

export async function raftWorld(runs: number): Promise<Measure[]> {
  const samples = await sample(runs);
  const rate = (unit: Measure['unit'], count: (sample: WorldSample) => number, goal?: number): Measure => ({
    name: 'Raft world, five servers',
    ...summary(
      unit,
      samples.map((each) => (count(each) / each.ms) * 1000),
    ),
    ...(goal !== undefined && { goal }),
  });
  return [
    rate('messages/s', ({ messages }) => messages, 300_000),
    rate('elections/s', ({ elections }) => elections),
    rate('faults/s', ({ faults }) => faults),
  ];
}

async function sample(runs: number): Promise<WorldSample[]> {
  return withReferenceProgram('bench/raft-world-program.ts', async (file) => {
    try {
      const { stdout } = await promisify(execFile)(process.execPath, [file, String(runs)], { timeout: limitMs });
      return JSON.parse(stdout);
    } catch (thrown) {
      throw new NoVerdict(`the Raft world did not come to its end: ${(thrown as Error).message}`);
    }
  });
}
