/** The tests of exercise 4.6 that are about streams: a client that does not read, and what it may be told. */
import { createRevisionStore } from '#revisions/revision-store.ts';
import { createWatchHub } from '#revisions/watch-hub.ts';
import type { DeclareTest, TestContext } from '../judge/exercise.ts';
import { all, kv, putEvent, putOf } from './requests.ts';
import { storeInHand } from './store-hand.ts';
import { response, streamInHand } from './watch-hand.ts';

export function declareFullStreamTests(test: DeclareTest): void {
  test('V18', 'a stream without room gets no events until it is resumed, and then all of them', async (t) => {
    const { hand, stream } = setUp(t);
    for (const keys of ['a', all, ['a', 'b'] as const, 'b']) await stream.watch(keys);
    stream.hasRoom = false;
    hand.put('a', '1');
    hand.put('a', '2');
    await stream.news();
    hand.put('a', '3');
    hand.put('a', '4');
    t.equal(await stream.news(), [], 'the client does not read, so no more events may be sent for these watches');
    stream.hasRoom = true;
    stream.resume();
    hand.put('b', '1');
    await stream.news();
    const ofA = ['1', '2', '3', '4'].map((value, i) => putEvent(kv('a', value, [2, 2 + i, 1 + i])));
    const ofB = putEvent(kv('b', '1', [6, 6, 1]));
    for (const [id, expected] of [ofA, [...ofA, ofB], ofA, [ofB]].entries()) {
      const events = stream.sent.filter(({ watchId }) => watchId === id).flatMap((each) => each.events);
      t.equal(events, expected, `watch ${id} must have been sent all that it has missed, once and in order`);
    }
  });

  test('V18', 'where there is room for little, every watch of the stream has its turn', async (t) => {
    const { hand, stream } = setUp(t);
    t.step('1000 times: put("a", "x")');
    for (let i = 0; i < 1000; i++) hand.store.put(putOf('a', 'x'));
    stream.hasRoom = false;
    for (const keys of ['a', all]) await stream.watch(keys, { startRevision: 2 });
    for (let i = 0; i < 4; i++) {
      stream.resume();
      await stream.news();
    }
    const turns = [0, 1].map(
      (id) => stream.sent.filter((each) => each.watchId === id && each.events.length > 0).length,
    );
    const because = 'each has found out once that there is no room, and then four times one of them went on: two each';
    t.equal(turns, [3, 3], because);
  });

  test('V18', 'answers to requests do not wait for room', async (t) => {
    const { hand, stream } = setUp(t);
    await stream.watch('a');
    stream.hasRoom = false;
    hand.put('a', '1');
    await stream.news();
    t.equal(await stream.watch('b'), [response(1, 2, { created: true })], 'a new watch is answered at once');
    const canceled = [response(0, 2, { canceled: true })];
    t.equal(await stream.ask({ type: 'cancel', watchId: 0 }), canceled, 'and so is a request to cancel one');
    hand.put('a', '2');
    stream.hasRoom = true;
    stream.resume();
    t.equal(await stream.news(), [], 'what was canceled while it waited is not told any more');
  });

  test('V16', 'a progress request is answered behind every event up to that revision', async (t) => {
    const { hand, stream } = setUp(t);
    await stream.watch('a');
    t.equal(await stream.ask({ type: 'progress' }), [response(-1, 1)], 'nothing has happened yet');
    hand.put('b', '1');
    t.equal(await stream.news(), [], 'nobody watches "b"');
    t.equal(await stream.ask({ type: 'progress' }), [response(-1, 2)], 'nothing that is watched has happened up to 2');
    hand.put('a', '1');
    const event = putEvent(kv('a', '1', [3, 3, 1]));
    const told = [...(await stream.news()), ...(await stream.ask({ type: 'progress' }))];
    t.equal(told, [response(0, 3, { events: [event] }), response(-1, 3)], 'first the event, then the answer');
  });

  test('V16', 'whoever asked for news of progress has them where there was nothing else to tell', async (t) => {
    const { hand, stream } = setUp(t);
    await stream.watch('a', { progressNotify: true });
    await stream.watch('b', { progressNotify: true });
    await stream.watch('b');
    const notify = () => {
      t.step('notifyProgress()');
      stream.notifyProgress();
      return stream.news();
    };
    hand.put('a', '1');
    await stream.news();
    t.equal(await notify(), [response(1, 2)], 'watch 0 was sent an event since, and watch 2 has not asked for it');
    t.equal(await notify(), [response(0, 2), response(1, 2)], 'since the last time neither was sent anything');
  });

  test('V16', 'no revision is promised whose events wait for room', async (t) => {
    const { hand, stream } = setUp(t);
    await stream.watch('a');
    await stream.watch(all);
    stream.hasRoom = false;
    hand.put('a', '1');
    hand.put('b', '1');
    hand.put('a', '2');
    hand.put('b', '2');
    await stream.ask({ type: 'progress' });
    judgeBookmarks(t, stream.sent);
    stream.hasRoom = true;
    for (let i = 0; i < 2; i++) {
      stream.resume();
      await stream.news();
    }
    await stream.ask({ type: 'progress' });
    judgeBookmarks(t, stream.sent);
    const last = stream.sent.at(-1)!;
    t.equal(last, response(-1, 5), 'everything was sent, so the answer carries the current revision');
  });
}

/** No event of a revision may come behind an answer to a progress request that carries that revision or a later one. */
function judgeBookmarks(t: TestContext, sent: readonly ReturnType<typeof response>[]): void {
  let promised = 0;
  for (const { watchId, header, events } of sent) {
    if (watchId === -1) promised = header.revision;
    for (const { kv } of events) {
      if (kv.modRevision > promised) continue;
      t.fail({
        message: `progress up to ${promised} was answered, and then an event of revision ${kv.modRevision} sent`,
      });
    }
  }
}

function setUp(t: TestContext) {
  const store = createRevisionStore();
  const hub = createWatchHub(store);
  return { hub, hand: storeInHand(t, store), stream: streamInHand(t, hub, store) };
}
