/**
 * A watch: what has happened to a selection of objects, event by event, without a gap and without a repeat.
 *
 *     written                     watched with labelSelector=app=web
 *     pod a, app=web              ADDED     a
 *     pod b, app=db
 *     pod b, now app=web          ADDED     b      it has come into the selection
 *     pod a, another image        MODIFIED  a
 *     pod a, now app=old          DELETED   a      it has left the selection; the object is as it was before
 *     pod b removed               DELETED   b      as it was last
 *
 * Each event carries the resourceVersion of its write. A client whose watch ends, for whatever reason, goes on from the last
 * one that it has seen. A BOOKMARK brings a later resourceVersion without an event, so that a client which has seen
 * nothing for hours need not begin anew; only those who have asked get it. ERROR with a Status of 410 means just that: begin
 * anew, with a list.
 *
 * Nobody is waited for. A connection that is full is sent nothing; its reader stays behind in the window of changes, and
 * if it is lost there, that is the end.
 *
 * Source: Kubernetes documentation, "Kubernetes API Concepts", "Efficient detection of changes", "Watch bookmarks".
 */
import type { Clock } from '#kit/clock.ts';
import type { WatchEvent, WatchStart, WatchStream } from '#kit/kubernetes/http.ts';
import { expired, statusOf } from '#kit/kubernetes/status.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import type { ChangeReader, ObjectChange } from './change-window.ts';
//: solution

import { withRevision } from './stored-object.ts';
//: end

export interface WatchRequest {
  apiVersion: string;
  kind: string;
  clock: Clock;
  /** What is told first, each as ADDED: the objects of the selection as of the revision `after`. None where the client has them. */
  initial: KubernetesObject[];
  /** Changes behind this revision are told. */
  after: number;
  /** A reader of these changes; see `WatchCache.read`. */
  read(tell: () => void): Promise<ChangeReader>;
  /** The revision up to which a reader that is up to date knows everything. */
  revision(): number;
  /** Which objects are meant. */
  selects(object: KubernetesObject): boolean;
  /** The object as the client sees it. */
  served(object: KubernetesObject): KubernetesObject;
  /** Whether the client has asked for bookmarks. */
  bookmarks: boolean;
  /** It has asked to be told, by a bookmark, when the initial objects are complete. */
  marksInitial?: boolean;
  /** After so many seconds the watch ends by itself; never unless said. */
  timeoutSeconds?: number;
}

/** Between two bookmarks, milliseconds. */
export const bookmarkMs = 60_000;

/**
 * What a change is to somebody who sees only a selection; nothing if the object is in it neither before nor after. What an
 * event says of an object that is gone, from the store or from the selection, is the object as it was before, with the
 * resourceVersion of the change.
 */
export function watchEventOf(
  { revision, object, old }: ObjectChange,
  selects: (object: KubernetesObject) => boolean,
): WatchEvent | undefined {
  //: todo 5.8 Ask whether it was in the selection, and whether it is.
  const was = old !== undefined && selects(old);
  const is = object !== undefined && selects(object);
  if (is) return { type: was ? 'MODIFIED' : 'ADDED', object };
  return was ? { type: 'DELETED', object: withRevision(old, revision) } : undefined;
  //: end
}

/**
 * A watch, to be started when the response's head is on its way.
 *
 *  - The initial objects come first, each as ADDED; then the changes. All of it as long as `send` has room; after `resume`, on
 *    from there.
 *  - A reader that cannot be had, or that is lost, means one ERROR event and the end, even if there is no room.
 *  - Every {@link bookmarkMs} a bookmark, if asked for, if there is room, and if nothing is left to be sent; and one before
 *    the end by time. Its resourceVersion is the latest up to which the client then knows everything.
 *  - After the end nothing is sent, and nothing is left running.
 */
export function watchOf(request: WatchRequest): WatchStart {
  return (send, end) => startWatch(request, send, end);
}

