/** A watch that goes on at a server whose cache began later. */
import type { WatchCache } from '#api-server/watch-cache.ts';
import type { DeclareTest } from '../../judge/exercise.ts';
import { quiet } from '../../sim/etcd-double.ts';
import { drained, lateCache, type Timers } from './late-cache.ts';

export function declareResumeTests(test: DeclareTest): void {
  test('A49', 'a reader from before the cache began gets what came in between from etcd', async (t) => {
    const { cache, read, write, double } = await lateCache(t);
    t.equal(await read(3), [4, 5], 'nobody here has heard of these, but etcd knows them');
    await write('a', '5');
    await quiet();
    t.equal(await read(2), [3, 4, 5, 6], 'and older ones still');
    t.equal(double.openWatches(), 1, 'the one watch of the cache is left');
    cache.close();
  });

  test('A49', 'history is read once for all who need it', async (t) => {
    const { cache, double, held, answer } = await lateCache(t);
    const before = double.watchesBegun();
    t.step('etcd is slow to tell; three readers behind 2, 3 and 4');
    held.hold();
    const readers = [2, 3, 4].map((after) => begun(cache.read(after, () => undefined)));
    await quiet();
    t.step('now it tells');
    held.release();
    const said: number[][] = [];
    for (const reader of readers) said.push(drained(await answer(reader)));
    t.equal(said, [[3, 4, 5], [4, 5], [5]], 'each has all that is behind its revision');
    t.equal(double.watchesBegun() - before, 1, 'what the first has fetched is there for the others');
    await answer(cache.read(3, () => undefined));
    await answer(cache.read(5, () => undefined));
    t.equal(double.watchesBegun() - before, 1, 'and for all who come later; what the window has needs no history');
  });

  test('A49', 'two who need history of different ages both get theirs', async (t) => {
    const { cache, held, answer } = await lateCache(t);
    held.hold();
    t.step('etcd is slow to tell; readers behind 4 and 2');
    const readers = [4, 2].map((after) => begun(cache.read(after, () => undefined)));
    await quiet();
    held.release();
    const said: number[][] = [];
    for (const reader of readers) said.push(drained(await answer(reader)));
    t.equal(said, [[5], [3, 4, 5]], 'the second needs more than the first has fetched');
  });

  test('A49', 'what is compacted, or too much for the window, is Expired', async (t) => {
    const compacted = await lateCache(t);
    compacted.compact(4);
    await t.throws(() => compacted.read(2), 'Expired', 'the change at 3 is gone for good');
    t.equal(await compacted.read(4), [5], 'behind 4 everything is there');
    t.newRun();
    const small = await lateCache(t, 2);
    await t.throws(() => small.read(2), 'Expired', 'three changes have no room in this window');
    t.equal(await small.read(3), [4, 5], 'two have');
    t.equal(small.double.openWatches(), 1, 'the one watch of the cache is left');
  });

  test('A49', 'a connection that breaks off while history is read spoils it for nobody else', async (t) => {
    const { cache, held, read, answer } = await lateCache(t);
    held.hold();
    t.step('etcd is slow to tell; a reader behind 3');
    const reader = begun(cache.read(3, () => undefined));
    await quiet();
    t.step('the connection breaks off');
    held.breakAll();
    held.release();
    await t.throws(
      async () => drained(await answer(reader)),
      'Expired',
      'nobody knows what came in between: the client must list',
    );
    t.equal(await read(3), [4, 5], 'the next one is served');
  });

  test('A49', 'history from before a new list is no part of what comes behind it', async (t) => {
    const { cache, held, write, compact, answer, timers } = await lateCache(t);
    held.hold();
    t.step('etcd is slow to tell; a reader behind 3');
    const reader = begun(cache.read(3, () => undefined));
    await quiet();
    t.step('the watch of the cache breaks off');
    held.breakOldest();
    await write('a', '5');
    await write('a', '6');
    compact(7);
    held.passNew();
    t.step('the cache watches again, is told that this is compacted, and lists');
    await relisted(cache, timers, 7);
    await write('a', '7');
    t.step('now etcd tells of 4 and 5');
    held.release();
    await t.throws(
      async () => drained(await answer(reader)),
      'Expired',
      'of 6 and 7 nobody can tell any more, so there would be a gap',
    );
    cache.close();
  });
}

/** A promise that is looked at later; until then its refusal is nobody's. */
function begun<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

async function relisted(cache: WatchCache, timers: Timers, at: number): Promise<void> {
  const until = timers.clock.now() + 60_000;
  await quiet();
  while (cache.revision() < at && timers.step(until)) await quiet();
}
