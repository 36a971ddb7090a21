/** How far a client is, told when nothing happens to what it watches: a part of 5.8. */
import { bookmarkMs } from '#api-server/watch.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import type { DeclareTest, TestContext } from '../../judge/exercise.ts';
import { quiet } from '../../sim/etcd-double.ts';
import { createScript } from './watch-script.ts';

export function declareBookmarkTests(test: DeclareTest): void {
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
}
