/** Watches over a window of changes in the hands of a script. */
import type { ChangeReader, ObjectChange } from '#api-server/change-window.ts';
import { bookmarkMs, type WatchRequest, watchEventOf, watchOf } from '#api-server/watch.ts';
import type { WatchEvent, WatchStream } from '#kit/kubernetes/http.ts';
import { expired } from '#kit/kubernetes/status.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { type DeclareTest, fc, type TestContext } from '../judge/exercise.ts';
import { quiet } from '../sim/etcd-double.ts';
import { createVirtualClock } from '../sim/virtual-clock.ts';
import { configMap } from './registry-world.ts';

const isWeb = ({ metadata }: KubernetesObject) => metadata.labels?.app === 'web';

function stateOf(name: string, app: string, revision: number): KubernetesObject {
  return configMap(name, {}, { labels: { app }, resourceVersion: String(revision) });
}

/** `ADDED web 7`: an event in three words. */
function inWords({ type, object }: WatchEvent): string {
  const { metadata, code } = object as KubernetesObject & { code?: number };
  if (type === 'ERROR') return `ERROR ${code}`;
  return [type, metadata.name, metadata.resourceVersion].filter((word) => word !== undefined).join(' ');
}

interface WatchHand {
  events: string[];
  raw: WatchEvent[];
  ends(): number;
  hasRoom: boolean;
  stream: WatchStream;
}

