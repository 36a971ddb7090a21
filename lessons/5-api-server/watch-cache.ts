/**
 * The watch cache: all objects of one resource and their last changes, kept up by ONE watch of etcd.
 *
 *     etcd ═══ one watch ═══► watch cache ───► window of changes ───► a thousand readers
 *                                 │
 *                                 ╰──► objects ───► lists that may be a little old
 *
 * It begins with a list as of some revision and watches from the next one on, so nothing is missing between the two. If
 * the watch breaks off, another begins behind the last revision that was seen. Only if etcd has compacted that away the
 * cache lists again; what happened in between nobody can know then, so every reader is lost and lists again, too.
 *
 * Source: the idea is that of Kubernetes' `staging/src/k8s.io/apiserver/pkg/storage/cacher`.
 */
import { text } from '#kit/bytes.ts';
import type { Clock } from '#kit/clock.ts';
import type { EtcdApi, Event, KeyValue } from '#kit/etcd/api.ts';
import { expired } from '#kit/kubernetes/status.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { todo } from '#kit/todo.ts';
import { registryPrefix } from '#kv-store/registry-key.ts';
import { type ChangeReader, createChangeWindow } from './change-window.ts';
import { followResource } from './follow-resource.ts';
import { createObjectMap } from './object-map.ts';

export interface WatchCacheOptions {
  etcd: EtcdApi;
  clock: Clock;
  /** As its keys begin. */
  resource: string;
  /** How many changes the window holds; 5,000 unless said. */
  windowMax?: number;
}

export interface WatchCache {
  /** The revision that the cache shows: all changes of the resource up to it are in it. */
  revision(): number;
  /** By namespace and name. @param namespace '': all */
  objects(namespace: string): KubernetesObject[];
  /** @param namespace '' for an object in none */
  get(namespace: string, name: string): KubernetesObject | undefined;
  /** The object under a key if the cache has it in the state of this revision. */
  known(key: Uint8Array, revision: number): KubernetesObject | undefined;
  /** Resolves once the cache shows this revision: with true, or with false if that takes longer. */
  waitFor(revision: number, milliseconds: number): Promise<boolean>;
  /**
   * A reader of all changes behind a revision, see {@link ChangeReader}. Changes older than the window are fetched from
   * etcd's history, once for all who need them (exercise 5.10).
   *
   * Rejects with `Expired` where they are compacted, or too many for the window.
   */
  read(after: number, tell: () => void): Promise<ChangeReader>;
  close(): void;
}

/** Opens the cache; resolves once it has its first list. Rejects where etcd does not answer. */
export async function openWatchCache(options: WatchCacheOptions): Promise<WatchCache> {
  const { etcd, clock, resource, windowMax = 5000 } = options;
  const objects = createObjectMap();
  const window = createChangeWindow(0, windowMax);
  const waiting = new Set<() => void>();
  let revision = 0;

  function advanceTo(reached: number): void {
    revision = Math.max(revision, reached);
    for (const look of [...waiting]) look();
  }

  /** The objects as a list has them, at its revision: at the start, and after a gap in what etcd can tell. */
  function replace(kvs: KeyValue[], at: number): void {
    todo('5.9', 'Take the objects over and begin a new window.');
  }

  /** What etcd tells of one revision or of several, in order. */
  function apply(events: Event[]): void {
    todo(
      '5.9',
      'Change the objects, event by event, and add each change to the window: with the object before and after.',
    );
  }

  const follower = await followResource({
    etcd,
    clock,
    resource,
    replace,
    apply,
    reached: advanceTo,
    revision: () => revision,
  });
  /** One at a time: the second who needs history finds it in the window. */
  let fetching: Promise<void> = Promise.resolve();

  return {
    revision: () => revision,
    objects: (namespace) => objects.under(registryPrefix({ resource, namespace: namespace || undefined })),
    get: (namespace, name) => objects.get(text(registryPrefix({ resource, namespace: namespace || undefined })) + name),
    known(key, at) {
      const object = objects.get(text(key));
      return object?.metadata.resourceVersion === String(at) ? object : undefined;
    },
    waitFor(wanted, milliseconds) {
      todo('5.10', 'Look now, look again whenever the cache gets on, and give up when the time is over.');
    },
    async read(after, tell) {
      if (after < window.since()) {
        todo('5.10', 'The window begins later than that: have the history in between read first; one at a time.');
      }
      if (after < window.since()) throw tooOld(after, window.since());
      return window.read(after, tell);
    },
    close() {
      follower.close();
      for (const look of [...waiting]) look();
    },
  };
}

/** Given: as Kubernetes says it. */
export function tooOld(after: number, since: number): Error {
  return expired(`too old resource version: ${after} (${since})`);
}
