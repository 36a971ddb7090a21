/**
 * Seeded chaos for whole replicas: as `raft/chaos.ts`, with disks that lose what was not synced, clients, and a history
 * that must be linearizable.
 */
import { codeOf } from '#kit/failure.ts';
import { type TestContext, UnsteadyRun } from '../../judge/test-context.ts';
import { breachOf, exhibit, findingOf } from '../raft/explain.ts';
import { generatePlan, type Trouble } from '../raft/generate.ts';
import { type Plan, planInWords } from '../raft/plan.ts';
import { createRecorder } from '../raft/recorder.ts';
import { hasFailed } from '../raft/run.ts';
import { shrinkPlan } from '../raft/shrink-plan.ts';
import { divergenceInWords } from '../raft/steady.ts';
import type { Recording } from '../recording.ts';
import { tryAllAsync } from '../shrink.ts';
import { type ReplicaRun, type ReplicaSubject, runReplicas } from './run-plan.ts';

export interface ReplicaChaosOptions extends Omit<ReplicaSubject, 'withinTicks'> {
  /** How many plans are tried. */
  runs: number;
  /** How many replicas: one size after another, over and over. 3 unless said. */
  sizes?: readonly number[];
  /** How long faults go on in the longest run; 1,500 ms, so 150 ticks, unless said. */
  durationMs?: number;
  /** All unless said. */
  troubles?: readonly Trouble[];
  /** See `ReplicaSubject`; 400 unless said. */
  withinTicks?: number;
}

/** Of whole replicas. */
export const replicaTroubles: readonly Trouble[] = [
  'kill',
  'power',
  'partition',
  'cut',
  'weather',
  'pause',
  'disk',
  'clock',
  'sync',
  'full',
];

const shortestMs = 300;

/** What a whole test of chaos came to, for benchmarks. */
export interface ReplicaChaosCount {
  messages: number;
  operations: number;
}

export async function replicaChaos(t: TestContext, options: ReplicaChaosOptions): Promise<ReplicaChaosCount> {
  const { runs, sizes = [3], durationMs = 1500, troubles = replicaTroubles } = options;
  const subject: ReplicaSubject = { withinTicks: 400, ...options };
  const count: ReplicaChaosCount = { messages: 0, operations: 0 };
  for (let i = 0; i < runs; i++) {
    const longest = Math.round(Math.max(shortestMs, (durationMs * (i + 1)) / runs));
    const seed = t.random.integer(0, 0xffffffff);
    const plan = generatePlan(seed, {
      servers: sizes[i % sizes.length],
      durationMs: longest,
      troubles,
      errands: ['ask'],
    });
    const run = await replicaPlan(t, plan, subject, i === runs - 1);
    count.messages += run.messages;
    count.operations += run.operations;
  }
  return count;
}

/**
 * Runs one plan, and reports what is wrong.
 *
 * @param isTwice whether it is run again to see that the run is the same
 */
export async function replicaPlan(
  t: TestContext,
  plan: Plan,
  subject: ReplicaSubject,
  isTwice = false,
): Promise<ReplicaRun> {
  const run = await runReplicas(plan, subject);
  if (codeOf(run.thrown) === 'todo') throw run.thrown;
  if (isTwice || hasFailed(run)) await checkSteady(t, plan, subject, run);
  if (hasFailed(run)) await reportFailure(t, plan, subject, run);
  return run;
}

/** Shrinks the plan, shows its run and breaks off. */
async function reportFailure(t: TestContext, plan: Plan, subject: ReplicaSubject, failure: ReplicaRun): Promise<never> {
  const small = await tryAllAsync(shrinkPlan(plan, failure), (each) =>
    runReplicas(each.plan, subject, { noteFates: each.noteFates }),
  );
  const recorder = createRecorder();
  const run = await runReplicas(small, subject, { recorder });
  const { broken = failure.broken, thrown, impossible } = run;
  t.isSmallest();
  for (const line of planInWords(small)) t.step(line);
  const notes = [`${small.servers} replicas`, `seed ${t.seed}`];
  if (broken) {
    const recording = impossible ? upTo(impossible.answer, recorder.recording) : recorder.recording;
    exhibit(t, recording, findingOf(broken), { notes, before: impossible?.lines });
    t.fail(breachOf(broken));
  }
  exhibit(
    t,
    recorder.recording,
    { rule: 'Your code threw', message: String(thrown), nodes: [], indexes: [] },
    { notes },
  );
  throw thrown;
}

/** The recording as far as that answer: what came later made no difference. */
function upTo(answer: string, recording: Recording): Recording {
  const { events } = recording;
  const end = events.findLastIndex(({ words }) => words === answer);
  const violation = events.at(-1)!;
  return end < 0
    ? recording
    : { ...recording, events: [...events.slice(0, end + 1), { ...violation, at: events[end].at }] };
}

/** The same plan once more. Two different runs mean that something else than the seed decides. */
async function checkSteady(t: TestContext, plan: Plan, subject: ReplicaSubject, first: ReplicaRun): Promise<void> {
  const second = await runReplicas(plan, subject);
  if (second.hash === first.hash && hasFailed(first) === hasFailed(second)) return;
  const record = async (): Promise<Recording> => {
    const recorder = createRecorder();
    await runReplicas(plan, subject, { recorder });
    return recorder.recording;
  };
  throw new UnsteadyRun(divergenceInWords(t, await record(), await record()));
}
