/** The readers of a watch cache, as far as its window reaches: a part of 5.9. */
import type { ChangeReader, ObjectChange } from '#api-server/change-window.ts';
import { utf8 } from '#kit/bytes.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import type { DeclareTest, TestContext } from '../../judge/exercise.ts';
import { quiet } from '../../sim/etcd-double.ts';
import { configMap } from '../registry-world.ts';
import { cacheOf } from './cache-tests.ts';

const nobody = () => undefined;
const shown = (object: KubernetesObject | undefined) =>
  object ? `${object.metadata.name}@${object.metadata.resourceVersion}` : 'nothing';
const inWords = ({ revision, old, object }: ObjectChange) => `${revision}: ${shown(old)} → ${shown(object)}`;

/** All that a reader can say now. */
function drain(reader: ChangeReader): string[] {
  const said: string[] = [];
  for (;;) {
    const next = reader.next();
    said.push(typeof next === 'string' ? next : inWords(next));
    if (typeof next === 'string' || said.length > 100) return said;
  }
}

export function declareCacheReaderTests(test: DeclareTest): void {
  test('A46', 'each write is a change, with the object before and after', async (t: TestContext) => {
    const { cache, server, double } = await cacheOf(t, ['a']);
    t.step('a reader behind 2');
    const reader = await cache.read(2, nobody);
    t.equal(drain(reader), ['up-to-date'], 'nothing has happened since');
    await server.put(configMap('a', { v: '2' }));
    await server.create(configMap('b'));
    await server.remove(configMap('a'));
    await quiet();
    t.equal(
      drain(reader),
      ['3: a@2 → a@3', '4: nothing → b@4', '5: a@3 → nothing', 'up-to-date'],
      'what the object was, the cache knows, of one that is removed, too',
    );
    t.step('somebody puts junk under a key where nothing was, and then under that of "b"');
    double.store.put({ key: utf8('/registry/configmaps/default/junk'), value: utf8('junk') });
    double.store.put({ key: utf8('/registry/configmaps/default/b'), value: utf8('junk') });
    await quiet();
    t.equal(
      drain(reader),
      ['7: b@4 → nothing', 'up-to-date'],
      'what is no object is not there: the first was no change, and with the second "b" is gone',
    );
  });

  test('A46', 'whoever is told of a change finds it in the cache', async (t: TestContext) => {
    const { cache, server } = await cacheOf(t, ['a']);
    const seen: string[] = [];
    t.step('a reader behind 2, which looks into the cache when it is told');
    const look = () => `${cache.revision()}: ${cache.objects('').map(shown).join(' ')}`;
    await cache.read(2, () => void seen.push(look()));
    await server.put(configMap('a', { v: '2' }));
    await server.create(configMap('b'));
    await server.remove(configMap('a'));
    await quiet();
    t.equal(seen, ['3: a@3', '4: a@3 b@4', '5: b@4'], 'the objects and the revision are those of the change already');
  });

  test('A44', 'a thousand readers cost etcd the one watch, and each is told everything', async (t: TestContext) => {
    const { cache, server, double, calls } = await cacheOf(t, ['a']);
    t.step('a thousand readers behind 2');
    const readers = await Promise.all(Array.from({ length: 1000 }, () => cache.read(2, nobody)));
    await server.put(configMap('a', { v: '2' }));
    await quiet();
    const wrong = readers.map(drain).filter((said) => said.join() !== '3: a@2 → a@3,up-to-date');
    t.equal(wrong, [], 'each has the one change that there was');
    t.equal([double.watchesBegun(), calls], [1, ['range']], 'etcd is asked no more than for one');
  });

  test('A46', 'after a new list every reader is lost, and a new one goes on from there', async (t: TestContext) => {
    const { cache, server, double, seconds } = await cacheOf(t, ['a']);
    t.step('a reader behind 2');
    const reader = await cache.read(2, nobody);
    t.step('the connection breaks off');
    double.breakStreams();
    await server.put(configMap('a', { v: '2' }));
    await server.put(configMap('a', { v: '3' }));
    t.step('etcd is compacted');
    double.store.compact(4);
    await seconds(10);
    t.equal(drain(reader), ['lost'], 'nobody can say what happened in between');
    t.step('a reader behind 4');
    const fresh = await cache.read(4, nobody);
    await server.create(configMap('b'));
    await quiet();
    t.equal(drain(fresh), ['5: nothing → b@5', 'up-to-date'], 'the window begins anew at the list');
  });
}
