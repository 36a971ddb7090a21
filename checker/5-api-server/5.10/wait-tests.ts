/** Waiting for a cache to show a revision: so a server sees what it has written itself. */
import type { DeclareTest } from '../../judge/exercise.ts';
import { quiet } from '../../sim/etcd-double.ts';
import { lateCache } from './late-cache.ts';

/** What has become of a promise so far. */
function watched<T>(promise: Promise<T>): () => T | 'waiting' {
  let end: T | 'waiting' = 'waiting';
  void promise.then((value) => {
    end = value;
  });
  return () => end;
}

export function declareWaitTests(test: DeclareTest): void {
  test('A47', 'a server waits for its own write to come back to it', async (t) => {
    const { cache, held, write, writeOther, double, timers } = await lateCache(t);
    t.equal(await cache.waitFor(5, 3000), true, 'the cache shows 5 already');
    t.step('etcd is slow to tell');
    held.hold();
    await write('a', '5');
    await write('a', '6');
    t.step('waitFor 6, 7 and 9, each 3 s');
    const [six, seven, nine] = [6, 7, 9].map((revision) => watched(cache.waitFor(revision, 3000)));
    await quiet();
    t.equal([six(), seven(), nine()], ['waiting', 'waiting', 'waiting'], 'etcd has told nothing yet');
    t.step('etcd tells');
    held.release();
    await quiet();
    t.equal([six(), seven(), nine()], [true, true, 'waiting'], 'the cache shows 7 now');
    await writeOther();
    await writeOther();
    t.step('etcd says that up to 9 there was nothing for this cache');
    double.tellProgress();
    await quiet();
    t.equal(nine(), true, 'the cache shows 9, too');
    t.equal(timers.running(), 0, 'who has waited leaves no timer behind; this many still run');
  });

  test('A48', 'who has waited long enough is told so', async (t) => {
    const { cache, held, write, timers } = await lateCache(t);
    t.step('etcd is slow to tell');
    held.hold();
    await write('a', '5');
    t.step('waitFor 6, for 3 s; and for 1 s');
    const [long, short] = [watched(cache.waitFor(6, 3000)), watched(cache.waitFor(6, 1000))];
    const end = timers.clock.now() + 2999;
    while (timers.step(end)) await quiet();
    await quiet();
    t.equal([long(), short()], ['waiting', false], 'after 2.999 s only the time of the second is over');
    while (timers.step(end + 1)) await quiet();
    await quiet();
    t.equal(long(), false, 'after 3 s that of the first is over as well');
    t.equal(timers.running(), 0, 'no timer is left behind; this many still run');
    held.release();
    await quiet();
    t.equal(await cache.waitFor(6, 1000), true, 'later it is there');
  });

  test('A48', 'who has waited is not asked again when the cache gets on', async (t) => {
    const { cache, held, write, timers } = await lateCache(t);
    t.step('etcd is slow to tell; waitFor 7, for 2.007 s, and 9, for 1.003 s');
    held.hold();
    const [served, late] = [watched(cache.waitFor(7, 2007)), watched(cache.waitFor(9, 1003))];
    await quiet();
    const end = timers.clock.now() + 1003;
    while (timers.step(end)) await quiet();
    await quiet();
    t.step('1.003 s are over; etcd tells of 6 and 7');
    await write('a', '5');
    await write('a', '6');
    held.release();
    await quiet();
    t.equal([served(), late()], [true, false], 'the first has got what it waited for, the second has waited in vain');
    const stops = () => [timers.stops(2007), timers.stops(1003)];
    const before = stops();
    for (const value of ['7', '8', '9']) await write('a', value);
    await quiet();
    t.equal(cache.revision(), 10, 'the cache gets on');
    t.equal(
      stops(),
      before,
      'a listener that stays behind ends its wait anew at each change: so often was the timer of each stopped',
    );
  });
}
