/** The tests of exercise 4.5 that are about streams: many watches of one client, told apart by their ids. */
import type { WatchResponse } from '#kit/etcd/api.ts';
import { createRevisionStore } from '#revisions/revision-store.ts';
import { createWatchHub } from '#revisions/watch-hub.ts';
import { createWatchStream } from '#revisions/watch-stream.ts';
import type { DeclareTest, TestContext } from '../judge/exercise.ts';
import { all, deleteEvent, kv, putEvent, putOf, selection } from './requests.ts';
import { storeInHand } from './store-hand.ts';
import { quiet, response, responseInWords, streamInHand } from './watch-hand.ts';

export function declareStreamTests(test: DeclareTest): void {
  test('V17', 'a watch is answered `created` before anything else is said of it', async (t) => {
    const { hand, stream } = setUp(t);
    hand.put('a', '1');
    const created = await stream.watch('a');
    t.equal(created, [response(0, 2, { created: true })], 'ids count from 0, and the header is that of now');
    const past = await stream.watch('a', { startRevision: 2 });
    const event = putEvent(kv('a', '1', [2, 2, 1]));
    const both = [response(1, 2, { created: true }), response(1, 2, { events: [event] })];
    t.equal(past, both, 'first `created`, then the events of the past');
  });

  test('V17', 'each watch of a stream is told under its own id', async (t) => {
    const { hand, stream } = setUp(t);
    await stream.watch('a');
    await stream.watch('b');
    await stream.watch(all);
    hand.put('b', '1');
    const event = putEvent(kv('b', '1', [2, 2, 1]));
    const told = (await stream.news()).sort((x, y) => x.watchId - y.watchId);
    const expected = [response(1, 2, { events: [event] }), response(2, 2, { events: [event] })];
    t.equal(told, expected, 'the second and the third watch want it, and the first does not');
    hand.delete('b');
    const ids = (await stream.news()).map(({ watchId, events }) => [watchId, events]);
    const deleted = [deleteEvent('b', 3)];
    t.equal(
      ids.sort(),
      [
        [1, deleted],
        [2, deleted],
      ],
      'and so with the delete',
    );
  });

  test('V17', 'ids are the next free ones, or those that the client has chosen', async (t) => {
    const { stream } = setUp(t);
    const idOf = async (watchId?: number) => (await stream.watch('a', watchId ? { watchId } : {}))[0]?.watchId;
    t.equal(await idOf(), 0, 'the first id is 0');
    t.equal(await idOf(2), 2, 'the client wants 2');
    t.equal(await idOf(1), 1, 'the client wants 1');
    t.equal(await idOf(), 3, '1 and 2 are taken');
    t.equal(await idOf(77), 77, 'the client wants 77');
    t.equal(await idOf(), 4, 'the next free one behind 3');
  });

  test('V17', 'a watch that cannot be is created and canceled in one answer', async (t) => {
    const { hand, stream } = setUp(t);
    await stream.watch('a', { watchId: 5 });
    const refusal = (cancelReason: string) => [response(-1, 1, { created: true, canceled: true, cancelReason })];
    const duplicate = await stream.watch('b', { watchId: 5 });
    t.equal(duplicate, refusal('mvcc: duplicate watch ID provided on the WatchStream'), 'the id 5 is taken');
    for (const end of ['a', 'b']) {
      const empty = await stream.watch(['b', end]);
      t.equal(empty, refusal('mvcc: watcher range is empty'), 'the end is not behind the key');
    }
    const both = await stream.watch(['b', 'a'], { watchId: 5 });
    t.equal(both, refusal('mvcc: watcher range is empty'), 'the range is looked at before the id');
    hand.put('b', '1');
    t.equal(await stream.news(), [], 'none of those watches is there, so none is told');
    hand.put('a', '1');
    t.equal((await stream.news()).length, 1, 'the first one goes on');
  });

  test('V17', 'an empty key stands for the first key of all', async (t) => {
    const { hand, stream } = setUp(t);
    await stream.watch(['', '\0']);
    hand.put('a', '1');
    t.equal((await stream.news()).length, 1, 'from the empty key to the end is everything');
  });

  test('V17', 'a canceled watch is answered, and told nothing more', async (t) => {
    const { hand, stream } = setUp(t);
    await stream.watch('a');
    await stream.watch('a');
    const canceled = await stream.ask({ type: 'cancel', watchId: 0 });
    t.equal(canceled, [response(0, 1, { canceled: true })], 'canceled, with the current revision');
    t.equal(await stream.ask({ type: 'cancel', watchId: 0 }), [], 'there is no such watch any more: no answer');
    t.equal(await stream.ask({ type: 'cancel', watchId: 9 }), [], 'there never was: no answer');
    hand.put('a', '1');
    const ids = (await stream.news()).map(({ watchId }) => watchId);
    t.equal(ids, [1], 'the other watch goes on');
  });

  test('V15', 'a watch of what is compacted is created, and then canceled with the revision', async (t) => {
    const { hand, stream } = setUp(t);
    for (const value of ['1', '2', '3']) hand.put('a', value);
    hand.compact(4);
    const told = await stream.watch('a', { startRevision: 2 });
    const end = response(0, 4, { canceled: true, compactRevision: 4 });
    t.equal(told, [response(0, 4, { created: true }), end], 'no reason but the compacted revision');
    hand.put('a', '4');
    t.equal(await stream.news(), [], 'it was canceled');
    t.equal(await stream.ask({ type: 'cancel', watchId: 0 }), [], 'so it cannot be canceled again');
  });

  test('V17', 'a watch may be over before it has begun', async (t) => {
    const moments = ['created', 'events'] as const;
    const ways = moments.flatMap((when) => ['cancel' as const, 'close' as const].map((how) => ({ when, how })));
    await t.forEach(ways, async ({ when, how }) => {
      const store = createRevisionStore();
      const hub = createWatchHub(store);
      t.step('250 times: put("a", …)');
      for (let i = 0; i < 250; i++) store.put(putOf('a', `${i}`));
      const sent: WatchResponse[] = [];
      t.step('asked: create a watch of "a", startRevision: 2');
      const stream = createWatchStream(
        hub,
        () => ({ revision: store.revision() }),
        (response) => {
          sent.push(structuredClone(response));
          t.step(`  sent: ${responseInWords(response)}`);
          if (when === 'created' ? !response.created : response.events.length === 0) return true;
          t.step(`  at once the client ${how === 'cancel' ? 'cancels watch 0' : 'closes the stream'}`);
          if (how === 'cancel') stream.receive({ type: 'cancel', watchId: 0 });
          else stream.close();
          return true;
        },
      );
      stream.receive({ type: 'create', request: { ...selection('a'), startRevision: 2 } });
      await quiet();
      t.equal(hub.size(), 0, 'it is over, so no watcher may be left in the hub');
      store.put(putOf('a', 'more'));
      await quiet();
      const batches = sent.filter(({ events }) => events.length > 0).length;
      t.equal(batches, when === 'created' ? 0 : 1, 'so many batches: nothing may be told of it any more');
    });
  });

  test('V17', 'a stream that is closed says nothing more, and leaves no watcher behind', async (t) => {
    const { hand, hub, stream } = setUp(t);
    await stream.watch('a');
    await stream.watch(all);
    t.equal(hub.size(), 2, 'two watches are open');
    t.step('the stream is closed');
    stream.stream.close();
    t.equal(hub.size(), 0, 'its watchers must be gone');
    hand.put('a', '1');
    t.equal(await stream.news(), [], 'nobody is there to be told');
  });
}

function setUp(t: TestContext) {
  const store = createRevisionStore();
  const hub = createWatchHub(store);
  return { hub, hand: storeInHand(t, store), stream: streamInHand(t, hub, store) };
}
