/**
 * Clients that watch. When the member goes away, they go on at another one, from the revision behind the last that they
 * were given; now and then they have no room for a while.
 */
import type { WatchCreateRequest, WatchResponse } from '#kit/etcd/api.ts';
import type { Random } from '#kit/random.ts';
import { byRevision } from '../../oracles/chronicle.ts';
import type { WatchLog } from '../../oracles/etcd-story.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import type { Life } from './member.ts';

export interface Watcher {
  readonly log: WatchLog;
  /** Whether it has a stream on which everything that has happened has been sent, or will be at once. */
  isListening(): boolean;
}

export interface WatcherOptions {
  name: string;
  request: WatchCreateRequest;
  clock: VirtualClock;
  random: Random;
  /** How often it has no room, as a share of responses. */
  fullness: number;
  /** A life to watch at: any, or none at the moment. */
  choose(): Life | undefined;
  /** Whether there will never be one again. */
  isOver?(): boolean;
  /** Told of every response with events. */
  given(response: WatchResponse, life: Life): void;
  told(thrown: unknown): void;
}

const retryMs = 15;

export function startWatcher(options: WatcherOptions): Watcher {
  const { name, request, clock, random, fullness, choose, isOver = () => false, given, told } = options;
  const from = Math.max(1, request.startRevision ?? 1);
  const log: WatchLog = { name, request, from, entries: [], gaps: [] };
  let next = from;
  let current: { life: Life; isFull: boolean } | undefined;

  function connect(): void {
    if (isOver()) return;
    const life = choose();
    if (life) listenTo(life);
    else clock.at(clock.now() + retryMs, connect);
  }

  function listenTo(life: Life): void {
    const own = { life, isFull: false };
    current = own;
    const stream = life.server.watch(receive);
    stream.receive({ type: 'create', request: { ...request, startRevision: next } });
    clock.at(clock.now() + retryMs, look);

    function receive(response: WatchResponse): boolean {
      if (current !== own || life.isOver()) return false;
      if (response.canceled) cancel(response);
      else if (response.events.length > 0) take(response);
      if (random.next() >= fullness) return true;
      own.isFull = true;
      clock.at(clock.now() + random.integer(1, 100), () => {
        own.isFull = false;
        if (current === own && !life.isOver()) stream.resume();
      });
      return false;
    }

    function take(response: WatchResponse): void {
      for (const [revision, events] of byRevision(response.events)) log.entries.push({ revision, events });
      next = response.events.at(-1)!.kv.modRevision + 1;
      given(response, life);
    }

    function cancel({ compactRevision, cancelReason }: WatchResponse): void {
      current = undefined;
      stream.close();
      if (compactRevision === 0) told(new Error(`${name} is canceled: ${cancelReason}`));
      if (compactRevision > next) log.gaps.push([next, compactRevision - 1]);
      next = Math.max(next, compactRevision);
      clock.at(clock.now() + 1, connect);
    }

    /** Whether the member is still there: a client notices a while later. */
    function look(): void {
      if (current !== own) return;
      if (!life.isOver()) {
        clock.at(clock.now() + retryMs, look);
        return;
      }
      current = undefined;
      connect();
    }
  }

  connect();
  return { log, isListening: () => current !== undefined && !current.life.isOver() && !current.isFull };
}
