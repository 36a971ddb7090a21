/**
 * One API server, from its flags to its port.
 *
 *     data folder ──► certificates ──► port: 503 for now
 *                 ──► etcd, its own or another ──► the chains (lesson 5) ──► what a cluster begins with ──► port: serves
 */
import { join } from 'node:path';
import type { ApiServer } from '#api-server/server.ts';
import type { EtcdApi } from '#kit/etcd/api.ts';
import { codeOf } from '#kit/failure.ts';
import type { ApiRequest, ApiResponse, Link } from '#kit/kubernetes/http.ts';
import { kubeconfigOf } from '#kit/kubernetes/kubeconfig.ts';
import { type Pki, writeWhole } from '#kit/kubernetes/pki.ts';
import { type ApiService, serveApi } from '#kit/kubernetes/serve.ts';
import { failureResponse } from '#kit/kubernetes/serve-response.ts';
import { apiFailure } from '#kit/kubernetes/status.ts';
import { systemClock } from '#kit/system-clock.ts';
import { showAddress } from '../etcd/cluster.ts';
import type { Log } from '../etcd/log.ts';
import { makeBeginnings } from './beginnings.ts';
import { startCompactor } from './compactor.ts';
import { type DataFolder, openFolderPki } from './data-folder.ts';
import { openEmbeddedEtcd } from './embedded-etcd.ts';
import type { Flags } from './flags.ts';
import { createMetrics } from './metrics.ts';
import { openRemoteEtcd } from './remote-etcd.ts';
import { requestLog } from './request-log.ts';
import type { Store } from './store.ts';
import { systemRandom } from './system-random.ts';
import { inWords } from './words.ts';

export interface RunningServer {
  port: number;
  kubeconfig: string;
  etcd: EtcdApi;
  /** Resolves once it serves: where etcd is gone, not before it is back. */
  ready: Promise<void>;
  close(): Promise<void>;
}

export interface StartOptions {
  flags: Flags;
  data: DataFolder;
  log: Log;
  /** The server is over. */
  failed(why: unknown): void;
}

/** Requests under way may end for so long when the program stops. */
const graceMs = 2000;
const retryMs = 2000;
const issuer = 'https://kubernetes.default.svc.cluster.local';

/** @throws what the system, the disk and the code of the lower lessons throw */
export async function startApiServer({ flags, data, log, failed }: StartOptions): Promise<RunningServer> {
  const pki = await openFolderPki(data.folder, namesOf(flags));
  let store: Store | undefined;
  let server: ApiServer | undefined;
  let isReady = false;
  let isClosed = false;

  async function handle(request: ApiRequest): Promise<ApiResponse> {
    if (!isReady || !server) return failureResponse(apiFailure('ServiceUnavailable', whyNotReady(store), retry));
    return server.handle(request);
  }

  const service = await serveApi({
    ...{ host: flags.bindAddress, port: flags.securePort, handle },
    tls: { ...pki.server, clientAuthority: pki.authority.certificate },
    onError: (thrown) => log('error', inWords(thrown)),
    onRefused: (why) => log('info', why),
  });
  let stopCompactor: () => void = () => undefined;
  try {
    store = await openStore(flags, data, log, failed);
    server = await createServer(flags, pki, store, log);
    stopCompactor = startCompactor(store.etcd, log);
  } catch (thrown) {
    await service.close(0);
    await store?.close();
    throw thrown;
  }

  async function begin(): Promise<void> {
    await store!.ready();
    while (!isClosed) {
      try {
        const made = await makeBeginnings(server!);
        if (made > 0) log('debug', `${made} objects are made that a cluster begins with`);
        // What is served is known from now on, even where etcd is gone.
        await server!.types();
        isReady = true;
        return;
      } catch (thrown) {
        if (codeOf(thrown) !== 'ServiceUnavailable') throw thrown;
        log('debug', inWords(thrown));
      }
      await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
  }

  return {
    port: service.port,
    etcd: store.etcd,
    kubeconfig: writeKubeconfig(flags, data, pki, service),
    ready: begin(),
    async close() {
      isClosed = true;
      stopCompactor();
      await service.close(graceMs);
      server!.close();
      await store!.close();
    },
  };
}

const retry = { retryAfterSeconds: 1 };

function whyNotReady(store: Store | undefined): string {
  return store && !store.isWell() ? `${store.where} does not answer` : 'the API server is starting';
}

function openStore(flags: Flags, data: DataFolder, log: Log, failed: (why: unknown) => void): Promise<Store> {
  const { etcdServers, etcdTls, listenEtcd } = flags;
  if (etcdServers) return Promise.resolve(openRemoteEtcd({ endpoints: etcdServers, tls: etcdTls, log }));
  return openEmbeddedEtcd({ folder: join(data.folder, 'etcd'), listen: listenEtcd, log, failed });
}

async function createServer({ tokens, auditLogPath }: Flags, pki: Pki, { etcd }: Store, log: Log): Promise<ApiServer> {
  const { createApiServer } = await import('#api-server/server.ts');
  const { extensions } = await import('./extensions.ts');
  const { openAuditLog } = await import('./audit-log.ts');
  const { privateKey, publicKey } = pki.serviceAccounts;
  const random = systemRandom();
  const metrics = createMetrics();
  const logged = requestLog(log);
  const audited = auditLogPath === undefined ? unchanged : await openAuditLog(auditLogPath, log);
  return createApiServer({
    ...{ etcd: metrics.ofEtcd(etcd), random, clock: systemClock, now: Date.now },
    authentication: { staticTokens: tokens, serviceAccounts: { issuer, publicKeys: [publicKey] } },
    extend: extensions({
      log: (next) => logged(metrics.ofRequests(audited(next))),
      metrics: metrics.page,
      issuer,
      privateKey,
      random,
      say: log,
    }),
  });
}

const unchanged: Link = (next) => next;

/** What clients know the server by, besides what they always do. */
function namesOf({ bindAddress }: Flags): string[] {
  return isEverywhere(bindAddress) ? [] : [bindAddress];
}

function isEverywhere(address: string): boolean {
  return address === '0.0.0.0' || address === '::';
}

function writeKubeconfig({ bindAddress }: Flags, data: DataFolder, pki: Pki, { port }: ApiService): string {
  const host = isEverywhere(bindAddress) ? '127.0.0.1' : bindAddress;
  const file = join(data.folder, data.isShared ? `admin-${port}.kubeconfig` : 'admin.kubeconfig');
  const text = kubeconfigOf({
    server: `https://${showAddress({ host, port })}`,
    authority: pki.authority.certificate,
    user: 'admin',
    credentials: pki.admin,
  });
  writeWhole(file, text, 0o600);
  return file;
}
