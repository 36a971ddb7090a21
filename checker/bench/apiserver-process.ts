/** An API server of the reference, or an etcd alone, as a real process with a folder of its own. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePorts } from '../conformance/etcd/servers.ts';
import { nodeFlags } from '../etcd/bundle.ts';
import { root } from '../paths.ts';
import { connectApi } from './apiserver-client.ts';

export interface ServerProcess {
  /** Its folder. */
  data: string;
  /** Of HTTPS; 0 for an etcd alone. */
  port: number;
  /** Of its etcd, for gRPC. */
  etcd: string;
  /** How much of the machine's memory it has, in MB. */
  memory(): Promise<number>;
  /** Ends it, and removes its folder. */
  stop(): Promise<void>;
}

/** @param program the bundle of `checker/apiserver/main.ts` */
export async function startApi(program: string): Promise<ServerProcess> {
  const [port, etcdPort] = await freePorts(2);
  const flags = ['--secure-port', String(port), '--listen-etcd', `127.0.0.1:${etcdPort}`];
  const server = await start([...nodeFlags, program, ...flags], etcdPort, port, /serves at/);
  const api = connectApi(server.data, port, 1);
  const account = JSON.stringify({ metadata: { name: 'default' } });
  // A controller would make it.
  await api.send('POST', '/api/v1/namespaces/default/serviceaccounts', account);
  api.close();
  return server;
}

/** @param program the bundle of `checker/etcd/main.ts` */
export async function startEtcd(program: string): Promise<ServerProcess> {
  const [port, peerPort] = await freePorts(2);
  const flags = ['--listen-client', `127.0.0.1:${port}`, '--listen-peer', `127.0.0.1:${peerPort}`];
  return start([...nodeFlags, program, ...flags], port, 0, /serves clients at/);
}

async function start(args: string[], etcdPort: number, port: number, begun: RegExp): Promise<ServerProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-bench-'));
  const data = join(folder, 'data');
  const env = { ...process.env, SLIPWAY_ROOT: root };
  const child = spawn(process.execPath, [...args, '--data-dir', data], { cwd: root, env });
  await saysSo(child, begun);
  return {
    ...{ data, port, etcd: `127.0.0.1:${etcdPort}` },
    memory: () => memoryOf(child.pid!),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        const closed = new Promise((resolve) => child.once('close', resolve));
        child.kill('SIGKILL');
        await closed;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function saysSo(child: ChildProcess, what: RegExp): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    const hear = (part: string) => {
      said += part;
      if (what.test(said)) resolve();
    };
    for (const stream of [child.stdout!, child.stderr!]) stream.setEncoding('utf8').on('data', hear);
    child.once('close', () => reject(new Error(`a server did not start: ${said}`)));
  });
}

async function memoryOf(pid: number): Promise<number> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]);
  return Number(stdout) / 1024;
}
