/**
 * A client that watches every key, at one member. Where that goes down, it goes on at another, from the revision behind
 * the last that it has seen: so it misses nothing and sees nothing twice.
 */
import { utf8 } from '#kit/bytes.ts';
import type { Event, WatchResponse, WatchStream } from '#kit/etcd/api.ts';
import type { EtcdServer } from '#revisions/etcd-server.ts';

export interface Watcher {
  /** Where it watches; 0 for nowhere. */
  at(): number;
  /** Newest last. */
  readonly events: readonly Event[];
  /** The next revision that it wants; 0 for whatever comes. */
  next(): number;
  /** Takes no more: its client sleeps. Or takes up again. */
  sleep(isAsleep: boolean): void;
  isAsleep(): boolean;
  /** Watches at this member, from this revision on; 0 for whatever comes. */
  begin(id: number, server: EtcdServer, from: number): void;
  /** Goes on at this member, from where it is. */
  moveTo(id: number, server: EtcdServer): void;
  /** Its member is down. */
  lose(): void;
}

const eventsKept = 200;

/** @param tell what happens to it, in words */
export function createWatcher(tell: (words: string) => void): Watcher {
  const events: Event[] = [];
  let [at, next] = [0, 0];
  let isAsleep = false;
  let stream: WatchStream | undefined;

  function take({ header, created, canceled, compactRevision, cancelReason, events: more }: WatchResponse): boolean {
    if (created && next === 0) next = header.revision + 1;
    if (canceled) giveUp(compactRevision, cancelReason);
    events.push(...more);
    if (more.length > 0) next = more.at(-1)!.kv.modRevision + 1;
    events.splice(0, Math.max(0, events.length - eventsKept));
    return !isAsleep;
  }

  /** As a controller does: what it has missed is gone, so it begins with what is there now. */
  function giveUp(compactRevision: number, reason: string): void {
    const why = compactRevision > 0 ? `revision ${next} is compacted, up to ${compactRevision}` : reason;
    tell(`the watch is canceled: ${why}; w begins a new one`);
    at = 0;
    next = 0;
    stream = undefined;
  }

  function moveTo(id: number, server: EtcdServer): void {
    stream?.close();
    at = id;
    const own: WatchStream = server.watch((response) => stream !== own || take(response));
    stream = own;
    const startRevision = next === 0 ? undefined : next;
    own.receive({
      type: 'create',
      request: { key: utf8('\0'), rangeEnd: utf8('\0'), prevKv: true, ...(startRevision && { startRevision }) },
    });
  }

  return {
    at: () => at,
    events,
    next: () => next,
    isAsleep: () => isAsleep,
    sleep(asleep) {
      isAsleep = asleep;
      if (!asleep) stream?.resume();
    },
    begin(id, server, from) {
      events.length = 0;
      next = from;
      moveTo(id, server);
    },
    moveTo,
    lose() {
      at = 0;
      stream = undefined;
    },
  };
}
