/** Finds, among the endpoints of a cluster, one that answers, and keeps to it while it does. */
import type { Failure } from '../failure.ts';
import { createGrpcClient, type GrpcClient } from '../grpc/client.ts';
import type { TlsFiles } from '../grpc/server.ts';

export interface Balancer {
  /** @throws {Failure} `unreachable` where none of them answers */
  connected(): Promise<GrpcClient>;
  close(): void;
}

export interface BalancerOptions {
  endpoints: string[];
  tls?: TlsFiles;
  token?: string;
}

const connectTimeoutMs = 2000;
const keepAliveMs = 10_000;

export function createBalancer({ endpoints, tls, token }: BalancerOptions): Balancer {
  const headers: Record<string, string> = token === undefined ? {} : { token };
  const clients = endpoints.map((endpoint) => {
    const { host, port, isSecure } = parseEndpoint(endpoint);
    const secure = tls ?? (isSecure ? {} : undefined);
    return createGrpcClient({ host, port, tls: secure, headers, connectTimeoutMs, keepAliveMs });
  });
  let current = 0;
  /** A search that is under way; whoever comes meanwhile waits for it too. */
  let search: Promise<GrpcClient> | undefined;

  async function find(): Promise<GrpcClient> {
    let why: unknown;
    for (let tried = 0; tried < clients.length; tried++) {
      try {
        await clients[current].connect();
        return clients[current];
      } catch (thrown) {
        why = thrown;
        current = (current + 1) % clients.length;
      }
    }
    throw why as Failure;
  }

  return {
    async connected() {
      if (clients[current].isConnected()) return clients[current];
      search ??= find().finally(() => {
        search = undefined;
      });
      return search;
    },
    close() {
      for (const client of clients) client.close();
    },
  };
}

/** `host:port`, with or without `http://` or `https://` in front. */
export function parseEndpoint(endpoint: string): { host: string; port: number; isSecure: boolean } {
  const isSecure = endpoint.startsWith('https://');
  const url = new URL(/^https?:\/\//.test(endpoint) ? endpoint : `http://${endpoint}`);
  const port = Number(url.port || (isSecure ? 443 : 80));
  return { host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port, isSecure };
}
