/** The tests of exercise 4.5 that are about where a watch begins: in the past, in the future, or where all is compacted. */
import type { Event } from '#kit/etcd/api.ts';
import type { DeclareTest } from '../judge/exercise.ts';
import { all, always, deleteEvent, kv, op, putEvent } from './requests.ts';
import { equalEvents, quiet, watchedStore } from './watch-hand.ts';

export function declareResumeTests(test: DeclareTest): void {
  test('V15', 'a watch from an old revision tells everything since, and then what comes', async (t) => {
    await t.forEach([1, 2, 3, 4, 5, 6, 7, 8, 9], async (startRevision) => {
      const { hand, watch } = watchedStore(t);
      for (const value of ['1', '2', '3']) hand.put('a', value);
      hand.put('b', '1');
      hand.delete('a');
      const watcher = watch('the watcher', 'a', { startRevision });
      await quiet();
      for (const value of ['4', '5', '6']) hand.put('a', value);
      await quiet();
      const expected = [
        putEvent(kv('a', '1', [2, 2, 1])),
        putEvent(kv('a', '2', [2, 3, 2])),
        putEvent(kv('a', '3', [2, 4, 3])),
        deleteEvent('a', 6),
        putEvent(kv('a', '4', [7, 7, 1])),
        putEvent(kv('a', '5', [7, 8, 2])),
        putEvent(kv('a', '6', [7, 9, 3])),
      ];
      const because = `every change of "a" from revision ${startRevision} on, none twice and none missing`;
      equalEvents(t, watcher.events(), from(startRevision, expected), because);
    });
  });

  test('V15', 'a change that comes at once after the watch is told once, behind the past', async (t) => {
    const { hand, watch } = watchedStore(t);
    hand.put('a', '1');
    hand.put('a', '2');
    const watcher = watch('the watcher', 'a', { startRevision: 2 });
    hand.put('a', '3');
    await quiet();
    const expected = ['1', '2', '3'].map((value, i) => putEvent(kv('a', value, [2, 2 + i, 1 + i])));
    equalEvents(t, watcher.events(), expected, 'the past and what comes meet without a gap and without a repeat');
  });

  test('V15', 'a watch from revision 1 of a new store is told of the first change', async (t) => {
    const { hand, watch } = watchedStore(t);
    const watcher = watch('the watcher', 'a', { startRevision: 1 });
    hand.put('a', '1');
    await quiet();
    equalEvents(t, watcher.events(), [putEvent(kv('a', '1', [2, 2, 1]))], 'nothing had happened before');
  });

  test('V15', 'a batch of the past has the revision that the store had when it was made', async (t) => {
    const { hand, watch } = watchedStore(t);
    hand.put('a', '1');
    hand.put('b', '1');
    hand.put('b', '2');
    const watcher = watch('the watcher', 'a', { startRevision: 2 });
    await quiet();
    const expected = [{ revision: 4, events: [putEvent(kv('a', '1', [2, 2, 1]))] }];
    t.equal(watcher.batches, expected, 'the store is at revision 4, however old the event is');
  });

  test('V15', 'a watch from the compacted revision is told of all that was done in it', async (t) => {
    const { hand, watch } = watchedStore(t);
    hand.put('a', '1');
    hand.put('b', '1');
    hand.put('c', '1');
    hand.txn(always(op.delete('b'), op.put('a', '2'), op.delete('c')));
    hand.compact(5);
    const watcher = watch('the watcher', all, { startRevision: 5 });
    await quiet();
    const events = [deleteEvent('b', 5), putEvent(kv('a', '2', [2, 5, 2])), deleteEvent('c', 5)];
    const because = 'nobody needs these tombstones to read revision 5, but who watches from there on must hear of them';
    equalEvents(t, watcher.events(), events, because);
  });

  test('V15', 'a watch from a revision of the future waits for it in silence', async (t) => {
    const { hand, watch } = watchedStore(t);
    const watcher = watch('the watcher', all, { startRevision: 4 });
    hand.put('a', '1');
    hand.put('a', '2');
    await quiet();
    t.equal(watcher.batches, [], 'revisions 2 and 3 are not wanted');
    hand.put('a', '3');
    hand.put('a', '4');
    await quiet();
    const expected = [putEvent(kv('a', '3', [2, 4, 3])), putEvent(kv('a', '4', [2, 5, 4]))];
    equalEvents(t, watcher.events(), expected, 'from revision 4 on it is told');
  });

  test('V15', 'a watch of what is compacted ends with the compacted revision', async (t) => {
    await t.forEach([1, 2, 3], async (startRevision) => {
      const { hand, hub, watch } = watchedStore(t);
      for (const value of ['1', '2', '3', '4']) hand.put('a', value);
      hand.compact(4);
      const watcher = watch('the watcher', 'a', { startRevision });
      await quiet();
      hand.put('a', '5');
      await quiet();
      equalEvents(t, watcher.events(), [], 'it must not begin in the middle');
      const ends = watcher.batches.map(({ compactRevision }) => compactRevision);
      t.equal(ends, [4], 'it is told once that what it wants is gone, with the compacted revision');
      t.equal(hub.size(), 0, 'it is not counted among the watchers any more');
    });
  });

  test('V15', 'a watch can begin at the compacted revision itself', async (t) => {
    const { hand, watch } = watchedStore(t);
    for (const value of ['1', '2', '3', '4']) hand.put('a', value);
    hand.compact(4);
    const watchers = [4, 5, 0].map((startRevision) => watch(`from ${startRevision}`, 'a', { startRevision }));
    hand.put('a', '5');
    await quiet();
    const last = [putEvent(kv('a', '4', [2, 5, 4])), putEvent(kv('a', '5', [2, 6, 5]))];
    const [at, behind, now] = watchers.map((each) => from(5, each.events()));
    t.equal(at, last, 'everything behind the compacted revision is there');
    t.equal(behind, last, 'and so it is for who asks for no more than that');
    t.equal(now, last.slice(1), 'a watch from now on has nothing to do with compaction');
  });
}

function from(revision: number, events: Event[]): Event[] {
  return events.filter(({ kv }) => kv.modRevision >= revision);
}
