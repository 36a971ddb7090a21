/**
 * Seeded chaos: many plans drawn from the test's seed, the small ones first, each run with the invariants on and then
 * given time to make progress. The first that fails is shrunk, drawn and reported. The same seed twice must give the
 * same run, the second time with a memory of its own for each server.
 */
import { codeOf } from '#kit/failure.ts';
import { type TestContext, UnsteadyRun } from '../../judge/test-context.ts';
import type { Recording } from '../recording.ts';
import { tryAll } from '../shrink.ts';
import { breachOf, exhibit, findingOf } from './explain.ts';
import { allTroubles, type Errand, generatePlan, type Trouble } from './generate.ts';
import { isFault, type Plan, planInWords } from './plan.ts';
import type { Progress } from './progress.ts';
import { createRecorder } from './recorder.ts';
import { hasFailed, type Run } from './run.ts';
import { runPlan, type Subject } from './run-plan.ts';
import { shrinkPlan } from './shrink-plan.ts';
import { divergenceInWords } from './steady.ts';

export interface ChaosOptions extends Omit<Subject, 'progress' | 'peers'> {
  /** How many plans are tried. */
  runs: number;
  /** How many servers: one size after another, over and over. 3 and 5 unless said. */
  sizes?: readonly number[];
  /** So many of the servers, the last ones, are strangers at first; 0 unless said. */
  strangers?: number;
  /** How long faults go on in the longest run; 2,000 ms, so 200 ticks, unless said. */
  durationMs?: number;
  /** All unless said. */
  troubles?: readonly Trouble[];
  /** `propose` unless said. */
  errands?: readonly Errand[];
  /** All given is applied, within 400 ticks, unless said. */
  progress?: Progress;
  /** The last run is not repeated to see that it is the same: for tests in which another `chaos` does so. */
  onlyOnce?: boolean;
}

const shortestMs = 300;

/** What a whole test of chaos came to, for benchmarks. */
export interface ChaosCount {
  messages: number;
  elections: number;
  /** What was planned to go wrong: crashes, cuts, stalls and the like. What becomes of single messages is not counted. */
  faults: number;
}

export function chaos(t: TestContext, options: ChaosOptions): ChaosCount {
  const {
    runs,
    sizes = [3, 5],
    strangers = 0,
    durationMs = 2000,
    troubles = allTroubles,
    errands = ['propose'],
  } = options;
  const count: ChaosCount = { messages: 0, elections: 0, faults: 0 };
  for (let i = 0; i < runs; i++) {
    const servers = sizes[i % sizes.length];
    const peers = servers - strangers;
    const longest = Math.round(Math.max(shortestMs, (durationMs * (i + 1)) / runs));
    const seed = t.random.integer(0, 0xffffffff);
    const plan = generatePlan(seed, { servers, peers, durationMs: longest, troubles, errands });
    const subject: Subject = { progress: { until: 'applied', withinTicks: 400 }, ...options, peers };
    const run = chaosPlan(t, plan, subject, i === runs - 1 && !options.onlyOnce);
    count.messages += run.messages;
    count.elections += run.elections;
    count.faults += plan.events.filter(isFault).length;
  }
  return count;
}

/**
 * Runs one plan, and reports what is wrong.
 *
 * @param isTwice whether it is run again to see that the run is the same
 */
export function chaosPlan(t: TestContext, plan: Plan, subject: Subject, isTwice = false): Run {
  const run = runPlan(plan, subject);
  if (codeOf(run.thrown) === 'todo') throw run.thrown;
  if (isTwice || hasFailed(run)) checkSteady(t, plan, subject, run);
  if (hasFailed(run)) reportFailure(t, plan, subject, run);
  return run;
}

/** Shrinks the plan, shows its run and breaks off. */
function reportFailure(t: TestContext, plan: Plan, subject: Subject, failure: Run): never {
  const small = tryAll(shrinkPlan(plan, failure), (each) => runPlan(each.plan, subject, { noteFates: each.noteFates }));
  const recorder = createRecorder();
  const run = runPlan(small, subject, { recorder });
  const { broken = failure.broken, thrown } = run;
  t.isSmallest();
  for (const line of planInWords(small)) t.step(line);
  const notes = [`${small.servers} servers`, `seed ${t.seed}`];
  if (broken) {
    exhibit(t, recorder.recording, findingOf(broken), { notes });
    t.fail(breachOf(broken));
  }
  const words = String(thrown);
  exhibit(t, recorder.recording, { rule: 'Your code threw', message: words, nodes: [], indexes: [] }, { notes });
  throw thrown;
}

/** The same plan once more. Two different runs mean that something else than the seed decides. */
function checkSteady(t: TestContext, plan: Plan, subject: Subject, first: Run): void {
  const apart: Subject = { ...subject, createRaft: subject.createApart ?? subject.createRaft };
  const second = runPlan(plan, apart);
  if (second.hash === first.hash && hasFailed(first) === hasFailed(second)) return;
  throw new UnsteadyRun(divergenceInWords(t, recordingOf(plan, subject), recordingOf(plan, apart)));
}

function recordingOf(plan: Plan, subject: Subject): Recording {
  const recorder = createRecorder();
  runPlan(plan, subject, { recorder });
  return recorder.recording;
}
