/** What `npm run apiserver` was asked for: names and defaults are those of Kubernetes' own program where it has the flag. */
import { isIP } from 'node:net';
import { parseArgs } from 'node:util';
import type { TlsFiles } from '#kit/grpc/server.ts';
import type { UserInfo } from '#kit/kubernetes/http.ts';
import { type Address, parseAddress } from '../etcd/cluster.ts';
import { fileOf } from '../etcd/flag-file.ts';
import { type LogLevel, logLevels } from '../etcd/flags.ts';
import { Refusal, usage } from '../etcd/refusal.ts';
import { parseTokens } from './token-file.ts';

export interface Flags {
  bindAddress: string;
  /** 0: any that is free. */
  securePort: number;
  dataDir: string;
  logLevel: LogLevel;
  /** The API server has its own etcd where this is missing. */
  etcdServers?: string[];
  etcdTls?: TlsFiles;
  /** Where the API server's own etcd is served to others. */
  listenEtcd?: Address;
  tokens: Record<string, UserInfo>;
  /** Where exercise 5.14 writes; nowhere where this is missing. `-`: the standard output. */
  auditLogPath?: string;
}

const text = { type: 'string' } as const;

const options = {
  'bind-address': text,
  'secure-port': text,
  'data-dir': text,
  'log-level': text,
  'etcd-servers': text,
  'etcd-cafile': text,
  'etcd-certfile': text,
  'etcd-keyfile': text,
  'listen-etcd': text,
  'token-auth-file': text,
  'audit-log-path': text,
} as const;

type Values = { [Option in keyof typeof options]?: string };

/** @throws {Refusal} with exit code 2, in one line */
export function readFlags(args: string[]): Flags {
  const values = parsed(args);
  const etcdServers = endpointsOf(values['etcd-servers']);
  const etcdTls = etcdTlsOf(values);
  const listenEtcd = listenEtcdOf(values['listen-etcd']);
  if (!etcdServers && etcdTls) throw usage('--etcd-cafile, --etcd-certfile and --etcd-keyfile need --etcd-servers');
  if (etcdServers && listenEtcd) throw usage('--listen-etcd is for the own etcd, and --etcd-servers for another');
  return {
    bindAddress: bindAddressOf(values['bind-address'] ?? '127.0.0.1'),
    securePort: portOf(values['secure-port'] ?? '6443'),
    dataDir: values['data-dir'] ?? 'default.apiserver',
    logLevel: levelOf(values['log-level'] ?? 'info'),
    tokens: tokensOf(values['token-auth-file']),
    ...{ etcdServers, etcdTls, listenEtcd, auditLogPath: values['audit-log-path'] },
  };
}

function parsed(args: string[]): Values {
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    if (positionals.length === 0) return values;
    throw usage(`there is no "${positionals[0]}" here, only flags; --help tells which`);
  } catch (thrown) {
    if (thrown instanceof Refusal) throw thrown;
    const [sentence] = (thrown as Error).message.split('. ');
    throw usage(`${sentence.replace(/\.$/, '')}; --help tells what there is`);
  }
}

function bindAddressOf(value: string): string {
  if (isIP(value) === 0) throw usage(`--bind-address takes an IP address such as 127.0.0.1, not "${value}"`);
  return value;
}

function portOf(value: string): number {
  if (!/^\d{1,5}$/.test(value) || Number(value) > 65535) {
    throw usage(`--secure-port takes a port from 0 to 65535, not "${value}"`);
  }
  return Number(value);
}

function levelOf(value: string): LogLevel {
  const level = logLevels.find((each) => each === value);
  if (!level) throw usage(`--log-level is one of ${logLevels.join(', ')}, not "${value}"`);
  return level;
}

function endpointsOf(value: string | undefined): string[] | undefined {
  if (value === undefined) return undefined;
  const endpoints = value.split(',');
  const wrong = endpoints.find((endpoint) => !parseAddress(endpoint));
  if (wrong !== undefined) throw usage(`--etcd-servers takes addresses such as 127.0.0.1:2379, not "${wrong}"`);
  return endpoints;
}

function etcdTlsOf(values: Values): TlsFiles | undefined {
  const ca = fileOf('etcd-cafile', values['etcd-cafile']);
  const cert = fileOf('etcd-certfile', values['etcd-certfile']);
  const key = fileOf('etcd-keyfile', values['etcd-keyfile']);
  if ((cert === undefined) !== (key === undefined)) throw usage('--etcd-certfile and --etcd-keyfile go together');
  return ca === undefined && cert === undefined ? undefined : { ca, cert, key };
}

function listenEtcdOf(value: string | undefined): Address | undefined {
  if (value === undefined) return undefined;
  const address = parseAddress(value);
  if (!address) throw usage(`--listen-etcd takes an address such as 127.0.0.1:2379, not "${value}"`);
  return address;
}

function tokensOf(path: string | undefined): Record<string, UserInfo> {
  const content = fileOf('token-auth-file', path);
  if (content === undefined) return {};
  const tokens = parseTokens(content);
  if (typeof tokens === 'string') throw usage(`--token-auth-file ${path}: ${tokens}`);
  return tokens;
}
