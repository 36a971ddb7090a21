/** How long an etcd takes no writes after its leader was killed. */
import { utf8 } from '#kit/bytes.ts';
import { connectEtcd } from '#kit/etcd/client.ts';
import type { Cluster } from '../conformance/etcd/clusters.ts';

const putEveryMs = 10;
const limitMs = 20_000;

/**
 * Kills the leader, and starts it again afterwards.
 *
 * @returns milliseconds until the others had accepted a put. A new one is tried every 10 ms, whatever becomes of those before
 */
export async function timeFailover(cluster: Cluster): Promise<number> {
  const leader = await cluster.leader();
  const endpoints = cluster.endpoints.filter((_, place) => place !== leader);
  const etcd = connectEtcd({ endpoints, timeoutMs: limitMs });
  await etcd.put({ key: utf8('failover'), value: utf8('before') });
  const killedAt = performance.now();
  await cluster.kill(leader);
  const acceptedAt = await firstAccepted(() => etcd.put({ key: utf8('failover'), value: utf8('after') }));
  etcd.close();
  await cluster.start(leader);
  await cluster.leader();
  return acceptedAt - killedAt;
}

function firstAccepted(put: () => Promise<unknown>): Promise<number> {
  return new Promise((resolve, reject) => {
    const timer = setInterval(attempt, putEveryMs);
    const giveUp = setTimeout(() => end(() => reject(new Error('no put was accepted any more'))), limitMs);

    function attempt(): void {
      // A put that was refused tells nothing; the next one may do better.
      put().then(
        () => end(() => resolve(performance.now())),
        () => undefined,
      );
    }
    function end(settle: () => void): void {
      clearInterval(timer);
      clearTimeout(giveUp);
      settle();
    }
    attempt();
  });
}
