/**
 * Given: one watch of etcd that is there as long as it is wanted. It lists, watches, watches again where that breaks off,
 * and lists again where etcd no longer knows what came next.
 *
 *     list as of 40 ──► watch from 41 ──► … 57 ──✕ broken off ──► watch from 58 ──► …
 *          ▲                                            │
 *          ╰───────────── compacted ◄───────────────────╯
 */
import type { Clock } from '#kit/clock.ts';
import type { EtcdApi, Event, KeyValue, WatchResponse } from '#kit/etcd/api.ts';
import { registryPrefix } from '#kv-store/registry-key.ts';
import { behind, endOfPrefix } from './key-range.ts';
import { orApiFailure } from './storage-errors.ts';

export interface FollowOptions {
  etcd: EtcdApi;
  clock: Clock;
  resource: string;
  /** All there is, as of a revision. */
  replace(kvs: KeyValue[], revision: number): void;
  /** What came next, in order. */
  apply(events: Event[]): void;
  /** Up to this revision there was nothing more. */
  reached(revision: number): void;
  /** The last revision that was told. */
  revision(): number;
}

/** So many milliseconds until it is tried again; no hot loop where etcd is gone. */
const retryMs = 1000;
const listedAtOnce = 5000;

/** Resolves once the first list was told. Rejects where that cannot be had. */
export async function followResource(options: FollowOptions): Promise<{ close(): void }> {
  const { etcd, clock, resource, replace, apply, reached, revision } = options;
  const prefix = registryPrefix({ resource });
  let isClosed = false;
  let endWatch: () => void = () => undefined;
  let cancelRetry: () => void = () => undefined;

  async function list(): Promise<void> {
    const { kvs, at } = await listAll(etcd, prefix);
    if (!isClosed) replace(kvs, at);
  }

  /** Begins behind the last revision that was told. What an older watch still says is not listened to. */
  function watch(): void {
    let isOver = false;
    const stream = etcd.watch(
      (response) => {
        if (!isOver) receive(response);
        return true;
      },
      () => again(false),
    );
    endWatch = () => {
      isOver = true;
      stream.close();
    };
    const request = { key: prefix, rangeEnd: endOfPrefix(prefix), startRevision: revision() + 1, progressNotify: true };
    stream.receive({ type: 'create', request });

    function again(isCompacted: boolean): void {
      if (isOver || isClosed) return;
      endWatch();
      cancelRetry = clock.setTimer(retryMs, () => void restart(isCompacted));
    }

    function receive(response: WatchResponse): void {
      if (response.canceled) again(response.compactRevision > 0);
      else if (response.events.length > 0) apply(response.events);
      else if (!response.created) reached(response.header.revision);
    }
  }

  async function restart(isCompacted: boolean): Promise<void> {
    if (isClosed) return;
    try {
      if (isCompacted) await list();
      if (!isClosed) watch();
    } catch {
      cancelRetry = clock.setTimer(retryMs, () => void restart(isCompacted));
    }
  }

  await list();
  watch();
  return {
    close() {
      isClosed = true;
      cancelRetry();
      endWatch();
    },
  };
}

/** Everything under a prefix as of one revision, however much it is. */
async function listAll(etcd: EtcdApi, prefix: Uint8Array): Promise<{ kvs: KeyValue[]; at: number }> {
  const kvs: KeyValue[] = [];
  let at = 0;
  for (let key = prefix; ; key = behind(kvs[kvs.length - 1].key)) {
    const request = { key, rangeEnd: endOfPrefix(prefix), limit: listedAtOnce, revision: at };
    const response = await orApiFailure(etcd.range(request));
    at ||= response.header.revision;
    kvs.push(...response.kvs);
    if (!response.more) return { kvs, at };
  }
}
