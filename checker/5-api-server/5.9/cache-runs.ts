/** The watch cache under random writes, on an etcd that breaks off and forgets: a part of 5.9. */
import { codeOf } from '#kit/failure.ts';
import { type DeclareTest, fc, type TestContext } from '../../judge/exercise.ts';
import { quiet } from '../../sim/etcd-double.ts';
import { configMap } from '../registry-world.ts';
import { cacheOf, listed } from './cache-tests.ts';

export function declareCacheRuns(test: DeclareTest): void {
  test(
    'A46',
    'whatever is written and whatever breaks off, the cache never goes back and ends as the list',
    async (t: TestContext) => {
      const acts = fc.array(
        fc.constantFrom('put a', 'put b', 'put c', 'remove a', 'remove b', 'break off', 'compact', 'wait'),
        { maxLength: 14 },
      );
      await t.forAll(
        acts,
        async (queue) => {
          const { cache, double, server, seconds } = await cacheOf(t, ['a']);
          let before = cache.revision();
          for (const act of queue) {
            const [verb, name] = act.split(' ');
            if (act === 'break off') double.breakStreams();
            else if (act === 'compact') compact(double.store);
            else if (act === 'wait') await seconds(2);
            else if (verb === 'remove') await server.remove(configMap(name)).catch(passNotFound);
            else await server.create(configMap(name)).catch(() => server.put(configMap(name, { v: act + before })));
            await quiet();
            t.ok(cache.revision() >= before, 'the cache goes forward only');
            before = cache.revision();
            const versions = cache.objects('').map(({ metadata }) => Number(metadata.resourceVersion));
            t.ok(Math.max(0, ...versions) <= before, 'no object is newer than the cache says that it is');
          }
          await seconds(10);
          t.equal(cache.objects(''), await listed(server), 'in the end it is the list');
          cache.close();
          t.equal(double.openWatches(), 0, 'and it leaves no watch behind');
        },
        { runs: 25 },
      );
    },
  );
}

function compact(store: { revision(): number; compactedRevision(): number; compact(revision: number): void }): void {
  if (store.compactedRevision() < store.revision()) store.compact(store.revision());
}

function passNotFound(thrown: unknown): void {
  if (codeOf(thrown) !== 'NotFound') throw thrown;
}
