/**
 * Has etcd forget what is older than five minutes, as Kubernetes' own API server does: else every version of every object
 * would stay for ever. Clients that come later than that read everything anew.
 *
 *     every 5 minutes    compact to the revision of the last time    note the revision of now
 *
 * Of several API servers each does it. That one was faster does no harm.
 */
import { utf8 } from '#kit/bytes.ts';
import type { EtcdApi } from '#kit/etcd/api.ts';
import { codeOf } from '#kit/failure.ts';
import type { Log } from '../etcd/log.ts';

export const compactEveryMs = 5 * 60 * 1000;

/** @returns ends it */
export function startCompactor(etcd: EtcdApi, log: Log, everyMs = compactEveryMs): () => void {
  let noted = 0;

  async function compact(): Promise<void> {
    try {
      const { header } = await etcd.range({ key: utf8('health'), countOnly: true });
      if (noted > 0) await etcd.compact({ revision: noted });
      if (noted > 0) log('debug', `etcd is compacted to revision ${noted}`);
      noted = header.revision;
    } catch (thrown) {
      // Another server was faster, or etcd is gone: there is a next time.
      if (codeOf(thrown) !== 'compacted') log('debug', `etcd is not compacted: ${(thrown as Error).message}`);
      else noted = 0;
    }
  }

  void compact();
  const timer = setInterval(compact, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