function createScript(t: TestContext) {
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

export function declareWatchTests(test: DeclareTest): void {
  test('A41', 'what a change is to one who sees only a selection', (t: TestContext) => {
    const [web, web2] = [stateOf('a', 'web', 7), stateOf('a', 'web', 5)];
    const [db, db2] = [stateOf('a', 'db', 7), stateOf('a', 'db', 5)];
    const last = (object: KubernetesObject) => ({ ...object, metadata: { ...object.metadata, resourceVersion: '7' } });
    const cases: [ObjectChange, WatchEvent | undefined, string][] = [
      [{ revision: 7, object: web }, { type: 'ADDED', object: web }, 'it is new'],
      [{ revision: 7, object: web, old: web2 }, { type: 'MODIFIED', object: web }, 'it was and is selected'],
      [{ revision: 7, object: web, old: db2 }, { type: 'ADDED', object: web }, 'it has come into the selection'],
      [
        { revision: 7, object: db, old: web2 },
        { type: 'DELETED', object: last(web2) },
        'it has left the selection: the event has the object as it was before, with the resourceVersion of the change',
      ],
      [{ revision: 7, old: web2 }, { type: 'DELETED', object: last(web2) }, 'it was removed'],
      [{ revision: 7, object: db, old: db2 }, undefined, 'it was not selected and is not'],
      [{ revision: 7, object: db }, undefined, 'it is not selected'],
      [{ revision: 7, old: db2 }, undefined, 'it was not selected'],
    ];
    for (const [change, event, why] of cases) {
      t.newRun();
      t.step(`${change.old?.metadata.labels?.app ?? 'nothing'} → ${change.object?.metadata.labels?.app ?? 'nothing'}`);
      t.equal(watchEventOf(change, isWeb), event, why);
    }
  });

  test('A41', 'a watch tells what comes behind its resourceVersion, once and in order', async (t: TestContext) => {
    const { write, watch } = createScript(t);
    for (const name of ['a', 'b']) write(name, 'web');
    const { events } = watch(2);
    await quiet();
    t.equal(events, ['ADDED b 3'], 'what was written at revision 2 was seen already');
    write('b', 'web');
    write('c', 'db');
    write('b', 'db');
    write('c', 'web');
    write('c', undefined);
    await quiet();
    t.equal(
      events,
      ['ADDED b 3', 'MODIFIED b 4', 'DELETED b 6', 'ADDED c 7', 'DELETED c 8'],
      'every change of the selection is told once, in order',
    );
  });

  test('A41', 'the initial objects come first, each as ADDED', async (t: TestContext) => {
    const { write, watch } = createScript(t);
    write('a', 'web');
    write('b', 'web');
    const { events, raw } = watch(3, { initial: [stateOf('a', 'web', 2), stateOf('b', 'web', 3)], marksInitial: true });
    write('b', 'web');
    await quiet();
    t.equal(
      events,
      ['ADDED a 2', 'ADDED b 3', 'BOOKMARK 3', 'MODIFIED b 4'],
      'first what is there, then the mark that was asked for, then what happens',
    );
    t.equal(
      raw[2].object.metadata?.annotations,
      { 'k8s.io/initial-events-end': 'true' },
      'the mark says that this was all',
    );
  });

  test('A41', 'a client without room is sent nothing, and goes on where it stopped', async (t: TestContext) => {
    const { write, watch } = createScript(t);
    const hand = watch(1, { initial: [stateOf('x', 'web', 1), stateOf('y', 'web', 1)] });
    await quiet();
    hand.hasRoom = false;
    write('a', 'web');
    for (const name of ['b', 'c', 'd']) write(name, 'web');
    await quiet();
    t.equal(hand.events, ['ADDED x 1', 'ADDED y 1', 'ADDED a 2'], 'it was full after one change, so no more was sent');
    t.step('there is room for one');
    hand.stream.resume();
    t.equal(hand.events.slice(3), ['ADDED b 3'], 'there was room for one');
    hand.hasRoom = true;
    hand.stream.resume();
    t.equal(hand.events.slice(4), ['ADDED c 4', 'ADDED d 5'], 'nothing is left out and nothing is told twice');
  });

  test('A43', 'a client whose changes are gone gets one ERROR of 410 and the end', async (t: TestContext) => {
    for (const room of [true, false]) {
      t.newRun();
      const { write, watch, lose, openReaders } = createScript(t);
      const hand = watch(1);
      await quiet();
      hand.hasRoom = room;
      write('a', 'web');
      lose();
      write('b', 'web');
      hand.stream.resume();
      await quiet();
      t.equal(hand.events, ['ADDED a 2', 'ERROR 410'], 'there is a gap, so it must not go on');
      t.equal([hand.ends(), openReaders()], [1, 0], 'it ends once, and its reader is closed');
    }
  });

  test('A43', 'a watch from a resourceVersion that is too old ends with an ERROR of 410', async (t: TestContext) => {
    const { watch } = createScript(t);
    const hand = watch(1, { read: () => Promise.reject(expired('too old')) });
    await quiet();
    t.equal([hand.events, hand.ends()], [['ERROR 410'], 1], 'there is no reader of these changes any more');
  });

  test(
    'A42',
    'a bookmark comes every minute to those who have asked, and says how far they are',
    async (t: TestContext) => {
      const { write, watch, pass, advance } = createScript(t);
      const [asked, silent] = [watch(1, { bookmarks: true }), watch(1)];
      write('a', 'web');
      await quiet();
      advance(9);
      await pass(bookmarkMs);
      t.equal(asked.events, ['ADDED a 2', 'BOOKMARK 9'], 'nothing more has happened up to revision 9');
      await pass(bookmarkMs);
      t.equal(asked.events.length, 3, 'the next one comes a minute later');
      t.equal(silent.events, ['ADDED a 2'], 'who has not asked for bookmarks gets none');
      const { apiVersion, kind, metadata } = asked.raw[1].object as KubernetesObject;
      t.equal(
        [apiVersion, kind, metadata],
        ['v1', 'ConfigMap', { resourceVersion: '9' }],
        'it is an object of the kind that is watched, and has nothing but a resourceVersion',
      );
    },
  );

  test('A42', 'a client that has not been sent everything gets no bookmark', async (t: TestContext) => {
    const { write, watch, pass } = createScript(t);
    const hand = watch(1, { bookmarks: true });
    await quiet();
    hand.hasRoom = false;
    write('a', 'web');
    write('b', 'web');
    await pass(2 * bookmarkMs);
    t.equal(hand.events, ['ADDED a 2'], 'a bookmark would say that "b" was sent, and it was not');
    hand.hasRoom = true;
    hand.stream.resume();
    await pass(bookmarkMs);
    t.equal(hand.events, ['ADDED a 2', 'ADDED b 3', 'BOOKMARK 3'], 'now it knows everything up to revision 3');
  });

  test('A42', 'changes that are not selected bring the bookmark on', async (t: TestContext) => {
    const { write, watch, pass } = createScript(t);
    const hand = watch(1, { bookmarks: true });
    await quiet();
    for (const app of ['db', 'log']) write('a', app);
    await pass(bookmarkMs);
    t.equal(hand.events, ['BOOKMARK 3'], 'it need not look at these again when it comes back');
  });

  test('A42', 'a watch with a time ends when it is over, with a bookmark before', async (t: TestContext) => {
    const { write, watch, pass, openReaders } = createScript(t);
    const [asked, silent] = [watch(1, { bookmarks: true, timeoutSeconds: 30 }), watch(1, { timeoutSeconds: 30 })];
    write('a', 'web');
    await pass(29_000);
    t.equal([asked.ends(), silent.ends()], [0, 0], 'there is a second left');
    await pass(1000);
    t.equal([asked.ends(), silent.ends(), openReaders()], [1, 1, 0], 'both have ended, and leave nothing open');
    t.equal(asked.events, ['ADDED a 2', 'BOOKMARK 2'], 'so the client knows where to go on');
    t.equal(silent.events, ['ADDED a 2'], 'who has not asked gets no bookmark, at the end neither');
    write('b', 'web');
    await pass(3 * bookmarkMs);
    t.equal([asked.events.length, asked.ends()], [2, 1], 'after the end nothing is sent');
  });

  test('A41', 'after close nothing is sent, and nothing is left running', async (t: TestContext) => {
    const { write, watch, pass, openReaders } = createScript(t);
    const [hand, early] = [watch(1, { bookmarks: true, timeoutSeconds: 90 }), watch(1, { bookmarks: true })];
    t.step('the second client goes before its watch has begun');
    early.stream.close();
    await quiet();
    t.equal(openReaders(), 1, 'a reader that comes too late is closed at once');
    t.step('the first client goes');
    hand.stream.close();
    write('a', 'web');
    await pass(3 * bookmarkMs);
    t.equal([hand.events, early.events, openReaders()], [[], [], 0], 'nobody is there to be told anything');
    t.equal(hand.ends(), 0, 'who has gone need not be told of the end');
  });

  test('A41', 'whatever is written, the events folded are the list', async (t: TestContext) => {
    const writes = fc.array(
      fc.record({
        name: fc.constantFrom('a', 'b', 'c'),
        app: fc.constantFrom('web', 'db', undefined),
        full: fc.boolean(),
      }),
      { maxLength: 15 },
    );
    await t.forAll(
      fc.record({ writes, after: fc.nat(15) }),
      async ({ writes: queue, after }) => {
        const { write, watch } = createScript(t);
        const states = new Map<string, string>();
        const listed = new Map<string, string>();
        let hand: WatchHand | undefined;
        for (const [i, { name, app, full }] of queue.entries()) {
          if (i === after) {
            for (const [key, value] of states) listed.set(key, value);
            hand = watch(i + 1);
            await quiet();
          }
          if (hand) hand.hasRoom = !full;
          write(name, app);
          if (app === 'web') states.set(name, String(i + 2));
          else states.delete(name);
          if (hand?.hasRoom) hand.stream.resume();
        }
        if (!hand) return;
        hand.hasRoom = true;
        hand.stream.resume();
        await quiet();
        for (const event of hand.events) {
          const [type, name, revision] = event.split(' ');
          t.equal(listed.has(name), type !== 'ADDED', `${event}: only what was not there is ADDED`);
          if (type === 'DELETED') listed.delete(name);
          else listed.set(name, revision);
        }
        t.equal([...listed].sort(), [...states].sort(), 'the list, and the events folded into it, are the list now');
      },
      { runs: 60 },
    );
  });
}
