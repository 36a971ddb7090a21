/**
 * Seeded chaos for whole etcd servers: as `replica/chaos.ts`, with watches and leases, and a history that must be strictly
 * serializable.
 */
import { codeOf } from '#kit/failure.ts';
import { type TestContext, UnsteadyRun } from '../../judge/test-context.ts';
import { etcdRules } from '../../oracles/etcd-rules.ts';
import type { Trouble } from '../raft/generate.ts';
import type { Plan } from '../raft/plan.ts';
import type { Run } from '../raft/run.ts';
import { type Attempt, shrinkPlan } from '../raft/shrink-plan.ts';
import { replicaTroubles } from '../replica/chaos.ts';
import { type Trying, tryAllAsync } from '../shrink.ts';
import { generateEtcdPlan } from './generate.ts';
import { type EtcdPlan, etcdPlanInWords } from './plan.ts';
import { type EtcdRun, type EtcdSubject, runEtcd } from './run-plan.ts';

export interface EtcdChaosOptions extends Omit<EtcdSubject, 'withinTicks'> {
  /** How many plans are tried. */
  runs: number;
  /** How many members: one size after another, over and over. 3 unless said. */
  sizes?: readonly number[];
  /** How long faults go on in the longest run; 1,500 ms, so 150 ticks, unless said. */
  durationMs?: number;
  /** All unless said. */
  troubles?: readonly Trouble[];
  /** See `EtcdSubject`; 400 unless said. */
  withinTicks?: number;
}

const shortestMs = 300;
/** So many of the last things that happened are drawn. */
const linesDrawn = 30;

export async function etcdChaos(t: TestContext, options: EtcdChaosOptions): Promise<void> {
  const { runs, sizes = [3], durationMs = 1500, troubles = replicaTroubles } = options;
  const subject: EtcdSubject = { withinTicks: 400, ...options };
  for (let i = 0; i < runs; i++) {
    const longest = Math.round(Math.max(shortestMs, (durationMs * (i + 1)) / runs));
    const seed = t.random.integer(0, 0xffffffff);
    const plan = generateEtcdPlan(seed, { servers: sizes[i % sizes.length], durationMs: longest, troubles });
    await etcdPlan(t, plan, subject, i === runs - 1);
  }
}

/**
 * Runs one plan, and reports what is wrong.
 *
 * @param isTwice whether it is run again to see that the run is the same
 */
export async function etcdPlan(t: TestContext, plan: EtcdPlan, subject: EtcdSubject, isTwice = false): Promise<void> {
  const run = await runEtcd(plan, subject);
  if (codeOf(run.thrown) === 'todo') throw run.thrown;
  if (isTwice || hasFailed(run)) await checkSteady(t, plan, subject, run);
  if (hasFailed(run)) await reportFailure(t, plan, subject, run);
}

function hasFailed({ broken, thrown }: EtcdRun): boolean {
  return broken !== undefined || thrown !== undefined;
}

/** Shrinks the plan, shows its run and breaks off. */
async function reportFailure(t: TestContext, plan: EtcdPlan, subject: EtcdSubject, failure: EtcdRun): Promise<never> {
  const small = await tryAllAsync(shrinkEtcdPlan(plan, failure), ({ plan, noteFates }) =>
    runEtcd(plan as unknown as EtcdPlan, subject, noteFates).then(asRun),
  );
  const run = await runEtcd(small as unknown as EtcdPlan, subject);
  const { broken = failure.broken } = run;
  t.isSmallest();
  for (const line of etcdPlanInWords(small as unknown as EtcdPlan)) t.step(line);
  t.draw(run.lines.flatMap(columns).slice(-linesDrawn));
  if (broken) t.fail({ message: `"${etcdRules[broken.rule]}" does not hold: ${broken.message}` });
  throw run.thrown ?? failure.thrown;
}

/** What the shrinking looks at is the same in both kinds of plan. */
function shrinkEtcdPlan(plan: EtcdPlan, failure: EtcdRun): Trying<Attempt, Run, Plan> {
  return shrinkPlan(plan as unknown as Plan, asRun(failure));
}

function asRun(run: EtcdRun): Run {
  return run as unknown as Run;
}

const width = 76;
const indent = '    ';

/** Lines as wide as a drawing may be, broken between words where that can be. What goes on is indented. */
function columns(line: string): string[] {
  if (line.length <= width) return [line];
  const space = line.lastIndexOf(' ', width);
  const end = space > width / 2 ? space : width;
  return [line.slice(0, end), ...columns(indent + line.slice(end).trimStart())];
}

/** The same plan once more. Two different runs mean that something else than the seed decides. */
async function checkSteady(t: TestContext, plan: EtcdPlan, subject: EtcdSubject, first: EtcdRun): Promise<void> {
  const second = await runEtcd(plan, subject);
  if (second.hash === first.hash && hasFailed(first) === hasFailed(second)) return;
  const at = first.lines.findIndex((line, i) => line !== second.lines[i]);
  for (const line of first.lines.slice(Math.max(0, at - 6), Math.max(0, at))) t.step(line);
  const [a, b] = [first, second].map(({ lines }) => lines[at] ?? 'nothing');
  throw new UnsteadyRun(`the same seed gave two different runs: once "${a}", and the other time "${b}"`);
}
