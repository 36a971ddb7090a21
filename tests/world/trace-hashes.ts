/** The hashes of a few fixed runs of the reference. */

import type { CreateRaft } from '../../checker/sim/raft/cluster.ts';
import { allTroubles, generatePlan } from '../../checker/sim/raft/generate.ts';
import type { Plan } from '../../checker/sim/raft/plan.ts';
import { runPlan, type Subject } from '../../checker/sim/raft/run-plan.ts';
import { replicaTroubles } from '../../checker/sim/replica/chaos.ts';
import { runReplicas } from '../../checker/sim/replica/run-plan.ts';
import type { OpenReplica } from '../../checker/sim/replica/server.ts';
import { createRaft } from '../../solutions/3-raft/raft.ts';
import { edited } from '../edited.ts';

export interface TraceHashes {
  servers: string[];
  replicas: string[];
}

export function planOf(seed: number): Plan {
  const errands = ['propose', 'read', 'compact', 'transfer', 'config'] as const;
  return generatePlan(seed, { servers: 5, peers: 4, durationMs: 1500, troubles: allTroubles, errands });
}

export function subjectOf(create: CreateRaft): Subject {
  const config = { noop: true, preVote: true, checkQuorum: true };
  return { createRaft: create, config, peers: 4, progress: { until: 'applied', withinTicks: 400 } };
}

export async function hashesOf(seeds: number): Promise<TraceHashes> {
  const hashes: TraceHashes = { servers: [], replicas: [] };
  const { openReplica } = await edited<{ openReplica: OpenReplica }>('solutions/3-raft/replica.ts', {
    file: 'replica.ts',
    find: 'export async function openReplica',
    replace: 'export async function openReplica',
  });
  const config = { noop: true, snapshotEntries: 20, segmentBytes: 2000 };
  for (let seed = 1; seed <= seeds; seed++) {
    hashes.servers.push(runPlan(planOf(seed), subjectOf(createRaft)).hash);
    const plan = generatePlan(seed, { servers: 3, durationMs: 800, troubles: replicaTroubles, errands: ['ask'] });
    hashes.replicas.push((await runReplicas(plan, { openReplica, config, withinTicks: 400 })).hash);
  }
  return hashes;
}
