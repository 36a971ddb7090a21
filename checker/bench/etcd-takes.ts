/**
 * How fast an etcd on the reference is, beside the real one where that is installed: both run at the same time and are
 * asked in turns, so that whatever else the machine does is bad for both.
 *
 * The goals are the real one's figures: half as many puts, as many reads, watchers told within twice the time.
 */
import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type Cluster, type Make, ourEtcd, realEtcd, startCluster } from '../conformance/etcd/clusters.ts';
import { isInstalled } from '../conformance/etcd/servers.ts';
import { bundleProgram } from '../etcd/bundle.ts';
import { withReferenceProgram } from '../verify/reference-program.ts';
import { timeFailover } from './etcd-failover.ts';
import { type Measure, NoVerdict, quantile, summary } from './measure.ts';

const layers = ['kv-store', 'wal', 'raft', 'revisions'];
const limitMs = 60_000;

/** What is measured, ours first. The real one has a place of its own, empty where it is not installed. */
interface Pair<T> {
  ours: T;
  real?: T;
}

export async function etcdMeasures(runs: number): Promise<Measure[]> {
  const program = await bundleProgram(layers.map((layer) => `solved-${layer}`));
  const makers: Pair<Make> = { ours: ourEtcd(program.path), ...(isInstalled('etcd') && { real: realEtcd }) };
  try {
    return [
      ...(await withClusters(makers, 1, (clusters) => loads(clusters, 'one member', runs))),
      ...(await withClusters(makers, 3, (clusters) => loads(clusters, 'three members', runs))),
      ...(await withClusters(makers, 1, (clusters) => watchers(clusters, runs))),
      ...(await withClusters(makers, 3, (clusters) => failovers(clusters, runs))),
    ];
  } finally {
    program.remove();
  }
}

async function withClusters(
  makers: Pair<Make>,
  size: number,
  measure: (clusters: Pair<Cluster>) => Promise<Measure[]>,
): Promise<Measure[]> {
  const started: Cluster[] = [];
  try {
    const clusters = await inTurns(makers, async (make) => {
      const cluster = await startCluster(make, size);
      started.push(cluster);
      return cluster;
    });
    return await measure(clusters);
  } catch (thrown) {
    throw new NoVerdict(`etcd was not measured to the end: ${(thrown as Error).message}`);
  } finally {
    for (const cluster of started) await cluster.stop();
  }
}

async function loads(clusters: Pair<Cluster>, size: string, runs: number): Promise<Measure[]> {
  const leaders = await inTurns(clusters, async (cluster) => cluster.endpoints[await cluster.leader()]);
  // Node compiles what runs often. A server that was just started is slower than one that is at work.
  await inTurns(leaders, (endpoint) => perSecond(endpoint, 'put', 100));
  const measures: Measure[] = [];
  for (const [kind, share] of [['put', 0.5] as const, ['range', 1] as const]) {
    for (const inFlight of [1, 100]) {
      const name = `${kind}s, ${size}, ${inFlight} in flight`;
      const samples = await sampled(runs, leaders, (endpoint) => perSecond(endpoint, kind, inFlight));
      measures.push(beside(name, `${kind}s/s`, samples, share));
    }
  }
  return measures;
}

/**
 * With one in flight it is what the median call allows: the rest is how long the system sets a process aside for others,
 * which hits a process with one thread harder.
 */
async function perSecond(endpoint: string, kind: string, inFlight: number): Promise<number[]> {
  const args = [endpoint, kind, '--in-flight', String(inFlight), '--seconds', '1'];
  const told = await runProgram<{ perSecond: number; ms: { p50: number }; errors: number }>('etcd-load', args);
  if (told.errors > 0) throw new Error(`${told.errors} of the ${kind}s at ${endpoint} failed`);
  return [inFlight === 1 ? 1000 / told.ms.p50 : told.perSecond];
}

async function watchers(clusters: Pair<Cluster>, runs: number): Promise<Measure[]> {
  const told = (cluster: Cluster) => runProgram<number[]>('etcd-watchers', [cluster.endpoints[0]]);
  return [beside('the last of 1,000 watchers', 'ms', await sampled(runs, clusters, told), 2)];
}

async function failovers(clusters: Pair<Cluster>, runs: number): Promise<Measure[]> {
  const samples = await sampled(runs, clusters, async (cluster) => [await timeFailover(cluster)]);
  // Both draw their waits between one and two seconds; of a few draws the median is within a second of another's.
  return [beside('leader killed to next put', 'ms', samples, 1, 1000)];
}

function runProgram<T>(name: string, args: string[]): Promise<T> {
  return withReferenceProgram(`bench/${name}.ts`, async (file) => {
    const { stdout } = await promisify(execFile)(process.execPath, [file, ...args], { timeout: limitMs });
    return JSON.parse(stdout) as T;
  });
}

/** @param take gives one sample or more */
async function sampled<T>(runs: number, pair: Pair<T>, take: (of: T) => Promise<number[]>): Promise<Pair<number[]>> {
  const samples: Pair<number[]> = { ours: [], ...(pair.real !== undefined && { real: [] }) };
  for (let run = 0; run < runs; run++) {
    const taken = await inTurns(pair, take);
    samples.ours.push(...taken.ours);
    samples.real?.push(...taken.real!);
    // What one has left to write must not be the other's load.
    await sleep(50);
  }
  return samples;
}

async function inTurns<T, R>({ ours, real }: Pair<T>, action: (of: T) => Promise<R>): Promise<Pair<R>> {
  const first = await action(ours);
  return real === undefined ? { ours: first } : { ours: first, real: await action(real) };
}

/** @param factor the goal, as a multiple of the real one's median; `more` is added */
function beside(
  name: string,
  unit: Measure['unit'],
  { ours, real }: Pair<number[]>,
  factor: number,
  more = 0,
): Measure {
  const figures = { name: `etcd: ${name}`, ...summary(unit, ours) };
  if (!real) return { ...figures, against: 'the real etcd is not installed' };
  const baseline = quantile(real, 0.5);
  return { ...figures, baseline, against: 'the real etcd', goal: factor * baseline + more };
}
