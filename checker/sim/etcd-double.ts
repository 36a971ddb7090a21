/**
 * An etcd of one member, in memory, that answers at once: a revision store behind the client's interface, with a hand on
 * every call.
 *
 *     API server 1 ──► facade ──► store ◄── facade ◄── API server 2
 *                        │
 *                        ╰─ whoever holds it is told before each call: lets others go first, or refuses
 *
 * Nothing expires and no lease is ever taken away; that is judged where leases are built.
 */
import { text } from '#kit/bytes.ts';
import type { EtcdApi, WatchResponse } from '#kit/etcd/api.ts';
import { createRevisionStore, type RevisionStore } from '#revisions/revision-store.ts';
import { createWatchHub } from '#revisions/watch-hub.ts';
import { createWatchStream } from '#revisions/watch-stream.ts';

export type EtcdCall = 'range' | 'put' | 'delete-range' | 'txn' | 'compact' | 'watch' | 'lease-grant';

/** Told before a call is done, which waits for it. What it throws is the answer. */
export type BeforeCall = (call: EtcdCall, request: unknown) => void | Promise<void>;

export interface EtcdDouble {
  store: RevisionStore;
  /** All the same etcd, each with its own hand on its calls. */
  facade(before?: BeforeCall): EtcdApi;
  /** Every call that was done, by whichever facade, in order. */
  readonly calls: EtcdCall[];
  /** How many watches are open now. */
  openWatches(): number;
  /** How many watches were ever begun. */
  watchesBegun(): number;
  /** The first revision that each watch asked for, in order. */
  readonly watchedFrom: number[];
  /** Every stream breaks off. */
  breakStreams(): void;
  /** Every open watch is told that nothing more has happened. */
  tellProgress(): void;
  /** The keys that are there, as texts, sorted. */
  keys(): string[];
  /** What lies under a key, as a text. */
  valueOf(key: string): string | undefined;
  /** The ttl of the lease that a key has, in seconds; nothing where it has none. */
  ttlOf(key: string): number | undefined;
}

interface OpenStream {
  send(response: WatchResponse): boolean;
  failed(why: unknown): void;
  close(): void;
  watches: number;
}

export function createEtcdDouble(): EtcdDouble {
  const leases = new Map<bigint, number>();
  const store = createRevisionStore({
    leases: { has: (id: bigint) => leases.has(id), attach() {}, detach() {} } as never,
  });
  const hub = createWatchHub(store);
  const streams = new Set<OpenStream>();
  const calls: EtcdCall[] = [];
  const watchedFrom: number[] = [];
  const header = () => ({ revision: store.revision() });
  const all = { key: Uint8Array.of(0), rangeEnd: Uint8Array.of(0) };
  const find = (key: string) => store.range(all).kvs.find((kv) => text(kv.key) === key);

  function facade(before: BeforeCall = () => undefined): EtcdApi {
    async function call<Q, A>(name: EtcdCall, request: Q, answer: (request: Q) => A): Promise<A> {
      await before(name, request);
      calls.push(name);
      return answer(request);
    }
    const part: Partial<EtcdApi> = {
      range: (request) => call('range', request, store.range),
      put: (request) => call('put', request, store.put),
      deleteRange: (request) => call('delete-range', request, store.deleteRange),
      txn: (request) => call('txn', request, store.txn),
      compact: (request) =>
        call('compact', request, ({ revision }) => {
          store.compact(revision);
          return { header: header() };
        }),
      leaseGrant: (request) =>
        call('lease-grant', request, ({ ttl }) => {
          const id = BigInt(leases.size + 1);
          leases.set(id, ttl);
          return { header: header(), id, ttl };
        }),
      watch: openStream,
    };
    return part as EtcdApi;
  }

  function openStream(send: (response: WatchResponse) => boolean, failed: (why: unknown) => void = () => undefined) {
    const stream = createWatchStream(hub, header, send);
    const open: OpenStream = { send, failed, close: () => stream.close(), watches: 0 };
    streams.add(open);
    return {
      receive(request: Parameters<typeof stream.receive>[0]) {
        if (request.type === 'create') {
          calls.push('watch');
          watchedFrom.push(request.request.startRevision ?? 0);
          open.watches++;
        }
        if (request.type === 'cancel') open.watches--;
        stream.receive(request);
      },
      resume: () => stream.resume(),
      close() {
        streams.delete(open);
        stream.close();
      },
    };
  }

  return {
    store,
    facade,
    calls,
    watchedFrom,
    openWatches: () => [...streams].reduce((sum, { watches }) => sum + watches, 0),
    watchesBegun: () => watchedFrom.length,
    breakStreams() {
      const broken = [...streams];
      streams.clear();
      for (const each of broken) {
        each.close();
        each.failed(new Error('the connection is gone'));
      }
    },
    tellProgress() {
      const nothing = { created: false, canceled: false, compactRevision: 0, cancelReason: '', events: [] };
      for (const { send } of [...streams]) send({ header: header(), watchId: 0, ...nothing });
    },
    keys: () => store.range(all).kvs.map(({ key }) => text(key)),
    valueOf(key) {
      const found = find(key);
      return found && text(found.value);
    },
    ttlOf(key) {
      const lease = find(key)?.lease ?? 0n;
      return lease === 0n ? undefined : leases.get(lease);
    },
  };
}

/** Until all that can happen without time going on has happened. */
export async function quiet(): Promise<void> {
  for (let turn = 0; turn < 6; turn++) await new Promise((resolve) => setImmediate(resolve));
}
