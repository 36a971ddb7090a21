/** A whole etcd server in a process, on a simulated disk. */
import type { Clock } from '#kit/clock.ts';
import type { EtcdServer, EtcdServerOptions, PeerMessage } from '#revisions/etcd-server.ts';
import { breakEtcdRule } from '../../oracles/etcd-rules.ts';
import { nameOf } from '../raft/message.ts';
import { createProcess, type Process, type Life as ProcessLife, type ProcessOptions } from '../replica/process.ts';

export type OpenEtcdServer = (options: EtcdServerOptions) => Promise<EtcdServer>;

/** What runs in the process. */
export interface Running {
  server: EtcdServer;
}

export type Life = ProcessLife<Running>;
export type Member = Process<Running>;

export interface MemberOptions extends Omit<ProcessOptions<Running>, 'open' | 'gaveUp'> {
  openEtcdServer: OpenEtcdServer;
  servers: number;
  config: Partial<EtcdServerOptions>;
  clock: Clock;
  send(to: number, message: PeerMessage): void;
}

export function createMember(options: MemberOptions): Member {
  const { id, servers, config, clock, openEtcdServer, send } = options;
  const peers = Array.from({ length: servers }, (_, i) => i + 1);
  return createProcess<Running>({
    ...options,
    async open({ disk, random, isOver, failed }) {
      const server = await openEtcdServer({
        ...{ electionTicks: 10, heartbeatTicks: 2, requestTimeoutMs: 500, ...config },
        ...{ id, peers, members: peers.map(memberOf), clusterId: 7n, clock, random, disk },
        send: (to, message) => isOver() || send(to, message),
        onFailure: failed,
      });
      return { server };
    },
    gaveUp: (why) => breakEtcdRule('comes back', `${nameOf(id)} gives up on a disk that has no fault: ${why}`),
  });
}

function memberOf(id: number) {
  return { id: BigInt(100 + id), name: nameOf(id), peerUrls: [], clientUrls: [], isLearner: false };
}
