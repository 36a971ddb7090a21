/**
 * Goal: a slow watcher costs its place in the history and nothing else, whoever it is, however long it takes.
 * Method: watchers that say that they are full; what is alive in memory while they are; the comparisons that finding the
 * watchers of a key takes, and how often the store is read; random writes with watchers that come and go beside a model.
 */
import { createRevisionStore } from '#revisions/revision-store.ts';
import { exercise, Rendered } from '../judge/exercise.ts';
import { declareFullStreamTests } from './full-stream-tests.ts';
import { kv, putEvent, putOf } from './requests.ts';
import { declareCostTests } from './slow-cost-tests.ts';
import { storeInHand } from './store-hand.ts';
import { equalEvents, quiet, watchedStore } from './watch-hand.ts';
import { declareIndexTests } from './watch-index-tests.ts';
import { runWatches, someSlowWatches } from './watch-run.ts';

const noRoom = false;

export default exercise('4.6', (test) => {
  test('V18', 'a watcher that is full is told nothing until there is room, and then all of it', async (t) => {
    const { hand, watch } = watchedStore(t);
    const slow = watch('the slow one', 'a', {}, noRoom);
    hand.put('a', '1');
    await quiet();
    t.equal(slow.calls(), 1, 'it takes the first batch, and says that it is full');
    for (const value of ['2', '3', '4']) hand.put('a', value);
    await quiet();
    t.equal(slow.calls(), 1, 'it is full: nothing may be delivered');
    const because = 'deliveredRevision() must stay at 2: revision 3 has changed its key, and was not delivered';
    t.equal(slow.deliveredRevision(), 2, because);
    slow.hasRoom = true;
    slow.resume();
    await quiet();
    equalEvents(t, slow.events(), puts('a', 2, 5), 'what it has missed is told now, in order and once');
    hand.put('a', '5');
    await quiet();
    equalEvents(t, slow.events(), puts('a', 2, 6), 'and from now on what comes');
    t.equal(slow.deliveredRevision(), 6, 'deliveredRevision() must be the current one: it is up to date again');
  });

  test('V18', 'nobody waits for a watcher that is full', async (t) => {
    const { hand, watch } = watchedStore(t);
    const slow = watch('the slow one', 'a', {}, noRoom);
    const fast = watch('the fast one', 'a');
    for (const value of ['1', '2', '3']) hand.put('a', value);
    await quiet();
    equalEvents(t, fast.events(), puts('a', 2, 4), 'the fast one has room, and is told everything');
    t.equal(slow.calls(), 1, 'the slow one is full');
    const late = watch('the late one', 'a', { startRevision: 2 });
    await quiet();
    equalEvents(t, late.events(), puts('a', 2, 4), 'one that begins in the past does not wait for it, either');
  });

  test('V18', 'what was missed comes in portions, and each may be the last for now', async (t) => {
    const { store, watch } = watchedStore(t);
    t.step('1000 times: put("a", …)');
    for (let i = 1; i <= 1000; i++) store.put(putOf('a', `${i}`));
    const slow = watch('the slow one', 'a', { startRevision: 2 }, noRoom);
    for (let turn = 0; turn === 0 || (slow.events().length < 1000 && turn < 2000); turn++) {
      await quiet();
      t.equal(slow.calls(), turn + 1, 'one portion, and then nothing until there is room again');
      const portion = slow.batches[turn].events.length;
      if (portion > 100) {
        const message = 'the whole past at once is more than a watcher with little room can take';
        t.fail({ message, expected: new Rendered('at most 100 revisions'), actual: new Rendered(`${portion}`) });
      }
      slow.resume();
    }
    equalEvents(t, slow.events(), puts('a', 2, 1001), 'all portions together are the whole past, in order, none twice');
  });

  test('V18', 'large values come in smaller portions', async (t) => {
    const { store, watch } = watchedStore(t);
    t.step('100 times: put("a", a value of 10,000 bytes)');
    for (let i = 0; i < 100; i++) store.put({ ...putOf('a', ''), value: new Uint8Array(10_000).fill(0x78) });
    const watcher = watch('the watcher', 'a', { startRevision: 2 });
    await quiet();
    t.equal(watcher.events().length, 100, 'all of the past must be told');
    const sizes = watcher.batches.map(({ events }) => events.length);
    const message = 'once a batch has 64 KB of keys and values, no further revision may join it';
    if (Math.max(...sizes) > 7) t.fail({ message, expected: new Rendered('at most 7 of these'), actual: sizes });
  });

  test('V18', 'a watcher that has missed nothing is told nothing when it has room', async (t) => {
    const { hand, watch } = watchedStore(t);
    const slow = watch('the slow one', 'a', {}, noRoom);
    hand.put('a', '1');
    hand.put('b', '1');
    slow.hasRoom = true;
    slow.resume();
    slow.resume();
    await quiet();
    equalEvents(t, slow.events(), puts('a', 2, 2), 'only "b" has changed since');
    t.equal(slow.calls(), 1, 'and an empty batch tells nothing');
  });

  test('V18', 'a watcher that is canceled while it is full is never told again', async (t) => {
    const { hand, hub, watch } = watchedStore(t);
    const slow = watch('the slow one', 'a', {}, noRoom);
    hand.put('a', '1');
    hand.put('a', '2');
    await quiet();
    slow.cancel();
    slow.resume();
    await quiet();
    t.equal(slow.calls(), 1, 'the batches that it was told: the one before it was canceled, and none since');
    t.equal(hub.size(), 0, 'no watcher is left');
  });

  test('V15', 'a watcher that compaction has overtaken is told so, and not given the rest', async (t) => {
    const { hand, hub, watch } = watchedStore(t);
    const slow = watch('the slow one', 'a', {}, noRoom);
    for (const value of ['1', '2', '3', '4']) {
      hand.put('a', value);
      await quiet();
    }
    hand.compact(4);
    slow.hasRoom = true;
    slow.resume();
    await quiet();
    equalEvents(t, slow.events(), puts('a', 2, 2), 'revision 3 is gone: going on with 4 would leave a gap');
    const ends = slow.batches.slice(1).map(({ compactRevision }) => compactRevision);
    t.equal(ends, [4], 'it is told once which revision was compacted');
    hand.put('a', '5');
    await quiet();
    t.equal(slow.calls(), 2, 'and then nothing more');
    t.equal(hub.size(), 0, 'it is over');
  });

  test('V15', 'a watcher that has missed nothing that is compacted goes on', async (t) => {
    const { hand, watch } = watchedStore(t);
    const full = watch('the full one', 'a', {}, noRoom);
    hand.put('a', '1');
    for (const value of ['1', '2', '3']) hand.put('b', value);
    hand.put('a', '2');
    await quiet();
    hand.compact(6);
    full.hasRoom = true;
    full.resume();
    await quiet();
    const expected = [putEvent(kv('a', '1', [2, 2, 1])), putEvent(kv('a', '2', [2, 6, 2]))];
    t.equal(
      full.events(),
      expected,
      'what it has missed begins at the compacted revision itself, which is still there',
    );
  });

  test('V13', 'a store that is replaced by a later one leaves no gap and repeats nothing', async (t) => {
    const { store, hand, watch } = watchedStore(t);
    const later = storeInHand(t, createRevisionStore(), 'in the second store: ');
    for (const each of [hand, later]) each.put('a', '1');
    const [current, full] = [watch('the current one', 'a'), watch('the full one', 'a', {}, noRoom)];
    const future = watch('the one of the future', 'a', { startRevision: 6 });
    for (const each of [hand, later]) each.put('a', '2');
    await quiet();
    for (const value of ['3', '4', '5']) later.put('a', value);
    t.step('the first store restores the snapshot of the second, which is ahead');
    store.restore(later.store.snapshot());
    await quiet();
    equalEvents(t, current.events(), puts('a', 2, 6).slice(1), 'it is told what it did not see happen');
    equalEvents(t, future.events(), puts('a', 2, 6).slice(4), 'and this one, what it wants of it');
    t.equal(current.deliveredRevision(), 6, 'deliveredRevision() must be the current one: it has been told everything');
    full.hasRoom = true;
    full.resume();
    hand.put('a', '6');
    await quiet();
    for (const watcher of [current, full]) {
      equalEvents(t, watcher.events(), puts('a', 2, 7).slice(1), 'everything since revision 3, once and in order');
    }
  });

  test('V15', 'a store that is replaced by one that has compacted what is needed ends the watch', async (t) => {
    const { store, hand, watch } = watchedStore(t);
    const later = storeInHand(t, createRevisionStore(), 'in the second store: ');
    for (const each of [hand, later]) each.put('a', '1');
    const watcher = watch('the watcher', 'a');
    for (const value of ['2', '3', '4', '5']) later.put('a', value);
    later.compact(5);
    t.step('the first store restores the snapshot of the second');
    store.restore(later.store.snapshot());
    hand.put('a', '6');
    await quiet();
    equalEvents(t, watcher.events(), [], 'revisions 3 and 4 are gone, so it must not go on');
    const ends = watcher.batches.map(({ compactRevision }) => compactRevision);
    t.equal(ends, [5], 'it is told so, with the compacted revision');
  });

  test('V13', 'whatever is written, and whoever is full meanwhile, nothing is lost', async (t) => {
    await t.forAll(someSlowWatches, (steps) => runWatches(t, steps), { runs: 80 });
  });

  declareCostTests(test);
  declareIndexTests(test);
  declareFullStreamTests(test);
});

/** The events of a key that was made at the first of these revisions and put at each: with the values "1", "2", … */
function puts(key: string, first: number, last: number) {
  return Array.from({ length: last - first + 1 }, (_, i) => putEvent(kv(key, `${i + 1}`, [first, first + i, i + 1])));
}
