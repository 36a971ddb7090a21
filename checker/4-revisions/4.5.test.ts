/**
 * Goal: who watches is told every change, in order, once, whole, from whatever revision it begins.
 * Method: a scripted run for each guarantee of etcd's; the hand-over from the past to what comes, at every revision of a
 * small history; random writes and watches, each beside what the model says has changed; then streams of watches.
 */
import { exercise, type TestContext } from '../judge/exercise.ts';
import { all, always, deleteEvent, type Keys, kv, op, putEvent, selection } from './requests.ts';
import { declareResumeTests } from './resume-tests.ts';
import { declareStreamTests } from './stream-tests.ts';
import { equalEvents, quiet, watchedStore } from './watch-hand.ts';
import { runWatches, someWatches } from './watch-run.ts';

export default exercise('4.5', (test) => {
  test('V13', 'a watch tells what happens to its key from now on, and to no other', async (t) => {
    const { hand, watch } = watchedStore(t);
    hand.put('a', '0');
    const watcher = watch('the watcher', 'a');
    await quiet();
    equalEvents(t, watcher.events(), [], 'a watch without a start revision tells nothing of the past');
    hand.put('a', '1');
    hand.put('b', '1');
    hand.put('aa', '1');
    hand.delete('a');
    hand.delete('a');
    hand.put('a', '2');
    await quiet();
    const expected = [putEvent(kv('a', '1', [2, 3, 2])), deleteEvent('a', 6), putEvent(kv('a', '2', [7, 7, 1]))];
    equalEvents(t, watcher.events(), expected, 'a delete event carries the key and its revision, and nothing else');
    t.equal(
      watcher.batches.map(({ revision }) => revision),
      [3, 6, 7],
      'a batch of what has just happened has the revision of its events',
    );
  });

  test('V13', 'a watch can be of a range, of all from a key on, or of everything', async (t) => {
    const ranges: [keys: Keys, told: string][] = [
      [['b', 'd'], 'b c'],
      [['a', 'b'], 'a'],
      [['c', '\0'], 'c d'],
      [all, 'a b c d'],
      ['c', 'c'],
      [['bb', 'cc'], 'c'],
    ];
    await t.forEach(ranges, async ([keys, told]) => {
      const { hand, watch } = watchedStore(t);
      const watcher = watch('the watcher', keys);
      for (const key of ['a', 'b', 'c', 'd']) hand.put(key, 'x');
      await quiet();
      const keysTold = watcher.events().map(({ kv }) => String.fromCodePoint(...kv.key));
      t.equal(keysTold.join(' '), told, 'the watch must tell of these keys and no others');
    });
  });

  test('V14', 'the events of a transaction come together, in the order in which they were done', async (t) => {
    const { hand, watch } = watchedStore(t);
    hand.put('b', '0');
    hand.put('d', '0');
    const live = watch('the first', all);
    hand.txn(always(op.put('c', '1'), op.delete(['b', 'c']), op.txn(always(op.put('a', '1'))), op.delete(['d', 'e'])));
    const past = watch('the second', all, { startRevision: 4 });
    const some = watch('the third', ['b', 'd'], { startRevision: 4 });
    await quiet();
    const c = putEvent(kv('c', '1', [4, 4, 1]));
    const events = [c, deleteEvent('b', 4), putEvent(kv('a', '1', [4, 4, 1])), deleteEvent('d', 4)];
    const together = 'one batch with all four, in the order of the operations and not of the keys';
    t.equal(live.batches, [{ revision: 4, events }], together);
    t.equal(past.batches, [{ revision: 4, events }], `${together}, from the past as well`);
    equalEvents(t, some.events(), [c, deleteEvent('b', 4)], 'a watch of some of the keys is told of those');
    t.equal(some.calls(), 1, 'and those come together, too');
  });

  test('V14', 'a revision is never split, however much of the past is told at once', async (t: TestContext) => {
    const { store, watch } = watchedStore(t);
    t.step('60 transactions, each of which puts 20 keys');
    const ops = Array.from({ length: 20 }, (_, i) => op.put(`k${19 - i}`, 'x'.repeat(100)));
    for (let i = 0; i < 60; i++) store.txn(always(...ops));
    const watcher = watch('the watcher', all, { startRevision: 1 });
    await quiet();
    t.equal(watcher.events().length, 1200, 'all of the past must be told');
    const seen = new Set<number>();
    for (const { events } of watcher.batches) {
      const revisions = new Set(events.map(({ kv }) => kv.modRevision));
      for (const revision of revisions) {
        t.ok(!seen.has(revision), `the events of revision ${revision} have come in two batches`);
        seen.add(revision);
      }
    }
  });

  test('V13', 'events that are not wanted are left out, and a batch is never empty', async (t) => {
    const { hand, watch } = watchedStore(t);
    hand.put('a', '1');
    hand.delete('a');
    const options = { startRevision: 2 };
    const noPuts = watch('without puts', 'a', { ...options, filters: ['no-put'] });
    const noDeletes = watch('without deletes', 'a', { ...options, filters: ['no-delete'] });
    const nothing = watch('without both', 'a', { ...options, filters: ['no-put', 'no-delete'] });
    hand.put('a', '2');
    hand.txn(always(op.delete('a'), op.put('b', '1')));
    await quiet();
    equalEvents(t, noPuts.events(), [deleteEvent('a', 3), deleteEvent('a', 5)], 'only the deletes');
    const puts = [putEvent(kv('a', '1', [2, 2, 1])), putEvent(kv('a', '2', [4, 4, 1]))];
    equalEvents(t, noDeletes.events(), puts, 'only the puts');
    t.equal(nothing.batches, [], 'nothing is left to be told');
    const empty = [noPuts, noDeletes].flatMap(({ batches }) => batches.filter(({ events }) => events.length === 0));
    t.equal(empty, [], 'a batch without events tells nothing, and must not be sent');
  });

  test('V13', 'the key as it was before is told where it was asked for, and only there', async (t) => {
    const { hand, watch } = watchedStore(t);
    hand.put('a', '1');
    hand.put('a', '2');
    const plain = watch('the plain one', 'a', { startRevision: 2 });
    const asked = watch('the one that asks', 'a', { startRevision: 2, prevKv: true });
    hand.delete('a');
    hand.put('a', '3');
    await quiet();
    const versions = [kv('a', '1', [2, 2, 1]), kv('a', '2', [2, 3, 2]), kv('a', '3', [5, 5, 1])];
    const [first, second, third] = versions;
    const without = [putEvent(first), putEvent(second), deleteEvent('a', 4), putEvent(third)];
    const withThem = [putEvent(first), putEvent(second, first), deleteEvent('a', 4, second), putEvent(third)];
    equalEvents(t, plain.events(), without, 'prevKv was not asked for');
    equalEvents(
      t,
      asked.events(),
      withThem,
      'where there was a key before, it is told; behind a delete there was none',
    );
  });

  test('V13', 'a watcher that was told everything is not harmed by a compaction', async (t) => {
    const { hand, watch } = watchedStore(t);
    const watcher = watch('the watcher', 'a');
    hand.put('a', '1');
    for (const value of ['1', '2', '3']) hand.put('b', value);
    await quiet();
    hand.compact(5);
    hand.put('a', '2');
    await quiet();
    const expected = [putEvent(kv('a', '1', [2, 2, 1])), putEvent(kv('a', '2', [2, 6, 2]))];
    equalEvents(
      t,
      watcher.events(),
      expected,
      'nothing that it wanted was compacted, though its last event was long ago',
    );
  });

  test('V13', 'a watcher that is canceled is told nothing more, and the others are', async (t) => {
    const { hand, hub, watch } = watchedStore(t);
    const first = watch('the first', 'a');
    const second = watch('the second', 'a');
    hand.put('a', '1');
    await quiet();
    first.cancel();
    t.equal(hub.size(), 1, 'one watcher is left');
    hand.put('a', '2');
    await quiet();
    t.equal(first.events().length, 1, 'it was canceled before the second put');
    t.equal(second.events().length, 2, 'it was not canceled');
    first.cancel();
    t.equal(hub.size(), 1, 'canceling twice does nothing');
  });

  test('V13', 'a watcher that is canceled while others are told is told nothing more', async (t) => {
    const { hand, hub } = watchedStore(t);
    const told: number[] = [];
    t.step('two watchers of "a", each of which cancels the other as soon as it is told anything');
    const watchers = [0, 1].map((i) =>
      hub.watch(selection('a'), () => {
        told.push(i);
        watchers[1 - i].cancel();
        return true;
      }),
    );
    hand.put('a', '1');
    await quiet();
    t.equal(told.length, 1, 'the first to be told has canceled the other one');
    t.equal(hub.size(), 1, 'and one is left');
  });

  test('V13', 'whatever is written and watched, each watcher is told what the model says', async (t) => {
    await t.forAll(someWatches, (steps) => runWatches(t, steps), { runs: 60 });
  });

  declareResumeTests(test);
  declareStreamTests(test);
});