function startWatch(request: WatchRequest, send: (event: WatchEvent) => boolean, end: () => void): WatchStream {
  const { clock, initial, timeoutSeconds } = request;
  let reader: ChangeReader | undefined;
  /** How many of the initial objects were sent; one more once their end was marked. */
  let initialSent = 0;
  /** The revision of the last change that was looked at. */
  let seen = request.after;
  /** Whether there was nothing left when it was looked last. */
  let isUpToDate = false;
  let hasRoom = true;
  let isOver = false;
  let cancelEnd: () => void = () => undefined;
  let cancelBookmark: () => void = () => undefined;

  /** Sends what there is while there is room. */
  function pump(): void {
    //: todo 5.8 Send event by event; remember what `send` says. One who has no room may be lost, too.
    while (hasRoom && !isOver) {
      const event = nextEvent();
      if (!event) return;
      hasRoom = send(event);
    }
    if (!isOver && reader?.isLost()) fail(tooOld());
    //: end
  }

  /** What is to be sent next; nothing if that has yet to happen, if there is no reader yet, or if it is over. */
  function nextEvent(): WatchEvent | undefined {
    //: todo 5.8 The initial objects, their mark if asked for, then the first change that is an event to this client.
    if (initialSent < initial.length) return added(initial[initialSent++]);
    if (request.marksInitial && initialSent++ === initial.length) return bookmark({ [initialEnd]: 'true' });
    for (;;) {
      const change = reader?.next();
      isUpToDate = change === 'up-to-date';
      if (change === 'lost') fail(tooOld());
      if (change === undefined || typeof change === 'string') return undefined;
      seen = change.revision;
      const event = watchEventOf(change, request.selects);
      if (event) return { ...event, object: request.served(event.object as KubernetesObject) };
    }
    //: end
  }

  function added(object: KubernetesObject): WatchEvent {
    return { type: 'ADDED', object: request.served(object) };
  }

  function tooOld(): Error {
    return expired(`too old resource version: ${seen}`);
  }

  function bookmark(annotations?: Record<string, string>): WatchEvent {
    const { apiVersion, kind } = request;
    const metadata = { resourceVersion: String(revisionKnown()), ...(annotations && { annotations }) };
    return { type: 'BOOKMARK', object: { apiVersion, kind, metadata } as unknown as KubernetesObject };
  }

  /** The latest revision up to which the client, when all is sent so far, knows everything. */
  function revisionKnown(): number {
    //: todo 5.8 What it has seen; more only if nothing is left for it.
    return isUpToDate ? Math.max(seen, request.revision()) : seen;
    //: end
  }

  function sendBookmark(): void {
    //: todo 5.8 Only if it is asked for, if there is room, and if nothing is left to be sent.
    if (request.bookmarks && hasRoom && isUpToDate) hasRoom = send(bookmark());
    //: end
  }

  function remindOfBookmark(): void {
    cancelBookmark = clock.setTimer(bookmarkMs, () => {
      sendBookmark();
      if (!isOver) remindOfBookmark();
    });
  }

  function timeIsOver(): void {
    sendBookmark();
    close();
    end();
  }

  function fail(why: unknown): void {
    if (isOver) return;
    close();
    send({ type: 'ERROR', object: statusOf(why) });
    end();
  }

  function close(): void {
    isOver = true;
    cancelEnd();
    cancelBookmark();
    reader?.close();
  }

  function begin(opened: ChangeReader): void {
    reader = opened;
    if (isOver) reader.close();
    else pump();
  }

  if (timeoutSeconds !== undefined) cancelEnd = clock.setTimer(timeoutSeconds * 1000, timeIsOver);
  if (request.bookmarks) remindOfBookmark();
  request.read(pump).then(begin).catch(fail);
  pump();
  return {
    resume() {
      hasRoom = true;
      pump();
    },
    close,
  };
}
//: solution

const initialEnd = 'k8s.io/initial-events-end';
//: end
