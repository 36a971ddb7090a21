/**
 * Clusters of real processes on this machine, ours or the real etcd's, whose members may be killed and started again.
 * Each member keeps its ports and its folder over all its lives.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectEtcd } from '#kit/etcd/client.ts';
import { nodeFlags } from '../../etcd/bundle.ts';
import { root } from '../../paths.ts';
import { freePorts } from './servers.ts';

export interface Timers {
  heartbeatMs: number;
  electionMs: number;
}

interface MemberFlags extends Timers {
  name: string;
  folder: string;
  clientPort: number;
  /** Of all members, by name. */
  peerPorts: Map<string, number>;
}

/** The command that runs a member. */
export type Make = (flags: MemberFlags) => [program: string, args: string[]];

export interface Cluster {
  /** For clients, by the member's place. */
  endpoints: string[];
  /** Resolves with the place of the one that leads, once there is one that nobody contradicts. */
  leader(): Promise<number>;
  /** kill -9. Resolves when the process is gone. */
  kill(place: number): Promise<void>;
  /** Resolves once it takes connections. */
  start(place: number): Promise<void>;
  /** The number of a member's process. */
  processId(place: number): number;
  /** Ends all members, and removes their folders. */
  stop(): Promise<void>;
}

const giveUpMs = 30_000;

/** What etcd has unless told. */
export const usualTimers: Timers = { heartbeatMs: 100, electionMs: 1000 };

/** @param program the bundle of `checker/etcd/main.ts` */
export function ourEtcd(program: string): Make {
  return ({ name, folder, clientPort, peerPorts, heartbeatMs, electionMs }) => [
    process.execPath,
    [...nodeFlags, program].concat(
      flagsOf({
        name,
        'data-dir': folder,
        'listen-client': `127.0.0.1:${clientPort}`,
        'initial-cluster': [...peerPorts].map(([member, port]) => `${member}=127.0.0.1:${port}`).join(','),
        'heartbeat-interval': heartbeatMs,
        'election-timeout': electionMs,
        'log-level': 'error',
      }),
    ),
  ];
}

export const realEtcd: Make = ({ name, folder, clientPort, peerPorts, heartbeatMs, electionMs }) => {
  const url = (port: number | undefined) => `http://127.0.0.1:${port}`;
  return [
    'etcd',
    flagsOf({
      name,
      'data-dir': folder,
      'listen-client-urls': url(clientPort),
      'advertise-client-urls': url(clientPort),
      'listen-peer-urls': url(peerPorts.get(name)),
      'initial-advertise-peer-urls': url(peerPorts.get(name)),
      'initial-cluster': [...peerPorts].map(([member, port]) => `${member}=${url(port)}`).join(','),
      'heartbeat-interval': heartbeatMs,
      'election-timeout': electionMs,
    }),
  ];
};

function flagsOf(flags: Record<string, string | number>): string[] {
  return Object.entries(flags).flatMap(([flag, value]) => [`--${flag}`, String(value)]);
}

/** Resolves once there is a leader. */
export async function startCluster(make: Make, size: number, timers = usualTimers): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), 'etcd-cluster-'));
  const names = ['a', 'b', 'c', 'd', 'e'].slice(0, size);
  const [clientPorts, ports] = [await freePorts(size), await freePorts(size)];
  const peerPorts = new Map(names.map((name, place) => [name, ports[place]]));
  const children: (ChildProcess | undefined)[] = names.map(() => undefined);
  const endpoints = clientPorts.map((port) => `127.0.0.1:${port}`);

  const cluster: Cluster = {
    endpoints,
    leader: () => leaderOf(endpoints.filter((_, place) => children[place])).then((each) => endpoints.indexOf(each)),
    async kill(place) {
      const child = children[place];
      children[place] = undefined;
      await ended(child, 'SIGKILL');
    },
    async start(place) {
      const name = names[place];
      const flags = { ...timers, name, folder: join(folder, name), clientPort: clientPorts[place], peerPorts };
      const child = spawnQuietly(...make(flags));
      children[place] = child;
      await listening(clientPorts[place], child);
    },
    processId: (place) => children[place]!.pid!,
    async stop() {
      await Promise.all(children.map((child) => ended(child, 'SIGTERM')));
      rmSync(folder, { recursive: true, force: true });
    },
  };
  try {
    await Promise.all(names.map((_, place) => cluster.start(place)));
    await cluster.leader();
    return cluster;
  } catch (thrown) {
    await cluster.stop();
    throw thrown;
  }
}

function spawnQuietly(program: string, args: string[]): ChildProcess & { said?: string } {
  const env = { ...process.env, SLIPWAY_ROOT: root };
  const child: ChildProcess & { said?: string } = spawn(program, args, {
    ...{ cwd: root, env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const goWithUs = () => child.kill('SIGKILL');
  process.once('exit', goWithUs);
  child.once('close', () => process.off('exit', goWithUs));
  child.stderr!.setEncoding('utf8').on('data', (said: string) => {
    child.said = said.trimEnd();
  });
  return child;
}

async function ended(child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const closed = new Promise((resolve) => child.once('close', resolve));
  child.kill(signal);
  await closed;
}

async function listening(port: number, child: ChildProcess & { said?: string }): Promise<void> {
  for (const giveUpAt = performance.now() + giveUpMs; performance.now() < giveUpAt; await sleep(10)) {
    if (child.exitCode !== null) throw new Error(`a member has ended: ${child.said}`);
    if (child.signalCode !== null || (await takesConnections(port))) return;
  }
  throw new Error(`nobody listens at port ${port}: ${child.said}`);
}

function takesConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

async function leaderOf(endpoints: string[]): Promise<string> {
  for (const giveUpAt = performance.now() + giveUpMs; performance.now() < giveUpAt; await sleep(10)) {
    const said = await Promise.all(endpoints.map(statusOf));
    const leader = said[0]?.leader;
    const place = said.findIndex((status) => status !== undefined && status.header.memberId === leader);
    if (leader && place >= 0 && said.every((status) => status?.leader === leader)) return endpoints[place];
  }
  throw new Error(`nobody leads among ${endpoints.join(', ')}`);
}

function statusOf(endpoint: string) {
  const etcd = connectEtcd({ endpoints: [endpoint], timeoutMs: 1000 });
  return etcd
    .status()
    .catch(() => undefined)
    .finally(etcd.close);
}
