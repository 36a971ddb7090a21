/** Watches over a window of changes in the hands of a script: a part of 5.8. */
import type { ObjectChange } from '#api-server/change-window.ts';
import { bookmarkMs, watchEventOf } from '#api-server/watch.ts';
import type { WatchEvent } from '#kit/kubernetes/http.ts';
import { expired } from '#kit/kubernetes/status.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import type { DeclareTest, TestContext } from '../../judge/exercise.ts';
import { quiet } from '../../sim/etcd-double.ts';
import { createScript, isWeb, stateOf } from './watch-script.ts';

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

  test('A41', 'the mark behind the initial objects says of which revision they are', async (t: TestContext) => {
    const { write, watch } = createScript(t);
    write('a', 'web');
    write('b', 'web');
    t.step('the client gets the list of revision 2, though 3 was written');
    const { events } = watch(2, { initial: [stateOf('a', 'web', 2)], marksInitial: true });
    await quiet();
    t.equal(
      events,
      ['ADDED a 2', 'BOOKMARK 2', 'ADDED b 3'],
      'whoever comes back with the number of the mark has not seen what came behind the list',
    );
  });

  test('A41', 'the client sees each object in the version that it has asked for', async (t: TestContext) => {
    const { write, watch } = createScript(t);
    write('a', 'web');
    const served = (object: KubernetesObject) => ({ ...object, apiVersion: 'v9' });
    t.step('what is watched is served as v9');
    const { raw } = watch(2, { initial: [stateOf('a', 'web', 2)], served });
    write('b', 'web');
    write('b', 'web');
    write('a', 'db');
    await quiet();
    t.equal(
      raw.map(({ type, object }) => `${type} ${object.apiVersion}`),
      ['ADDED v9', 'ADDED v9', 'MODIFIED v9', 'DELETED v9'],
      'each event, and the initial ones, too',
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
      await quiet();
      t.equal(
        hand.events,
        ['ADDED a 2', 'ERROR 410'],
        'there is a gap, and nobody waits until there is room to say so',
      );
      write('b', 'web');
      hand.stream.resume();
      await quiet();
      t.equal(hand.events.length, 2, 'after the ERROR nothing is sent');
      t.equal([hand.ends(), openReaders()], [1, 0], 'it ends once, and its reader is closed');
    }
  });

  test('A43', 'a watch from a resourceVersion that is too old ends with an ERROR of 410', async (t: TestContext) => {
    const { watch } = createScript(t);
    const hand = watch(1, { read: () => Promise.reject(expired('too old')) });
    await quiet();
    t.equal([hand.events, hand.ends()], [['ERROR 410'], 1], 'there is no reader of these changes any more');
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
}
