/**
 * An etcd elsewhere. It may be gone at times: that is said once when it goes and once when it is back, and asked for
 * again and again, with pauses between.
 */
import { utf8 } from '#kit/bytes.ts';
import { connectEtcd } from '#kit/etcd/client.ts';
import type { TlsFiles } from '#kit/grpc/server.ts';
import type { Log } from '../etcd/log.ts';
import type { Store } from './store.ts';

export interface RemoteOptions {
  endpoints: string[];
  tls?: TlsFiles;
  log: Log;
}

/** Between two looks at it. */
const lookMs = 2000;
/** Between two lines that say that it is still gone. */
const sayAgainMs = 30_000;

export function openRemoteEtcd({ endpoints, tls, log }: RemoteOptions): Store {
  const etcd = connectEtcd({ endpoints, tls });
  const where = `etcd at ${endpoints.join(', ')}`;
  let isWell = true;
  let isClosed = false;
  let wasEverWell = false;
  let saidAt = 0;
  let next: NodeJS.Timeout | undefined;
  let told: () => void;
  const ready = new Promise<void>((resolve) => {
    told = resolve;
  });

  function gone(why: string): void {
    const now = performance.now();
    const isNews = isWell || now - saidAt >= sayAgainMs;
    isWell = false;
    if (!isNews) return;
    saidAt = now;
    const meanwhile = wasEverWell
      ? 'requests that need it are refused until it is back'
      : 'the API server waits for it';
    log('error', `${where} does not answer: ${withoutAddress(why)}; ${meanwhile}`);
  }

  function well(): void {
    if (!isWell) log('info', `${where} answers${wasEverWell ? ' again' : ''}`);
    isWell = true;
    wasEverWell = true;
    told();
  }

  async function look(): Promise<void> {
    try {
      // The same question as Kubernetes' own: a key that need not be there, from a majority.
      await etcd.range({ key: utf8('health'), countOnly: true });
      well();
    } catch (thrown) {
      if (!isClosed) gone((thrown as Error).message);
    }
    if (!isClosed) next = setTimeout(look, lookMs);
  }

  void look();
  return {
    ...{ etcd, where },
    ready: () => ready,
    isWell: () => isWell,
    async close() {
      isClosed = true;
      clearTimeout(next);
      etcd.close();
    },
  };
}

/** Why it does not answer; where it is, the line says already: `connect ECONNREFUSED`. */
function withoutAddress(why: string): string {
  return why.replace(/^\S+ does not answer: /, '').replace(/^(\w+ E[A-Z]+) \S+/, '$1');
}
