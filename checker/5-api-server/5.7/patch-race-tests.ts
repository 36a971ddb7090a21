/** Patches and bindings that race: a part of 5.7. */
import { patched, patchTypes } from '#api-server/patch.ts';
import { bound } from '#api-server/subresources.ts';
import type { DeclareTest, TestContext } from '../../judge/exercise.ts';
import { configMap, createWorld, pod, withMeta } from '../registry-world.ts';
import { binding } from './subresource-tests.ts';

export function declarePatchRaceTests(test: DeclareTest): void {
  test('A36', 'patches of different fields that race are both done', async (t: TestContext) => {
    for (let at = 1; at <= 4; at++) {
      t.newRun();
      const world = createWorld(t);
      await world.server({ called: 'beforehand' }).create(configMap('web', { a: '0', b: '0' }));
      const rival = world.server({ called: 'bob' });
      let calls = 0;
      const first = world.server({
        called: 'alice',
        before: async () => {
          if (++calls === at) await patchData(rival, { b: 'bob' });
        },
      });
      await patchData(first, { a: 'alice' });
      const raced = calls >= at;
      const { data } = await rival.get(configMap('web'));
      t.equal(
        data,
        { a: 'alice', b: raced ? 'bob' : '0' },
        'neither patch has undone the other: whoever lost the race was done anew on the newer object',
      );
    }
  });

  test('A38', 'of two schedulers that bind the same pod, one wins', async (t: TestContext) => {
    for (let at = 1; at <= 4; at++) {
      t.newRun();
      const world = createWorld(t);
      await world.server({ called: 'beforehand' }).create(pod('web'));
      const bind = (server: ReturnType<typeof world.server>, node: string) =>
        server
          .change(
            pod('web'),
            `binding to ${node}`,
            (old) => withMeta(bound(old, binding(node) as never, 'now'), { resourceVersion: '' }),
            { subresource: 'binding' },
          )
          .then(
            () => node,
            (thrown: { code: string }) => thrown.code,
          );
      const rival = world.server({ called: 'bob' });
      let calls = 0;
      let second = '';
      const first = world.server({
        called: 'alice',
        before: async () => {
          if (++calls === at) second = await bind(rival, 'node-2');
        },
      });
      const ends = [await bind(first, 'node-1'), second || (await bind(rival, 'node-2'))];
      const { spec, status } = await first.get(pod('web'));
      const won = ends.find((end) => end.startsWith('node-'));
      t.equal(ends.filter((end) => end === 'Conflict').length, 1, 'of two schedulers one wins, and the other is told');
      t.equal((spec as { nodeName: string }).nodeName, won, 'the pod is on the node of the one who won');
      const { conditions } = status as { conditions: { type: string; status: string }[] };
      t.equal(conditions.length, 1, 'and its status says that it is scheduled');
    }
  });
}

function patchData(server: ReturnType<ReturnType<typeof createWorld>['server']>, data: Record<string, string>) {
  const change = { data };
  return server.change(configMap('web'), JSON.stringify(change), (old) =>
    patched(old, patchTypes.merge, change, undefined),
  );
}
