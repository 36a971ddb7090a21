/**
 * One member, from its flags to its ports.
 *
 *     identity ──► disk ──► peers ──► server (lesson 4) ──► gRPC
 */
import { randomInt } from 'node:crypto';
import type { Member } from '#kit/etcd/api.ts';
import { serveEtcd } from '#kit/etcd/etcd-service.ts';
import { peerCodec } from '#kit/etcd/peer-codec.ts';
import { openPeers } from '#kit/etcd/peers.ts';
import { codeOf } from '#kit/failure.ts';
import { createRandom } from '#kit/random.ts';
import type { RealDisk } from '#kit/real-disk.ts';
import { systemClock } from '#kit/system-clock.ts';
import type { EtcdServer, PeerMessage } from '#revisions/etcd-server.ts';
import { clusterIdOf, membersOf, type PeerAddress, showAddress, showCluster } from './cluster.ts';
import type { Identity } from './data-folder.ts';
import type { Flags } from './flags.ts';
import type { Log } from './log.ts';
import { Refusal } from './refusal.ts';
import { inWords } from './words.ts';

export interface RunningMember {
  close(): Promise<void>;
}

export interface MemberOptions {
  flags: Flags;
  identity: Identity;
  disk: RealDisk;
  log: Log;
  /** The member is over. */
  failed(why: unknown): void;
}

/** Calls under way may end for so long when the program stops. */
const graceMs = 1000;

/** @throws what the system and the disk throw */
export async function startMember(options: MemberOptions): Promise<RunningMember> {
  const { flags, identity, disk, log, failed } = options;
  const { openEtcdServer } = await import('#revisions/etcd-server.ts');
  const { name, cluster, token, origin } = identity;
  const id = cluster.findIndex((member) => member.name === name) + 1;
  const members = membersOf(cluster, token, origin, flags.peerTls ? 'https' : 'http');
  const clusterId = clusterIdOf(cluster, token, origin);
  const scheme = flags.tls ? 'https' : 'http';
  const ownUrls = members[id - 1].clientUrls;
  const electionTicks = Math.round(flags.electionMs / flags.heartbeatMs);
  const early: PeerMessage[] = [];
  let server: EtcdServer | undefined;

  // The others are told before the port is open, and so cannot be told of one that the system chooses.
  if (flags.listenClient.port !== 0) ownUrls.push(`${scheme}://${showAddress(flags.listenClient)}`);
  const peers = await openPeers<PeerMessage>({
    ...{ id, clusterId, tls: flags.peerTls, codec: peerCodec },
    others: othersOf(cluster, id),
    listen: flags.listenPeer ?? cluster[id - 1],
    receive: (message) => (server ? server.receive(message) : early.push(message)),
    clientUrls: ownUrls,
    met(other, urls) {
      members[other - 1].clientUrls = urls;
    },
    log: (line) => log('info', line),
  });
  const said = new Set<string>();
  /** A request that the program has no answer to: said once, and the rest goes on. */
  function onError(thrown: unknown): void {
    if (codeOf(thrown) === 'invariant') failed(thrown);
    const words = inWords(thrown);
    if (!said.has(words)) log('error', words);
    said.add(words);
  }

  try {
    server = await openEtcdServer({
      ...{ id, members, clusterId, disk, clock: systemClock },
      peers: cluster.map((_, place) => place + 1),
      random: createRandom(randomInt(2 ** 32)),
      send: peers.send,
      heartbeatTicks: 1,
      electionTicks,
      onFailure: failed,
    });
    for (const message of early.splice(0)) server.receive(message);
    const service = await serveEtcd(server, {
      ...{ ...flags.listenClient, tls: flags.tls },
      onError,
    });
    const client = showAddress({ ...flags.listenClient, port: service.port });
    ownUrls[0] = `${scheme}://${client}`;
    log(
      'info',
      `process ${process.pid}: member ${name} (${members[id - 1].id.toString(16)}) of cluster ${clusterId.toString(16)} serves clients at ${client}`,
    );
    const tick = tickOf(server, members, log);
    // Who is alone need not wait for anybody before it leads.
    for (let ticks = 0; cluster.length === 1 && ticks < 2 * electionTicks; ticks++) server.tick();
    const timer = setInterval(tick, flags.heartbeatMs);
    return {
      async close() {
        clearInterval(timer);
        await service.close(graceMs);
        await server?.close();
        await peers.close();
      },
    };
  } catch (thrown) {
    await server?.close();
    await peers.close();
    throw thrown;
  }
}

function othersOf(cluster: PeerAddress[], id: number): Map<number, PeerAddress> {
  return new Map(cluster.map((member, place) => [place + 1, member] as const).filter(([number]) => number !== id));
}

/** Lets time pass, and says who leads when that has changed: looked at every tenth tick, since a status costs something. */
function tickOf(server: EtcdServer, members: Member[], log: Log): () => void {
  let known = '';
  let ticks = 0;
  return () => {
    server.tick();
    if (ticks++ % 10 !== 0) return;
    server.status().then(({ leader, raftTerm }) => {
      const name = members.find((member) => member.id === leader)?.name;
      const said = name === undefined ? 'nobody leads' : `member ${name} leads term ${raftTerm}`;
      if (said !== known && (known !== '' || name !== undefined)) log('info', said);
      known = said;
    }, ignored);
  };
}

function ignored(): void {}

/**
 * Whose member this is, out of what the flags say and what the folder says.
 *
 * @throws {Refusal} where they differ
 */
export function identityOf(flags: Flags, known: Identity | undefined): Identity {
  const name = flags.name ?? known?.name ?? 'default';
  const own = { name, ...(flags.listenPeer ?? { host: '127.0.0.1', port: 2380 }) };
  const asked: Identity = {
    name,
    cluster: flags.initialCluster ?? known?.cluster ?? [own],
    token: flags.token ?? known?.token ?? 'etcd-cluster',
    origin: known?.origin ?? '',
  };
  if (known) refuseOther(known, asked);
  if (!asked.cluster.some((member) => member.name === name)) {
    throw new Refusal(`--initial-cluster does not name this member, "${name}"`, 2);
  }
  return asked;
}

function refuseOther(known: Identity, asked: Identity): void {
  if (known.name !== asked.name) {
    throw new Refusal(`the data directory belongs to member "${known.name}", not to "${asked.name}"`);
  }
  const [was, is] = [known, asked].map(({ cluster, token }) => `${showCluster(cluster)} (token ${token})`);
  if (was !== is) throw new Refusal(`the data directory belongs to another cluster: ${was}, not ${is}`);
}
