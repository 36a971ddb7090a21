/**
 * Three members as real processes, clients at work, and kill -9 again and again: what was acknowledged must be there, and
 * the whole history must be strictly serializable, as the clients and all members tell it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { utf8 } from '#kit/bytes.ts';
import { connectEtcd } from '#kit/etcd/client.ts';
import { createRandom } from '#kit/random.ts';
import { type Cluster, ourEtcd, startCluster } from '../../conformance/etcd/clusters.ts';
import { bundleProgram } from '../../etcd/bundle.ts';
import { type Chronicle, createChronicle } from '../../oracles/chronicle.ts';
import { checkStrictSerializability } from '../../oracles/strict-serializability.ts';
import { startKillClients } from './clients.ts';

export interface KillSoakCount {
  kills: number;
  /** How many of those who were killed led. */
  leaders: number;
  operations: number;
  /** How many of them were answered. */
  answered: number;
  revisions: number;
  longestPauseMs: number;
}

const layers = ['kv-store', 'wal', 'raft', 'revisions'];
const clientCount = 8;
const timers = { heartbeatMs: 50, electionMs: 500 };

/**
 * @param progress told of each kill
 * @throws {EtcdRuleBroken}; what a member says that does not start again
 */
export async function killSoak(
  { seed, kills }: { seed: number; kills: number },
  progress: (kill: number) => void = () => {},
): Promise<KillSoakCount> {
  const program = await bundleProgram(layers.map((layer) => `solved-${layer}`));
  try {
    const cluster = await startCluster(ourEtcd(program.path), 3, timers);
    return await soakCluster(cluster, seed, kills, progress).finally(cluster.stop);
  } finally {
    program.remove();
  }
}

async function soakCluster(
  cluster: Cluster,
  seed: number,
  kills: number,
  progress: (kill: number) => void,
): Promise<KillSoakCount> {
  const random = createRandom(seed);
  const { endpoints } = cluster;
  const ids = await Promise.all(endpoints.map(memberIdOf));
  const lives = endpoints.map(() => 1);
  const lifeOf = (id: bigint) => `n${ids.indexOf(id) + 1}, life ${lives[ids.indexOf(id)]}`;
  const clients = startKillClients({ seed, count: clientCount, endpoints, lifeOf });
  let leaders = 0;
  for (let kill = 1; kill <= kills; kill++) {
    progress(kill);
    await sleep(random.integer(50, 400));
    const leader = await cluster.leader();
    // Half of the time the leader, so that it is not spared by chance.
    const victim = random.next() < 0.5 ? leader : random.integer(0, endpoints.length - 1);
    if (victim === leader) leaders++;
    await cluster.kill(victim);
    await sleep(random.integer(0, 600));
    lives[victim]++;
    await cluster.start(victim);
  }
  await cluster.leader();
  await clients.stop();
  const { operations } = clients;
  const chronicle = createChronicle();
  for (const endpoint of endpoints) await tellHistory(endpoint, chronicle, clients.moment());
  checkStrictSerializability({ operations, revisions: chronicle.revisions(), watches: [] });
  return {
    ...{ kills, leaders, operations: operations.length, longestPauseMs: clients.longestPauseMs() },
    answered: operations.filter(({ answer }) => answer).length,
    revisions: chronicle.last(),
  };
}

async function memberIdOf(endpoint: string): Promise<bigint> {
  const etcd = connectEtcd({ endpoints: [endpoint] });
  return etcd
    .status()
    .then(({ header }) => header.memberId ?? 0n)
    .finally(etcd.close);
}

/** Everything that a member knows to have happened, up to what is certain now. */
async function tellHistory(endpoint: string, chronicle: Chronicle, moment: number): Promise<void> {
  const etcd = connectEtcd({ endpoints: [endpoint] });
  const { header } = await etcd.range({ key: utf8('a') });
  await new Promise<void>((resolve, reject) => {
    let reached = 1;
    const { receive } = etcd.watch(({ events }) => {
      try {
        chronicle.told(endpoint, events, moment, performance.now());
      } catch (thrown) {
        reject(thrown);
      }
      reached = events.at(-1)?.kv.modRevision ?? reached;
      if (reached >= header.revision) resolve();
      return true;
    }, reject);
    receive({ type: 'create', request: { key: utf8('\0'), rangeEnd: utf8('\0'), startRevision: 2 } });
  }).finally(etcd.close);
}
