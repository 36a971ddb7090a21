/** Runs chaos over and over and prints, as JSON, what each round came to. The number of rounds is the argument. */
import { createRaft } from '#raft/raft.ts';
import { createTestRun } from '../judge/test-context.ts';
import { type ChaosCount, chaos } from '../sim/raft/chaos.ts';

/** What a round came to. */
export interface WorldSample extends ChaosCount {
  ms: number;
}

const plansARound = 60;

function round(seed: number): WorldSample {
  const { context } = createTestRun('raft world', seed);
  const startedAt = performance.now();
  const count = chaos(context, {
    createRaft,
    config: { noop: true },
    runs: plansARound,
    sizes: [5],
    errands: ['propose', 'read', 'compact', 'transfer'],
  });
  return { ...count, ms: performance.now() - startedAt };
}

// The first two warm up the compiler.
for (const seed of [1, 2]) round(seed);
const samples = Array.from({ length: Number(process.argv[2]) }, (_, i) => round(3 + i));
process.stdout.write(JSON.stringify(samples));
