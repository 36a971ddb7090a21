/**
 * How fast the API server of the reference is over TLS, beside its own etcd without it: the same writes and reads over gRPC,
 * to the same process, in turns. So the ratio is what the chain costs.
 *
 * The goals: nowhere more than four times what the store alone takes, and ten times where fifty clients share its syncs;
 * the last of 1,000 watchers is told within two seconds; 50,000 pods fit into a gigabyte.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { bundleProgram } from '../etcd/bundle.ts';
import { withReferenceProgram } from '../verify/reference-program.ts';
import type { LoadOutcome } from './apiserver-load.ts';
import { type ServerProcess, startApi, startEtcd } from './apiserver-process.ts';
import type { WatchersOutcome } from './apiserver-watchers.ts';
import { type Measure, NoVerdict, quantile, summary } from './measure.ts';

const layers = ['kv-store', 'wal', 'raft', 'revisions', 'api-server'].map((layer) => `solved-${layer}`);
const limitMs = 300_000;
const against = 'the store alone';
const costMax = 4;
/** With many in flight the store's puts share a sync, and a create's own work is nearly all that there is. */
const sharedCostMax = 10;
const megabyte = 1024 * 1024;

export async function apiServerMeasures(runs: number): Promise<Measure[]> {
  try {
    return await withReferenceProgram('bench/apiserver-load.ts', (load) =>
      withReferenceProgram('bench/apiserver-watchers.ts', (watchers) => measureAll({ load, watchers }, runs)),
    );
  } catch (thrown) {
    throw new NoVerdict(`the API server was not measured to the end: ${(thrown as Error).message}`);
  }
}

interface Programs {
  load: string;
  watchers: string;
}

async function measureAll({ load, watchers }: Programs, runs: number): Promise<Measure[]> {
  const program = await bundleProgram(layers, 'apiserver');
  const etcdProgram = await bundleProgram(layers, 'etcd');
  const started: ServerProcess[] = [];
  const begun = async (server: Promise<ServerProcess>) => {
    started.push(await server);
    return started.at(-1)!;
  };
  try {
    const first = await begun(startApi(program.path));
    const measures = [
      await creates(load, first, 1, runs),
      await creates(load, first, 50, runs),
      ...(await watching(watchers, first, runs)),
    ];
    measures.push(...(await lists(load, await begun(startApi(program.path)), runs)));
    const [api, etcd] = [await begun(startApi(program.path)), await begun(startEtcd(etcdProgram.path))];
    return [...measures, await memory(load, api, etcd)];
  } finally {
    for (const server of started) await server.stop();
    program.remove();
    etcdProgram.remove();
  }
}

/** With one in flight it is what the median call allows, as in the measures of etcd. */
async function creates(load: string, server: ServerProcess, inFlight: number, runs: number): Promise<Measure> {
  const options = ['--in-flight', String(inFlight), '--seconds', '1'];
  const rate = ({ perSecond, ms }: LoadOutcome) => (inFlight === 1 ? 1000 / quantile(ms, 0.5) : perSecond);
  // Node compiles what runs often.
  await loaded(load, server, 'create', ...options);
  const [ours, alone] = await inTurns(
    runs,
    async () => rate(await loaded(load, server, 'create', ...options)),
    async () => rate(await loaded(load, server, 'put', ...options)),
  );
  const baseline = quantile(alone, 0.5);
  const goal = baseline / (inFlight === 1 ? costMax : sharedCostMax);
  const name = `API server: creates, ${inFlight} ${inFlight === 1 ? 'client' : 'clients'}`;
  return { name, ...summary('creates/s', ours), baseline, against, goal };
}

async function lists(load: string, server: ServerProcess, runs: number): Promise<Measure[]> {
  await loaded(load, server, 'create', '--in-flight', '50', '--count', '10000');
  const once = async (kind: string) => loaded(load, server, kind, '--count', '1');
  let megabytes = 0;
  const [ours, alone] = await inTurns(
    runs,
    async () => {
      const { ms, bytes } = await once('list');
      megabytes = bytes / megabyte;
      return ms[0];
    },
    async () => (await once('range')).ms[0],
  );
  const baseline = quantile(alone, 0.5);
  const size = summary('MB', [megabytes]);
  return [
    { name: 'API server: list of 10,000 pods', ...summary('ms', ours), baseline, against, goal: costMax * baseline },
    { name: 'API server: that list', ...size },
  ];
}

async function watching(watchers: string, server: ServerProcess, runs: number): Promise<Measure[]> {
  const outcomeOf = (of: string) => told<WatchersOutcome>(watchers, server, '--of', of);
  const [ours, alone] = await inTurns(
    Math.min(runs, 3),
    () => outcomeOf('api'),
    () => outcomeOf('etcd'),
  );
  const measure = (name: string, unit: Measure['unit'], figure: (outcome: WatchersOutcome) => number): Measure => ({
    ...{ name: `API server: 1,000 watchers, ${name}`, ...summary(unit, ours.map(figure)) },
    ...{ baseline: quantile(alone.map(figure), 0.5), against },
  });
  return [
    { ...measure('last event', 'ms', ({ lastMs }) => lastMs), goal: 2000 },
    measure('1,000 updates', 'events/s', ({ wholeMs }) => 1_000_000 / (wholeMs / 1000)),
  ];
}

async function memory(load: string, api: ServerProcess, etcd: ServerProcess): Promise<Measure> {
  const options = ['--in-flight', '50', '--count', '50000'];
  await loaded(load, api, 'create', ...options);
  const ours = await api.memory();
  await loaded(load, { ...api, etcd: etcd.etcd }, 'put', '--from', api.etcd, ...options);
  const baseline = await etcd.memory();
  return { name: 'API server: memory with 50,000 pods', ...summary('MB', [ours]), baseline, against, goal: 1024 };
}

function loaded(program: string, server: ServerProcess, kind: string, ...options: string[]): Promise<LoadOutcome> {
  return told(program, server, kind, ...options);
}

/** @param args the first is a word of the program's own, if it does not begin with a hyphen */
async function told<T>(program: string, { data, port, etcd }: ServerProcess, ...args: string[]): Promise<T> {
  const [first, ...rest] = args;
  const where = [data, String(port), etcd];
  const all = first.startsWith('-') ? [...where, ...args] : [first, ...where, ...rest];
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...all], {
    timeout: limitMs,
    maxBuffer: 64 * megabyte,
  });
  return JSON.parse(stdout) as T;
}

async function inTurns<T>(
  runs: number,
  ours: () => Promise<T>,
  alone: () => Promise<T>,
): Promise<[ours: T[], alone: T[]]> {
  const samples: [T[], T[]] = [[], []];
  for (let run = 0; run < runs; run++) {
    samples[0].push(await ours());
    samples[1].push(await alone());
  }
  return samples;
}
