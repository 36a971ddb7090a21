/** Lists page by page, of many objects and with any writes in between: a part of 5.8. */
import type { KubernetesObject } from '#kit/objects.ts';
import { type DeclareTest, fc, type TestContext } from '../../judge/exercise.ts';
import { configMap } from '../registry-world.ts';
import { filled, readAll } from './page-tests.ts';

export function declarePageRuns(test: DeclareTest): void {
  test(
    'A40',
    'whatever the limit and whatever is written meanwhile, no page loses or repeats',
    async (t: TestContext) => {
      const names = fc.uniqueArray(fc.constantFrom('a', 'ab', 'b', 'c', 'd', 'e', 'f'), { maxLength: 7 });
      const writes = fc.array(fc.constantFrom('a', 'b', 'bb', 'c', 'e'), { maxLength: 5 });
      const someChoice = fc.option(fc.subarray(['a', 'ab', 'b', 'c', 'd', 'e', 'f']), { nil: undefined });
      const some = fc.record({ names, writes, limit: fc.integer({ min: 1, max: 4 }), chosen: someChoice });
      await t.forAll(
        some,
        async ({ names: before, writes: later, limit, chosen }) => {
          const queue = [...later];
          const { server } = await filled(t, before);
          const isChosen = (name: string) => chosen === undefined || chosen.includes(name);
          const matches = chosen && (({ metadata }: KubernetesObject) => isChosen(metadata.name));
          const wanted = [...before].sort().filter(isChosen);
          const pages = await readAll(t, server, { limit, matches }, async () => {
            const name = queue.shift();
            if (name === undefined) return;
            await server.remove(configMap(name)).catch(() => server.create(configMap(name)));
          });
          const got = pages.flatMap(({ objects }) => objects.map(({ metadata }) => metadata.name));
          t.equal(got, wanted, 'all pages together are the list as the first page has found it');
          t.ok(
            pages.every(({ objects }) => objects.length <= limit),
            'no page has more objects than were asked for',
          );
        },
        { runs: 60 },
      );
    },
  );

  test('A40', 'a few that match among many are all found, however the store is read', async (t: TestContext) => {
    const { server } = await filled(t, []);
    const names = Array.from({ length: 1100 }, (_, i) => `n${1000 + i}`);
    t.step(`${names.length} configmaps are made, ${names[0]} to ${names[names.length - 1]}`);
    for (const name of names) {
      const key = { resource: 'configmaps', namespace: 'default', name };
      await server.storage.commit({ key, expected: 0, object: configMap(name) });
    }
    const chosen = ['n1003', 'n1010', 'n1480', 'n1499', 'n1500', 'n2099'];
    const matches = ({ metadata }: KubernetesObject) => chosen.includes(metadata.name);
    const pages = await readAll(t, server, { limit: 1, matches });
    t.equal(
      pages.flatMap(({ objects }) => objects.map(({ metadata }) => metadata.name)),
      chosen,
      'each page goes on behind its own last object, not behind what was read besides',
    );
  });
}
