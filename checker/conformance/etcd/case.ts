/**
 * One body of cases for everything that says it is an etcd: the learner's, the reference, the real one. A case sees a
 * client only, keeps to keys of its own, and takes revisions as it finds them.
 */
import * as assert from 'uvu/assert';
import { text, utf8 } from '#kit/bytes.ts';
import type { Event, KeyValue, RangeRequest, RequestOp, WatchRequest, WatchResponse } from '#kit/etcd/api.ts';
import type { EtcdClient } from '#kit/etcd/client.ts';
import { codeOf } from '#kit/failure.ts';

export interface Case {
  /** The rule, as a sentence. */
  name: string;
  run(hand: Hand): Promise<void>;
}

/** An etcd in the hand of a case. Keys are short names; what is sent has the case's own prefix. */
export interface Hand {
  etcd: EtcdClient;
  key(name: string): Uint8Array;
  /** Puts, and gives the new revision. */
  put(name: string, value?: string, lease?: bigint): Promise<number>;
  get(name: string): Promise<KeyValue | undefined>;
  /** All keys of the case. */
  all(request?: Partial<RangeRequest>): Promise<Awaited<ReturnType<EtcdClient['range']>>>;
  /** The names of all keys of the case, in the order of the answer. */
  names(request?: Partial<RangeRequest>): Promise<string[]>;
  delete(name: string): Promise<number>;
  /** The current revision. */
  revision(): Promise<number>;
  /** The name of a key, without the case's prefix. */
  name(kv: KeyValue): string;
  /** Opens a stream of watches. */
  watch(): Watching;
  /** From the case's first key to its last. */
  everything: { key: Uint8Array; rangeEnd: Uint8Array };
  putOp(name: string, value?: string, lease?: bigint): RequestOp;
  rangeOp(name: string, revision?: number): RequestOp;
  deleteOp(name: string): RequestOp;
}

export interface Watching {
  send(request: WatchRequest): void;
  /** The next response. */
  next(): Promise<WatchResponse>;
  /** Events in words, from as many responses as it takes: `put b=1`, `delete a`. */
  events(count: number): Promise<string[]>;
  /** Whether nothing comes for a while. */
  isQuiet(): Promise<boolean>;
  close(): void;
}

const patienceMs = 8000;
const quietMs = 300;

export function createHand(etcd: EtcdClient, prefix: string): Hand {
  const key = (name: string) => utf8(`${prefix}/${name}`);
  const everything = { key: key(''), rangeEnd: utf8(`${prefix}0`) };
  const name = (kv: KeyValue) => text(kv.key).slice(prefix.length + 1);
  const hand: Hand = {
    ...{ etcd, key, everything, name },
    async put(name, value = '', lease) {
      return (await etcd.put({ key: key(name), value: utf8(value), lease })).header.revision;
    },
    get: async (name) => (await etcd.range({ key: key(name) })).kvs[0],
    all: (request) => etcd.range({ ...everything, ...request }),
    names: async (request) => (await hand.all(request)).kvs.map(name),
    delete: async (name) => (await etcd.deleteRange({ key: key(name) })).deleted,
    revision: async () => (await etcd.range({ key: key('revision') })).header.revision,
    watch: () => openWatching(etcd, (event) => inWords(event, name)),
    putOp: (name, value = '', lease) => ({ type: 'put', request: { key: key(name), value: utf8(value), lease } }),
    rangeOp: (name, revision) => ({ type: 'range', request: { key: key(name), revision } }),
    deleteOp: (name) => ({ type: 'delete-range', request: { key: key(name) } }),
  };
  return hand;
}

function inWords({ type, kv }: Event, name: (kv: KeyValue) => string): string {
  return type === 'delete' ? `delete ${name(kv)}` : `put ${name(kv)}=${text(kv.value)}`;
}

function openWatching(etcd: EtcdClient, words: (event: Event) => string): Watching {
  const arrived: WatchResponse[] = [];
  let wake: () => void = () => undefined;
  const stream = etcd.watch(
    (response) => {
      arrived.push(response);
      wake();
      return true;
    },
    () => wake(),
  );

  async function arrival(withinMs: number): Promise<WatchResponse | undefined> {
    if (arrived.length === 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, withinMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    return arrived.shift();
  }

  async function next(): Promise<WatchResponse> {
    const response = await arrival(patienceMs);
    assert.ok(response, 'a response of the watch was to come, and none came');
    return response;
  }

  return {
    next,
    send: (request) => stream.receive(request),
    async events(count) {
      const events: string[] = [];
      while (events.length < count) events.push(...(await next()).events.map(words));
      return events;
    },
    async isQuiet() {
      const response = await arrival(quietMs);
      if (response) arrived.unshift(response);
      return response === undefined;
    },
    close: () => stream.close(),
  };
}

/** That a call is refused with this code; the code stands for one message of etcd's, letter by letter. */
export async function refused(call: Promise<unknown>, code: string): Promise<void> {
  const outcome = await call.then(
    () => 'nothing',
    (thrown) => `${codeOf(thrown)} (${(thrown as Error).message})`,
  );
  assert.ok(outcome.startsWith(`${code} (`), `refused with ${outcome}, not with ${code}`);
}

export function present<T>(value: T | undefined): T {
  assert.ok(value !== undefined, 'it was to be there, and is not');
  return value as T;
}
