/**
 * Given: the watch caches of one API server, each opened when it is first needed, and what the links of the chain see of
 * the cluster through them.
 *
 * What this server has written itself it also sees: a role that was made by one request counts for the next. What another
 * server has written it sees as soon as etcd has told it, some milliseconds later.
 */
import { text } from '#kit/bytes.ts';
import type { Clock } from '#kit/clock.ts';
import type { EtcdApi } from '#kit/etcd/api.ts';
import type { ClusterObjects } from '#kit/kubernetes/cluster-objects.ts';
import { serviceUnavailable } from '#kit/kubernetes/status.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import type { Storage } from './storage.ts';
import { type Known, revisionOf } from './stored-object.ts';
import { openWatchCache, type WatchCache } from './watch-cache.ts';

export interface Caches {
  /** @param resource as its keys begin: `pods`, `widgets.example.com`. Rejects where etcd does not answer */
  of(resource: string): Promise<WatchCache>;
  /** An object that one of the open caches has in the state of this revision. */
  known: Known;
  close(): void;
}

export function createCaches(etcd: EtcdApi, clock: Clock, windowMax?: number): Caches {
  const opening = new Map<string, Promise<WatchCache>>();
  const open = new Map<string, WatchCache>();
  let isClosed = false;

  async function opened(resource: string): Promise<WatchCache> {
    const cache = await openWatchCache({ etcd, clock, resource, windowMax });
    if (isClosed) cache.close();
    open.set(resource, cache);
    return cache;
  }

  return {
    of(resource) {
      const found = opening.get(resource) ?? opened(resource);
      opening.set(resource, found);
      // One that could not be opened is tried again by the next who needs it.
      found.catch(() => opening.delete(resource));
      return found;
    },
    known(key, revision) {
      const path = text(key);
      const resource = path.slice('/registry/'.length, path.indexOf('/', '/registry/'.length));
      return open.get(resource)?.known(key, revision);
    },
    close() {
      isClosed = true;
      for (const cache of open.values()) cache.close();
    },
  };
}

/** So long a request waits until the cache shows what this server has written. */
const waitMs = 3000;

export function createClusterObjects(caches: Caches, storage: Storage): ClusterObjects {
  /** What somebody else was seen to have written. */
  const seen = new Map<string, number>();

  async function upToDate(resource: string): Promise<WatchCache> {
    const cache = await caches.of(resource);
    const wanted = Math.max(storage.lastWrite(resource), seen.get(resource) ?? 0);
    if (cache.revision() >= wanted || (await cache.waitFor(wanted, waitMs))) return cache;
    throw serviceUnavailable(`etcd does not say what has become of ${resource}`);
  }

  return {
    get: async (resource, namespace, name) => (await upToDate(resource)).get(namespace, name),
    list: async (resource, namespace) => (await upToDate(resource)).objects(namespace),
    async replaceStatus(resource, object: KubernetesObject) {
      const { namespace, name } = object.metadata;
      const change = { key: { resource, namespace, name }, expected: revisionOf(object), object };
      const outcome = await storage.commit(change);
      if (!outcome.done) seen.set(resource, Math.max(seen.get(resource) ?? 0, revisionOf(outcome.current)));
      return outcome.done;
    },
  };
}
