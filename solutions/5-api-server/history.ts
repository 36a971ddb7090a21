/**
 * What happened to a resource between two revisions, from etcd's own history.
 *
 * A client that goes on at another API server, or at the same one after its restart, has seen revision 57, and the cache
 * there began at 90. etcd still knows what came in between. So the client need not begin anew, and sees every event once.
 */
import type { EtcdApi } from '#kit/etcd/api.ts';
import type { ObjectChange } from './change-window.ts';
//: solution

import type { Event, WatchResponse } from '#kit/etcd/api.ts';
import { registryPrefix } from '#kv-store/registry-key.ts';
import { startsWith } from './key-range.ts';
import { decodeIfObject } from './stored-object.ts';
//: end

/**
 * The changes behind `after`, up to `until` and with it, in order, each with the object as it was before. What is no object is
 * as if it were not there: a write that puts nothing else in the place of nothing is no change.
 *
 * A watch tells what has happened, but not when it has told all of it up to a revision, unless there is something later to
 * tell. So it watches every key there is: the write at `until` is one of them. It waits as long as the stream is there; that a
 * silent connection breaks off, the client of the kit sees to.
 *
 * @param until a revision that etcd has, later than `after`
 * @param countMax more changes than that are too many
 * @returns nothing where there are too many, where etcd has compacted a part of it, or where it breaks off
 */
export function readHistory(
  etcd: EtcdApi,
  resource: string,
  after: number,
  until: number,
  countMax: number,
): Promise<ObjectChange[] | undefined> {
  //: todo 5.10 Watch every key from the revision behind `after` on, with previous values; keep the resource's, and end in time.
  const prefix = registryPrefix({ resource });
  return new Promise((resolve) => {
    const changes: ObjectChange[] = [];
    const stream = etcd.watch(receive, () => finish(undefined));
    stream.receive({ type: 'create', request: { ...everyKey, startRevision: after + 1, prevKv: true } });

    function receive({ events, canceled }: WatchResponse): boolean {
      if (canceled) finish(undefined);
      for (const event of events) {
        if (event.kv.modRevision > until) break;
        if (!startsWith(event.kv.key, prefix)) continue;
        const change = changeOf(event);
        if (!change.object && !change.old && !isTorn(event)) continue;
        if (isTorn(event) || changes.length === countMax) finish(undefined);
        else changes.push(change);
      }
      if ((events.at(-1)?.kv.modRevision ?? 0) >= until) finish(changes);
      return true;
    }

    function finish(found: ObjectChange[] | undefined): void {
      resolve(found);
      // Not within the call that has told it: the stream may still have to be handed over.
      queueMicrotask(() => stream.close());
    }
  });
  //: end
}
//: solution

const everyKey = { key: Uint8Array.of(0), rangeEnd: Uint8Array.of(0) };

/** Whether what was there before is compacted, though there was something. */
function isTorn({ type, kv, prevKv }: Event): boolean {
  return prevKv === undefined && (type === 'delete' || kv.version > 1);
}

function changeOf({ type, kv, prevKv }: Event): ObjectChange {
  const object = type === 'put' ? decodeIfObject(kv) : undefined;
  return { revision: kv.modRevision, object, old: prevKv && decodeIfObject(prevKv) };
}
//: end
