/**
 * An etcd of one member in the API server's own process: the learner's of lesson 4. Its folder is one that `npm run etcd`
 * takes as well, once the API server is stopped.
 */
import { randomInt } from 'node:crypto';
import { serveEtcd } from '#kit/etcd/etcd-service.ts';
import { createRandom } from '#kit/random.ts';
import { systemClock } from '#kit/system-clock.ts';
import { type Address, clusterIdOf, membersOf, showAddress } from '../etcd/cluster.ts';
import { type Identity, openMemberDisk, readFolder, writeIdentity } from '../etcd/data-folder.ts';
import { lockFolder } from '../etcd/lock.ts';
import type { Log } from '../etcd/log.ts';
import { Refusal } from '../etcd/refusal.ts';
import { inWords } from '../etcd/words.ts';
import type { Store } from './store.ts';

export interface EmbeddedOptions {
  folder: string;
  log: Log;
  /** Where others may reach it; nowhere unless said. */
  listen?: Address;
  /** It is over. */
  failed(why: unknown): void;
}

const identityNew: Identity = {
  name: 'default',
  cluster: [{ name: 'default', host: '127.0.0.1', port: 2380 }],
  token: 'etcd-cluster',
  origin: '',
};
const tickMs = 100;
const electionTicks = 10;
const graceMs = 1000;

/** @throws {Refusal} where the folder is not its own, or a member of several */
export async function openEmbeddedEtcd({ folder, log, listen, failed }: EmbeddedOptions): Promise<Store> {
  const known = readFolder(folder);
  if (known && known.cluster.length > 1) {
    throw new Refusal(`${folder} is of a cluster of several members: start them, and say --etcd-servers`);
  }
  const unlock = lockFolder(folder);
  if (!known) await writeIdentity(folder, identityNew);
  const identity = known ?? identityNew;
  const disk = await openMemberDisk(folder);
  const { openEtcdServer } = await import('#revisions/etcd-server.ts');
  const { cluster, token, origin } = identity;
  const server = await openEtcdServer({
    ...{ id: 1, peers: [1], disk, clock: systemClock, electionTicks, onFailure: failed },
    members: membersOf(cluster, token, origin, 'http'),
    clusterId: clusterIdOf(cluster, token, origin),
    random: createRandom(randomInt(2 ** 32)),
    send: () => undefined,
  });
  // Who is alone need not wait for anybody before it leads.
  for (let ticks = 0; ticks < 2 * electionTicks; ticks++) server.tick();
  const timer = setInterval(server.tick, tickMs);
  const service = listen && (await serveEtcd(server, { ...listen, onError: (why) => log('error', inWords(why)) }));
  if (service) log('info', `etcd serves clients at ${showAddress({ ...listen, port: service.port })}`);
  return {
    etcd: server,
    where: `the own etcd in ${folder}`,
    ready: () => Promise.resolve(),
    isWell: () => true,
    async close() {
      clearInterval(timer);
      await service?.close(graceMs);
      await server.close();
      await disk.close();
      unlock();
    },
  };
}
