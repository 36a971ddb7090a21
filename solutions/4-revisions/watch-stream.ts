/**
 * Many watches on one stream of a client.
 *
 *     client                                server
 *     create "a"                  ──►
 *                                 ◄──   watch 0 created
 *     create "b" to "d"           ──►
 *                                 ◄──   watch 1 created
 *                                 ◄──   watch 0: put a
 *     cancel 0                    ──►
 *                                 ◄──   watch 0 canceled
 *     progress                    ──►
 *                                 ◄──   watch -1: all up to revision 9 has been sent
 *
 * Of a watch, `created` comes first and `canceled` last. Answers to requests are sent at once. Events wait where `send` has
 * said that there is no room, but for the one batch of each watch with which it finds out.
 *
 * Source: the etcd API reference, `Watch`, and etcd 3.4, as it answers.
 */
import { compareBytes } from '#kit/bytes.ts';
import type { ResponseHeader, WatchCreateRequest, WatchRequest, WatchResponse, WatchStream } from '#kit/etcd/api.ts';
import { boundsOf } from './key-selection.ts';
import type { WatchBatch, Watcher, WatchHub } from './watch-hub.ts';

/** The stream as the server has it. */
export interface ServedWatchStream extends WatchStream {
  /**
   * To be called every ten minutes or so: tells every watch that has asked for it, that is up to date and that was sent
   * nothing since the last call, the revision of the store.
   */
  notifyProgress(): void;
}

interface Watch {
  id: number;
  request: WatchCreateRequest;
  /** `undefined` only while it is being created. */
  watcher: Watcher | undefined;
  /** Whether nothing was sent since `notifyProgress`. */
  isQuiet: boolean;
}

/**
 * Serves one stream.
 *
 * @param header what each response carries, with the store's revision as it is when called
 * @param send hands a response to the client; `false` asks for no more events until `resume`
 */
export function createWatchStream(
  hub: WatchHub,
  header: () => ResponseHeader,
  send: (response: WatchResponse) => boolean,
): ServedWatchStream {
  const watches = new Map<number, Watch>();
  /** Those without room, in the order in which it is their turn. */
  const waiting = new Set<Watch>();
  let nextId = 0;

  function respond(watchId: number, what: Partial<WatchResponse>): boolean {
    const nothing = { created: false, canceled: false, compactRevision: 0, cancelReason: '', events: [] };
    return send({ header: header(), watchId, ...nothing, ...what });
  }

  /** Why there can be no such watch, in etcd's words; `undefined` if there can. */
  function refusal(request: WatchCreateRequest): string | undefined {
    //: todo 4.5 Look for a range without keys, then for the id.
    const { start, end } = boundsOf(request);
    if (end && compareBytes(start, end) >= 0) return 'mvcc: watcher range is empty';
    const { watchId = 0 } = request;
    if (watchId !== 0 && watches.has(watchId)) return 'mvcc: duplicate watch ID provided on the WatchStream';
    return undefined;
    //: end
  }

  /** The next id that is free. */
  function freeId(): number {
    //: todo 4.5 Count on from 0, past the ids that the client has chosen.
    while (watches.has(nextId)) nextId++;
    return nextId++;
    //: end
  }

  function create(asked: WatchCreateRequest): void {
    //: todo 4.5 Refuse it, or say that it is created and only then begin to watch. No key means the smallest key.
    const request = asked.key.length > 0 ? asked : { ...asked, key: new Uint8Array(1) };
    const cancelReason = refusal(request);
    if (cancelReason) return void respond(-1, { created: true, canceled: true, cancelReason });
    const watch: Watch = { id: request.watchId || freeId(), request, watcher: undefined, isQuiet: true };
    watches.set(watch.id, watch);
    respond(watch.id, { created: true });
    watch.watcher = hub.watch(request, (batch) => deliver(watch, batch));
    // Canceled meanwhile, by the client or since what it wanted is compacted.
    if (watches.get(watch.id) !== watch) watch.watcher.cancel();
    //: end
  }

  function deliver(watch: Watch, { revision, events, compactRevision }: WatchBatch): boolean {
    //: todo 4.5 Send the events, or that it is over; and remember who has no room.
    if (watches.get(watch.id) !== watch) return false;
    watch.isQuiet = false;
    if (compactRevision !== undefined) {
      forget(watch);
      return respond(watch.id, { canceled: true, compactRevision });
    }
    const hasRoom = respond(watch.id, { header: { ...header(), revision }, events });
    if (!hasRoom) waiting.add(watch);
    return hasRoom;
    //: end
  }

  function cancel(watchId: number): void {
    //: todo 4.5 End the watch and say so; of one that is not there, say nothing.
    const watch = watches.get(watchId);
    if (!watch) return;
    forget(watch);
    watch.watcher?.cancel();
    respond(watchId, { canceled: true });
    //: end
  }

  function forget(watch: Watch): void {
    watches.delete(watch.id);
    waiting.delete(watch);
  }

  /** The revision up to which everything was sent, on every watch. */
  function sentRevision(): number {
    //: todo 4.6 Find the watch that is furthest behind.
    const all = [...watches.values()].map(({ watcher }) => watcher?.deliveredRevision() ?? 0);
    return Math.min(header().revision, ...all);
    //: end
  }

  return {
    receive(message: WatchRequest) {
      if (message.type === 'create') create(message.request);
      else if (message.type === 'cancel') cancel(message.watchId);
      else respond(-1, { header: { ...header(), revision: sentRevision() } });
    },
    resume() {
      //: todo 4.6 Let those who wait go on, one after another, while there is room; who has had a turn goes to the end.
      for (const watch of waiting) {
        waiting.delete(watch);
        watch.watcher?.resume();
        if (waiting.has(watch)) return;
      }
      //: end
    },
    close() {
      for (const watch of [...watches.values()]) {
        forget(watch);
        watch.watcher?.cancel();
      }
    },
    notifyProgress() {
      const { revision } = header();
      for (const watch of watches.values()) {
        const isDue = watch.request.progressNotify && watch.isQuiet && watch.watcher?.deliveredRevision() === revision;
        if (isDue) respond(watch.id, {});
        watch.isQuiet = true;
      }
    },
  };
}
