/** Watchers and streams of watches in the hands of a script: what they are told is a step of the report. */
import type { Event, WatchCreateRequest, WatchRequest, WatchResponse, WatchStream } from '#kit/etcd/api.ts';
import { createRevisionStore, type RevisionStore } from '#revisions/revision-store.ts';
import { createWatchHub, type WatchBatch, type Watcher, type WatchHub } from '#revisions/watch-hub.ts';
import { createWatchStream } from '#revisions/watch-stream.ts';
import { Rendered, type TestContext } from '../judge/exercise.ts';
import { type Keys, selection } from './requests.ts';
import { storeInHand } from './store-hand.ts';
import { eventInWords, eventsInWords, selectionInWords } from './words.ts';

/** Gives the code under test all the turns that it wants. */
export async function quiet(): Promise<void> {
  for (let turn = 0; turn < 6; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
}

export interface WatchHand extends Watcher {
  batches: WatchBatch[];
  events(): Event[];
  /** How often it was called. */
  calls(): number;
  /** What it says to the next batches: whether there is room for more. */
  hasRoom: boolean;
}

/** @param name how the report calls it */
export function watchInHand(
  t: TestContext,
  hub: WatchHub,
  name: string,
  keys: Keys,
  options: Partial<WatchCreateRequest> = {},
  hasRoom = true,
): WatchHand {
  const request = { ...selection(keys), ...options };
  t.step(
    `${name}: watch(${selectionInWords(request)}${optionsInWords(options)})${hasRoom ? '' : ', with little room'}`,
  );
  const batches: WatchBatch[] = [];
  const hand: WatchHand = {
    batches,
    events: () => batches.flatMap(({ events }) => events),
    calls: () => batches.length,
    hasRoom,
    resume() {
      t.step(`${name} has room again`);
      watcher.resume();
    },
    cancel() {
      t.step(`${name} is canceled`);
      watcher.cancel();
    },
    deliveredRevision: () => watcher.deliveredRevision(),
  };
  const watcher = hub.watch(request, (batch) => {
    batches.push(structuredClone(batch));
    const what = batch.compactRevision ? `the end: ${batch.compactRevision} is compacted` : eventsInWords(batch.events);
    t.step(`  ${name} is told ${what}${hand.hasRoom ? '' : ', and is full now'}`);
    return hand.hasRoom;
  });
  return hand;
}

function optionsInWords(options: object): string {
  return Object.entries(options)
    .map(([name, value]) => `, ${name}: ${Array.isArray(value) ? value.join(' and ') : value}`)
    .join('');
}

/** A store with a hub, and the words to write to it and to watch it with. */
export function watchedStore(t: TestContext) {
  const store = createRevisionStore();
  const hub = createWatchHub(store);
  const hand = storeInHand(t, store);
  const watch = (...[name, keys, options, hasRoom]: [string, Keys, Partial<WatchCreateRequest>?, boolean?]) =>
    watchInHand(t, hub, name, keys, options, hasRoom);
  return { store, hub, hand, watch };
}

/** As `t.equal`; where it shows in words already, it is shown in words. */
export function equalEvents(t: TestContext, actual: Event[], expected: Event[], message: string): void {
  const words = [actual, expected].map((events) => eventsInLines(events));
  if (words[0] === words[1]) t.equal(actual, expected, message);
  else t.fail({ message, expected: new Rendered(words[1]), actual: new Rendered(words[0]) });
}

function eventsInLines(events: readonly Event[]): string {
  return events.length > 30 ? eventsInWords(events) : events.map(eventInWords).join('\n') || 'no events';
}

export interface StreamHand {
  stream: WatchStream;
  sent: WatchResponse[];
  /** What it says to what is sent: whether there is room for more. */
  hasRoom: boolean;
  resume(): void;
  notifyProgress(): void;
  /** Asks, lets everything settle, and returns what was sent since. */
  ask(request: WatchRequest): Promise<WatchResponse[]>;
  watch(keys: Keys, options?: Partial<WatchCreateRequest>): Promise<WatchResponse[]>;
  /** What was sent since the last look. */
  news(): Promise<WatchResponse[]>;
}

export function streamInHand(t: TestContext, hub: WatchHub, store: RevisionStore): StreamHand {
  const sent: WatchResponse[] = [];
  let seen = 0;
  const stream = createWatchStream(
    hub,
    () => ({ revision: store.revision() }),
    (response) => {
      sent.push(structuredClone(response));
      t.step(`  sent: ${responseInWords(response)}${hand.hasRoom ? '' : ', and the stream is full now'}`);
      return hand.hasRoom;
    },
  );
  const news = async () => {
    await quiet();
    const since = sent.slice(seen);
    seen = sent.length;
    return since;
  };
  const ask = (request: WatchRequest) => {
    t.step(requestInWords(request));
    stream.receive(request);
    return news();
  };
  const hand: StreamHand = {
    stream,
    sent,
    hasRoom: true,
    resume() {
      t.step('the stream has room again');
      stream.resume();
    },
    notifyProgress: () => stream.notifyProgress(),
    ask,
    watch: (keys, options) => ask({ type: 'create', request: { ...selection(keys), ...options } }),
    news,
  };
  return hand;
}

function requestInWords(request: WatchRequest): string {
  if (request.type === 'progress') return 'asked: progress';
  if (request.type === 'cancel') return `asked: cancel ${request.watchId}`;
  const { key, rangeEnd, ...options } = request.request;
  return `asked: create a watch of ${selectionInWords({ key, rangeEnd })}${optionsInWords(options)}`;
}

export function responseInWords({
  header,
  watchId,
  created,
  canceled,
  compactRevision,
  ...rest
}: WatchResponse): string {
  const parts = [
    ...(created ? ['created'] : []),
    ...(canceled ? ['canceled'] : []),
    ...(compactRevision ? [`compacted at ${compactRevision}`] : []),
    ...(rest.cancelReason ? [`"${rest.cancelReason}"`] : []),
    ...(rest.events.length > 0 ? [eventsInWords(rest.events)] : []),
  ];
  return `watch ${watchId} at revision ${header.revision}${parts.length > 0 ? `: ${parts.join(', ')}` : ''}`;
}

/** A response with everything that it does not say. */
export function response(watchId: number, revision: number, rest: Partial<WatchResponse> = {}): WatchResponse {
  return {
    header: { revision },
    watchId,
    created: false,
    canceled: false,
    compactRevision: 0,
    cancelReason: '',
    events: [],
    ...rest,
  };
}
