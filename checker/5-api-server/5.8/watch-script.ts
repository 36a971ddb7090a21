/** A window of changes in the hands of a script, and clients that watch it. */
import type { ChangeReader, ObjectChange } from '#api-server/change-window.ts';
import { type WatchRequest, watchOf } from '#api-server/watch.ts';
import type { WatchEvent, WatchStream } from '#kit/kubernetes/http.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import type { TestContext } from '../../judge/exercise.ts';
import { quiet } from '../../sim/etcd-double.ts';
import { createVirtualClock } from '../../sim/virtual-clock.ts';
import { configMap } from '../registry-world.ts';

/** What is watched. */
export const isWeb = ({ metadata }: KubernetesObject) => metadata.labels?.app === 'web';

export function stateOf(name: string, app: string, revision: number): KubernetesObject {
  return configMap(name, {}, { labels: { app }, resourceVersion: String(revision) });
}

/** `ADDED web 7`: an event in three words. */
function inWords({ type, object }: WatchEvent): string {
  const { metadata, code } = object as KubernetesObject & { code?: number };
  if (type === 'ERROR') return `ERROR ${code}`;
  return [type, metadata.name, metadata.resourceVersion].filter((word) => word !== undefined).join(' ');
}

/** A client with its watch. */
export interface WatchHand {
  events: string[];
  raw: WatchEvent[];
  ends(): number;
  hasRoom: boolean;
  stream: WatchStream;
}

export function createScript(t: TestContext) {
  const clock = createVirtualClock();
  const changes: ObjectChange[] = [];
  const tells = new Set<() => void>();
  const [open, lost] = [new Set<object>(), { is: false }];
  let revision = 1;

  function write(name: string, app: string | undefined): void {
    const old = [...changes].reverse().find(({ object, old }) => (object ?? old)!.metadata.name === name)?.object;
    revision++;
    const object = app === undefined ? undefined : stateOf(name, app, revision);
    if (!object && !old) return;
    t.step(`${revision}: ${object ? `put ${name}, app=${app}` : `remove ${name}`}`);
    changes.push({ revision, ...(object && { object }), ...(old && { old }) });
    for (const tell of [...tells]) tell();
  }

  async function read(tell: () => void, after: number): Promise<ChangeReader> {
    let at = changes.findIndex((change) => change.revision > after);
    if (at < 0) at = changes.length;
    const reader = {};
    open.add(reader);
    tells.add(tell);
    return {
      next() {
        if (lost.is) return 'lost';
        return at < changes.length ? changes[at++] : 'up-to-date';
      },
      isLost: () => lost.is,
      close() {
        open.delete(reader);
        tells.delete(tell);
      },
    };
  }

  function watch(after: number, rest: Partial<WatchRequest> = {}): WatchHand {
    t.step(`watch app=web behind ${after}${rest.bookmarks ? ', with bookmarks' : ''}`);
    const [raw, events]: [WatchEvent[], string[]] = [[], []];
    let ends = 0;
    const start = watchOf({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      clock: { now: clock.now, setTimer: clock.setTimer },
      initial: [],
      after,
      read: (tell) => read(tell, after),
      revision: () => revision,
      selects: isWeb,
      served: (object) => object,
      bookmarks: false,
      ...rest,
    });
    const hand = { events, raw, ends: () => ends, hasRoom: true } as WatchHand;
    hand.stream = start(
      (event) => {
        raw.push(event);
        events.push(inWords(event));
        t.step(`  → ${inWords(event)}${hand.hasRoom ? '' : ', and is full'}`);
        return hand.hasRoom;
      },
      () => {
        ends++;
        t.step('  → the end');
      },
    );
    return hand;
  }

  function lose(): void {
    t.step('the next change drops out of the window');
    lost.is = true;
    for (const tell of [...tells]) tell();
  }

  async function pass(milliseconds: number): Promise<void> {
    t.step(`${milliseconds / 1000} s pass`);
    const until = clock.now() + milliseconds;
    while (clock.step(until)) await quiet();
    await quiet();
  }

  /** Something else is written, which is no part of this resource. */
  const advance = (to: number) => {
    revision = to;
  };
  return { write, watch, lose, pass, advance, openReaders: () => open.size };
}
