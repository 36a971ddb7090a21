/**
 * The whole API server in this process, over an etcd in memory: the chain with all its links, as the program has it, and
 * what a cluster begins with. Whoever asks is known by a certificate.
 *
 *     ask(alice, 'GET', '/api/v1/pods') ──► request-info ─► authenticate ─► … ─► etcd in memory
 *                                                                                    │
 *     calls: ['txn', 'range']      what it was asked, since it was last looked at ◄──┤
 *     state(): every key and value, and the revision ◄───────────────────────────────╯
 */
import { generateKeyPairSync } from 'node:crypto';
import { type ApiServer, createApiServer } from '#api-server/server.ts';
import { text } from '#kit/bytes.ts';
import type { ApiRequest, ApiResponse, UserInfo } from '#kit/kubernetes/http.ts';
import { createRandom } from '#kit/random.ts';
import { systemClock } from '#kit/system-clock.ts';
import { makeBeginnings } from '../../apiserver/beginnings.ts';
import { extensions } from '../../apiserver/extensions.ts';
import { createEtcdDouble, type EtcdCall, type EtcdDouble } from '../../sim/etcd-double.ts';

export interface WholeServer {
  server: ApiServer;
  etcd: EtcdDouble;
  /** What this server has asked etcd, in order; whoever looks may empty it. */
  calls: EtcdCall[];
  ask(user: UserInfo | undefined, method: string, url: string, sent?: Sent): Promise<ApiResponse>;
  /** All that etcd holds, as one text. */
  state(): string;
  close(): void;
}

/** What goes with a request. */
export interface Sent {
  headers?: Record<string, string>;
  /** Sent as JSON unless it is bytes or a text. */
  body?: unknown;
}

export const root: UserInfo = { name: 'root', groups: ['system:masters'] };

const issuer = 'https://kubernetes.default.svc.cluster.local';
const { privateKey, publicKey } = generateKeyPairSync('ec', {
  namedCurve: 'P-256',
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});

/** @param etcd shared with other servers; one of its own unless said */
export async function startWholeServer(etcd: EtcdDouble = createEtcdDouble()): Promise<WholeServer> {
  const calls: EtcdCall[] = [];
  const random = createRandom(1);
  const server = createApiServer({
    etcd: etcd.facade((call) => void calls.push(call)),
    ...{ random, clock: systemClock, now: Date.now },
    authentication: { serviceAccounts: { issuer, publicKeys: [publicKey] } },
    extend: extensions({ log: (next) => next, issuer, privateKey, random, say() {} }),
  });
  await makeBeginnings(server);
  return {
    ...{ server, etcd, calls, close: server.close },
    ask: (user, method, url, sent = {}) => server.handle(requestOf(user, method, url, sent)),
    state: () => stateOf(etcd),
  };
}

const utf8 = new TextEncoder();

function requestOf(user: UserInfo | undefined, method: string, url: string, { headers = {}, body }: Sent): ApiRequest {
  const certificate = user && { commonName: user.name, organizations: user.groups };
  return { method, url, headers, body: bytesOf(body), ...(certificate && { certificate }) };
}

function bytesOf(body: unknown): Uint8Array {
  if (body === undefined) return new Uint8Array(0);
  if (body instanceof Uint8Array) return body;
  return utf8.encode(typeof body === 'string' ? body : JSON.stringify(body));
}

const everything = { key: Uint8Array.of(0), rangeEnd: Uint8Array.of(0) };

function stateOf({ store }: EtcdDouble): string {
  const lines = store.range(everything).kvs.map(({ key, value }) => `${text(key)} ${text(value)}`);
  return [`revision ${store.revision()}`, ...lines].join('\n');
}
