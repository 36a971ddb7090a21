/**
 * Lists and watches as a request asks for them: which moment, from where, and which objects.
 *
 *     list     moment ──► cache, or page by page from etcd ──► selection
 *     watch    no resourceVersion    what there is now, from etcd, and all that comes then
 *              "0"                   what the cache has, and all that comes then
 *              "42"                  all that came behind 42, and comes
 *
 * Lists and watches of one server meet in the revision: whichever of the two sources a list came from, the window of
 * changes goes on behind its revision without a gap.
 */
import type { Clock } from '#kit/clock.ts';
import type { WatchStart } from '#kit/kubernetes/http.ts';
import { apiVersionOf, type ResourceType } from '#kit/kubernetes/resources.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { todo } from '#kit/todo.ts';
import type { Caches } from './caches.ts';
import type { Page } from './list.ts';
import type { ListQuery, WatchQuery } from './query.ts';
import { selectableFieldsOf } from './selectable-fields.ts';
import { selects } from './selectors.ts';
import { served, storedAs } from './served.ts';
import type { Storage } from './storage.ts';
import { watchOf } from './watch.ts';

export interface Sources {
  storage: Storage;
  caches: Caches;
  clock: Clock;
}

/** Given: which objects a query means. */
export function matcherOf(resource: ResourceType, { selection }: ListQuery): (object: KubernetesObject) => boolean {
  const selectable = selectableFieldsOf(resource);
  return (object) => selects(selection, object, selectable);
}

/**
 * The objects that a list shows, in the stored version. Of etcd's objects a page, as the limit says; the cache gives the list
 * whole, whatever the limit.
 *
 * @throws {Failure} what `momentOf` and `readPage` throw; `Timeout` where the client wants a revision that etcd does not have yet
 */
export async function listOf(sources: Sources, resource: ResourceType, query: ListQuery): Promise<Page> {
  todo('5.10', 'The cache, if its revision will do; else etcd, which has every revision that there is.');
}

/**
 * What a watch begins with: the objects to be told first, and the revision behind which changes are told. A watch has no
 * pages: its list is whole, whatever limit and token say. And a match without a resourceVersion, which a list may not have, is
 * no fault of a watch: clients begin so.
 *
 * @throws {Failure} `Timeout` where the client has seen a revision that etcd does not have
 */
export async function beginningOf(
  sources: Sources,
  resource: ResourceType,
  query: ListQuery,
  sendsInitial: boolean,
): Promise<{ initial: KubernetesObject[]; after: number }> {
  todo('5.10', "Read the table above; a revision later than the cache's may still be one that etcd has.");
}

/** Given: a watch as a request asks for it. */
export async function watchFor(
  sources: Sources,
  resource: ResourceType,
  query: ListQuery,
  { bookmarks, sendsInitial, timeoutSeconds }: WatchQuery,
): Promise<WatchStart> {
  const { caches, clock } = sources;
  const cache = await caches.of(storedAs(resource));
  const beginning = await beginningOf(sources, resource, query, sendsInitial);
  return watchOf({
    ...beginning,
    apiVersion: apiVersionOf(resource),
    kind: resource.kind,
    ...{ clock, bookmarks, timeoutSeconds, marksInitial: sendsInitial && bookmarks },
    read: (tell) => cache.read(beginning.after, tell),
    revision: cache.revision,
    selects: matcherOf(resource, query),
    served: (object) => served(resource, object),
  });
}
