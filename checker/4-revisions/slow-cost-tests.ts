/** The tests of exercise 4.6 that are about what a slow watcher costs: memory while it is full, and reading afterwards. */
import { createRevisionStore, type RevisionStore } from '#revisions/revision-store.ts';
import { createWatchHub } from '#revisions/watch-hub.ts';
import { type DeclareTest, Rendered, type TestContext } from '../judge/exercise.ts';
import { bytesKeptBy, inMegabytes } from './memory.ts';
import { all, putOf, selection } from './requests.ts';
import { quiet } from './watch-hand.ts';

export function declareCostTests(test: DeclareTest): void {
  test('V18', 'for a watcher that is full nothing is kept', async (t) => {
    const [watchers, changes] = [100, 1000];
    t.step(`${watchers} watchers of everything, each of which is full after the first change`);
    t.step(`${changes} times: put a key`);
    const kept = async (count: number, enough = 800_000) => {
      const store = createRevisionStore();
      const hub = createWatchHub(store);
      for (let i = 0; i < count; i++) hub.watch(selection(all), () => false);
      const bytes = await bytesKeptBy(() => {
        for (let i = 0; i < changes; i++) store.put(putOf(`k${i % 10}`, `${i}`));
      }, enough);
      t.equal(hub.size(), count, 'no watcher was lost');
      return bytes;
    };
    // Once for nothing: code that runs for the first time takes memory, too.
    await kept(watchers, Number.POSITIVE_INFINITY);
    const more = (await kept(watchers)) - (await kept(0));
    if (more <= 800_000) return;
    t.fail({
      message: 'the history is in the store already: what a watcher has missed must not be kept once more for each',
      expected: new Rendered('at most 0.8 MB more than without watchers'),
      actual: new Rendered(`${inMegabytes(more)} more`),
    });
  });

  test('V18', 'a portion of the past costs no more than what is in it', async (t: TestContext) => {
    const inner = createRevisionStore();
    const changes = 5000;
    t.step(`${changes} times: put("a", …)`);
    for (let i = 0; i < changes; i++) inner.put(putOf('a', `${i}`));
    let read = 0;
    const store: RevisionStore = {
      ...inner,
      changes(...args) {
        const found = inner.changes(...args);
        read += found.length;
        return found;
      },
    };
    t.step('a watcher that begins at revision 2, and has room for one portion at a time');
    let told = 0;
    const watcher = createWatchHub(store).watch({ ...selection('a'), startRevision: 2 }, ({ events }) => {
      told += events.length;
      return false;
    });
    for (let turn = 0; told < changes && turn < 2 * changes; turn++) {
      await quiet();
      watcher.resume();
    }
    t.equal(told, changes, 'all of the past must be told');
    if (read <= 4 * changes) return;
    t.fail({
      message: 'for each portion far more of the history is read than goes into it: changes() has a limit',
      expected: new Rendered(`some ${changes} revisions read, all portions together`),
      actual: new Rendered(`${read}`),
    });
  });
}
