/**
 * Load on an etcd, from a process of its own: keeps so many calls in flight for so long and prints one line of JSON.
 *
 *     node --import tsx checker/bench/etcd-load.ts 127.0.0.1:2379 put --in-flight 100 --connections 1 --seconds 3
 *
 * The requests are made before the time is taken, and the answers are only counted, so that as little as possible of
 * the time is this program's own. What it can do at most is measured against a server that does nothing: the endpoint
 * `nothing`.
 */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { utf8 } from '#kit/bytes.ts';
import { parseEndpoint } from '#kit/etcd/balancer.ts';
import { putRequest, rangeRequest } from '#kit/etcd/messages.ts';
import { createGrpcClient, type GrpcClient } from '#kit/grpc/client.ts';
import { serveGrpc } from '#kit/grpc/server.ts';

interface Load {
  path: string;
  requests: Uint8Array[];
}

const keyCount = 1000;
const valueSize = 256;
const warmUpMs = 500;

const loads: Record<string, () => Load> = {
  put: () => ({ path: '/etcdserverpb.KV/Put', requests: keys().map((key) => putRequest.encode({ key, value })) }),
  range: () => ({ path: '/etcdserverpb.KV/Range', requests: keys().map((key) => rangeRequest.encode({ key })) }),
};

const value = new Uint8Array(valueSize).fill(120);

function keys(): Uint8Array[] {
  return Array.from({ length: keyCount }, (_, i) => utf8(`load/${String(i).padStart(12, '0')}`));
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'in-flight': { type: 'string', default: '100' },
    connections: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '3' },
  },
});
const [endpoint, kind] = positionals;
if (endpoint === 'serve-nothing') await serveNothing();
else {
  await main().catch((thrown) => {
    process.stderr.write(`${(thrown as Error).message}\n`);
    process.exit(1);
  });
}

async function main(): Promise<void> {
  const server = endpoint === 'nothing' ? await startNothing() : undefined;
  const address = parseEndpoint(server?.endpoint ?? endpoint);
  const connections = Number(values.connections);
  const clients = Array.from({ length: connections }, () => createGrpcClient(address));
  for (const client of clients) await client.connect();
  const outcome = await run(clients, loads[kind](), Number(values['in-flight']), Number(values.seconds) * 1000);
  process.stdout.write(`${JSON.stringify({ endpoint, kind, ...outcome })}\n`);
  for (const client of clients) client.close();
  server?.stop();
}

async function run(
  clients: GrpcClient[],
  { path, requests }: Load,
  inFlight: number,
  durationMs: number,
): Promise<object> {
  const latencies: number[] = [];
  let errors = 0;
  let next = 0;
  const beginsAt = performance.now() + warmUpMs;
  const endsAt = beginsAt + durationMs;
  let cpu = process.cpuUsage();

  function callOnce(client: GrpcClient): Promise<boolean> {
    return new Promise((resolve) => {
      const call = client.call(path, { message() {}, ended: (status) => resolve(status?.code === 'OK') });
      call.send(requests[next++ % requests.length]);
      call.end();
    });
  }

  async function worker(client: GrpcClient): Promise<void> {
    for (;;) {
      const startedAt = performance.now();
      if (startedAt > endsAt) return;
      const isOk = await callOnce(client);
      if (!isOk) errors++;
      if (startedAt < beginsAt) cpu = process.cpuUsage();
      else latencies.push(performance.now() - startedAt);
    }
  }

  await Promise.all(Array.from({ length: inFlight }, (_, i) => worker(clients[i % clients.length])));
  const { user, system } = process.cpuUsage(cpu);
  latencies.sort((a, b) => a - b);
  const at = (share: number) => Number(latencies[Math.floor((latencies.length - 1) * share)]?.toFixed(3));
  return {
    inFlight,
    perSecond: Math.round((latencies.length / durationMs) * 1000),
    ms: { p50: at(0.5), p99: at(0.99), max: at(1) },
    ownMicrosecondsPerCall: Math.round((user + system) / latencies.length),
    errors,
  };
}

function startNothing(): Promise<{ endpoint: string; stop(): void }> {
  const child = fork(fileURLToPath(import.meta.url), ['serve-nothing'], { execArgv: process.execArgv });
  return new Promise((resolve) => {
    child.once('message', (port) => resolve({ endpoint: `127.0.0.1:${port}`, stop: () => child.kill() }));
  });
}

/** Answers every call with an empty message at once. */
async function serveNothing(): Promise<void> {
  const methods = new Map(
    Object.values(loads).map((load) => [
      load().path,
      (call: { send(message: Uint8Array): boolean; end(): void }) => ({
        message() {
          call.send(new Uint8Array(0));
        },
        ended: () => call.end(),
      }),
    ]),
  );
  const { port } = await serveGrpc({ host: '127.0.0.1', port: 0, methods });
  process.send?.(port);
  process.once('disconnect', () => process.exit(0));
}
