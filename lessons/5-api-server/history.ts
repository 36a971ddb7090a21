/**
 * What happened to a resource between two revisions, from etcd's own history.
 *
 * A client that goes on at another API server, or at the same one after its restart, has seen revision 57, and the cache
 * there began at 90. etcd still knows what came in between. So the client need not begin anew, and sees every event once.
 */
import type { EtcdApi } from '#kit/etcd/api.ts';
import { todo } from '#kit/todo.ts';
import type { ObjectChange } from './change-window.ts';

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
  todo(
    '5.10',
    "Watch every key from the revision behind `after` on, with previous values; keep the resource's, and end in time.",
  );
}
