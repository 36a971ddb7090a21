/**
 * Runs the Raft world on the reference, one plan a seed: five servers under all faults, then calm and progress; every
 * tenth seed also five whole replicas, with disks and clients. Arguments: the first seed, how many, and how far apart.
 * Prints what went wrong and, at the end, what it came to, a JSON object a line.
 */
import { createRaft } from '#raft/raft.ts';
import { openReplica } from '#raft/replica.ts';
import { createTestRun, type TestContext } from '../judge/test-context.ts';
import { chaosPlan } from '../sim/raft/chaos.ts';
import { allTroubles, generatePlan, type PlanOptions } from '../sim/raft/generate.ts';
import { isFault } from '../sim/raft/plan.ts';
import type { Subject } from '../sim/raft/run-plan.ts';
import { replicaPlan, replicaTroubles } from '../sim/replica/chaos.ts';
import type { ChaosSoakCount, ChaosSoakFailure } from './chaos-soak.ts';

const [from, count, step] = process.argv.slice(2).map(Number);

const bare: PlanOptions = {
  servers: 5,
  durationMs: 2000,
  troubles: allTroubles,
  errands: ['propose', 'read', 'compact', 'transfer'],
};
const withStrangers: PlanOptions = { ...bare, peers: 3, errands: [...bare.errands, 'config'] };
const whole: PlanOptions = { servers: 5, durationMs: 1500, troubles: replicaTroubles, errands: ['ask'] };

const progress = { until: 'applied', withinTicks: 400 } as const;
/** The options in turn, seed by seed. */
const subjects: { subject: Subject; options: PlanOptions }[] = [
  { options: bare, subject: { createRaft, progress, config: { noop: true } } },
  { options: bare, subject: { createRaft, progress, config: { noop: true, preVote: true, checkQuorum: true } } },
  { options: withStrangers, subject: { createRaft, progress, config: { noop: true }, peers: 3 } },
];

const total: ChaosSoakCount = { plans: 0, messages: 0, elections: 0, faults: 0 };

async function attempt(seed: number): Promise<void> {
  await told(seed, 'servers', async (context) => {
    const { subject, options } = subjects[seed % subjects.length];
    const plan = generatePlan(seed, options);
    const { messages, elections } = chaosPlan(context, plan, subject);
    total.plans++;
    total.messages += messages;
    total.elections += elections;
    total.faults += plan.events.filter(isFault).length;
  });
  if (seed % 10 !== 0) return;
  await told(seed, 'replicas', async (context) => {
    const config = { noop: true, snapshotEntries: 20, segmentBytes: 2000 };
    const plan = generatePlan(seed, whole);
    const { messages, elections } = await replicaPlan(context, plan, { openReplica, config, withinTicks: 400 });
    total.plans++;
    total.messages += messages;
    total.elections += elections;
    total.faults += plan.events.filter(isFault).length;
  });
}

async function told(seed: number, what: string, run: (context: TestContext) => Promise<void>): Promise<void> {
  const { context, exhibits } = createTestRun(what, seed);
  try {
    await run(context);
  } catch (thrown) {
    const { run = [], drawing = [] } = exhibits();
    const failure: ChaosSoakFailure = { seed, what, message: String(thrown), lines: [...run, ...drawing] };
    process.stdout.write(`${JSON.stringify({ failure })}\n`);
  }
}

for (let seed = from; seed < from + count; seed += step) await attempt(seed);
process.stdout.write(`${JSON.stringify({ total })}\n`);
