/** What `npm run etcd` was asked for: names and defaults are etcd's where etcd has the flag. */
import { parseArgs } from 'node:util';
import type { TlsFiles } from '#kit/grpc/server.ts';
import { type Address, type PeerAddress, parseAddress, parseCluster } from './cluster.ts';
import { fileOf } from './flag-file.ts';
import { usage } from './refusal.ts';

export const logLevels = ['error', 'info', 'debug'] as const;
export type LogLevel = (typeof logLevels)[number];

export interface Flags {
  name?: string;
  dataDir?: string;
  listenClient: Address;
  /** The member's own in `initialCluster` unless said. */
  listenPeer?: Address;
  initialCluster?: PeerAddress[];
  token?: string;
  logLevel: LogLevel;
  heartbeatMs: number;
  electionMs: number;
  tls?: TlsFiles;
  peerTls?: TlsFiles;
  /** A backup to begin with. */
  restore?: string;
}

const text = { type: 'string' } as const;

export const options = {
  name: text,
  'data-dir': text,
  'listen-client': text,
  'listen-peer': text,
  'initial-cluster': text,
  'initial-cluster-token': text,
  'log-level': text,
  'heartbeat-interval': text,
  'election-timeout': text,
  'cert-file': text,
  'key-file': text,
  'trusted-ca-file': text,
  'peer-cert-file': text,
  'peer-key-file': text,
  'peer-trusted-ca-file': text,
} as const;

type Values = { [Option in keyof typeof options]?: string };

/** @throws {Refusal} with exit code 2, in one line */
export function readFlags(args: string[]): Flags {
  const { values, positionals } = parsed(args);
  const heartbeatMs = milliseconds(values, 'heartbeat-interval', 100);
  const electionMs = milliseconds(values, 'election-timeout', 1000);
  if (electionMs < 5 * heartbeatMs) {
    throw usage(
      `--election-timeout (${electionMs} ms) must be five times --heartbeat-interval (${heartbeatMs} ms) or more`,
    );
  }
  return {
    name: values.name === undefined ? undefined : nameOf(values.name),
    dataDir: values['data-dir'],
    listenClient: addressOf(values, 'listen-client') ?? { host: '127.0.0.1', port: 2379 },
    listenPeer: addressOf(values, 'listen-peer'),
    initialCluster: clusterOf(values['initial-cluster']),
    token: values['initial-cluster-token'],
    logLevel: levelOf(values['log-level'] ?? 'info'),
    heartbeatMs,
    electionMs,
    tls: tlsOf(values, 'cert-file', 'key-file', 'trusted-ca-file'),
    peerTls: tlsOf(values, 'peer-cert-file', 'peer-key-file', 'peer-trusted-ca-file'),
    restore: restoreOf(positionals),
  };
}

function parsed(args: string[]): { values: Values; positionals: string[] } {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (thrown) {
    const [sentence] = (thrown as Error).message.split('. ');
    throw usage(`${sentence.replace(/\.$/, '')}; --help tells what there is`);
  }
}

function restoreOf(positionals: string[]): string | undefined {
  const [command, file, ...more] = positionals;
  if (command === undefined) return undefined;
  if (command !== 'restore') throw usage(`there is no "${command}" here: flags, or restore FILE`);
  if (file === undefined || more.length > 0) throw usage('restore takes one file');
  return file;
}

function nameOf(name: string): string {
  if (!/^[\w.-]+$/.test(name)) throw usage(`--name takes letters, digits, ".", "_" and "-", not "${name}"`);
  return name;
}

function addressOf(values: Values, option: 'listen-client' | 'listen-peer'): Address | undefined {
  const value = values[option];
  if (value === undefined) return undefined;
  const address = parseAddress(value);
  if (!address) throw usage(`--${option} takes an address such as 127.0.0.1:2379, not "${value}"`);
  return address;
}

function clusterOf(value: string | undefined): PeerAddress[] | undefined {
  if (value === undefined) return undefined;
  const cluster = parseCluster(value);
  if (typeof cluster === 'string') throw usage(`--initial-cluster: ${cluster}`);
  return cluster;
}

function levelOf(value: string): LogLevel {
  const level = logLevels.find((each) => each === value);
  if (!level) throw usage(`--log-level is one of ${logLevels.join(', ')}, not "${value}"`);
  return level;
}

function milliseconds(values: Values, option: 'heartbeat-interval' | 'election-timeout', standard: number): number {
  const value = values[option] ?? String(standard);
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < 1 || number > 50_000) {
    throw usage(`--${option} takes milliseconds from 1 to 50000, not "${value}"`);
  }
  return number;
}

function tlsOf(
  values: Values,
  certOption: keyof Values,
  keyOption: keyof Values,
  caOption: keyof Values,
): TlsFiles | undefined {
  const [cert, key, ca] = [certOption, keyOption, caOption].map((option) => fileOf(option, values[option]));
  if (cert === undefined && key === undefined && ca === undefined) return undefined;
  if (cert === undefined || key === undefined) throw usage(`--${certOption} and --${keyOption} go together`);
  return { cert, key, ca };
}
