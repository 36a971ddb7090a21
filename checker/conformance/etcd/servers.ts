/** Servers to run the cases against, each in a process and a folder of its own. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../paths.ts';

export interface RunningServer {
  /** `host:port` for clients. */
  endpoint: string;
  /** Ends it, and removes its folder. */
  stop(): Promise<void>;
}

const layers = ['kv-store', 'wal', 'raft', 'revisions'];
const startMs = 20_000;

/** Whether a program of this name is installed. */
export function isInstalled(program: string): boolean {
  return spawnSync(program, ['version'], { stdio: 'ignore' }).error === undefined;
}

/** The command that runs our program on the reference, without npm and the launcher. */
export function referenceCommand(args: string[]): [program: string, args: string[]] {
  const conditions = layers.flatMap((layer) => ['-C', `solved-${layer}`]);
  return [process.execPath, ['--import', 'tsx', ...conditions, join(root, 'checker', 'etcd', 'main.ts'), ...args]];
}

export async function startReference(): Promise<RunningServer> {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-etcd-'));
  const flags = ['--data-dir', folder, '--listen-client', '127.0.0.1:0', '--listen-peer', '127.0.0.1:0'];
  const child = spawnIn(...referenceCommand(flags));
  const endpoint = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stderr!.setEncoding('utf8').on('data', (chunk: string) => {
      said += chunk;
      const [, found] = /serves clients at (\S+)/.exec(said) ?? [];
      if (found) resolve(found);
    });
    child.once('close', () => reject(new Error(`the server did not start: ${said}`)));
  });
  return running(child, endpoint, folder);
}

/** The real etcd. */
export async function startReal(): Promise<RunningServer> {
  const folder = mkdtempSync(join(tmpdir(), 'real-etcd-'));
  const [clients, peers] = (await freePorts(2)).map((port) => `http://127.0.0.1:${port}`);
  const urls = { 'listen-client-urls': clients, 'advertise-client-urls': clients, 'listen-peer-urls': peers };
  const flags = { name: 'real', 'data-dir': folder, ...urls, 'initial-advertise-peer-urls': peers };
  const list = Object.entries({ ...flags, 'initial-cluster': `real=${peers}` });
  const child = spawnIn(
    'etcd',
    list.flatMap(([flag, value]) => [`--${flag}`, value]),
  );
  child.stderr!.resume();
  await healthy(clients);
  return running(child, clients.replace('http://', ''), folder);
}

function spawnIn(program: string, args: string[]): ChildProcess {
  const env = { ...process.env, SLIPWAY_ROOT: root };
  return spawn(program, args, { cwd: root, env, stdio: ['ignore', 'ignore', 'pipe'] });
}

async function healthy(url: string): Promise<void> {
  for (const giveUpAt = performance.now() + startMs; performance.now() < giveUpAt; ) {
    const answer = await fetch(`${url}/health`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${url} is not well`);
}

function running(child: ChildProcess, endpoint: string, folder: string): RunningServer {
  return {
    endpoint,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        const closed = new Promise((resolve) => child.once('close', resolve));
        child.kill();
        await closed;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Ports that are free now; all are held at once, so that none comes twice. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports: number[] = [];
  for (const server of servers) {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ports.push((server.address() as { port: number }).port);
  }
  for (const server of servers) await new Promise((resolve) => server.close(resolve));
  return ports;
}
