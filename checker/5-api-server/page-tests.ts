/** Lists page by page, while others write. */
import { decodeContinue, encodeContinue, type Page, type PageRequest, readPage } from '#api-server/list.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { type DeclareTest, fc, type TestContext } from '../judge/exercise.ts';
import { configMap, createWorld, type ServerHand } from './registry-world.ts';

const named = (objects: KubernetesObject[]) => objects.map(({ metadata: m }) => `${m.namespace}/${m.name}`);

async function read(t: TestContext, { storage }: ServerHand, rest: Partial<PageRequest>): Promise<Page> {
  const page = await readPage(storage, { resource: 'configmaps', limit: 0, continueToken: '', ...rest });
  const { matches: _, continueToken, ...shown } = rest;
  t.step(
    `GET configmaps ${JSON.stringify(shown)}${continueToken ? ', continued' : ''} → ${named(page.objects).join(' ')}${page.continueToken ? ' …' : ''}`,
  );
  return page;
}

/** Reads page after page. @param between called before each page but the first */
async function readAll(
  t: TestContext,
  server: ServerHand,
  rest: Partial<PageRequest>,
  between: () => Promise<unknown> = async () => undefined,
): Promise<Page[]> {
  const pages = [await read(t, server, rest)];
  for (let last = pages[0]; last.continueToken; pages.push(last)) {
    if (pages.length > 30) t.fail({ message: 'there is no end to the pages' });
    await between();
    last = await read(t, server, { ...rest, continueToken: last.continueToken });
  }
  return pages;
}

async function filled(t: TestContext, names: string[]) {
  const world = createWorld(t);
  const server = world.server();
  for (const name of names) await server.create(configMap(name));
  return { ...world, server };
}

export function declarePageTests(test: DeclareTest): void {
  test('A40', 'all pages together are the list of one moment', async (t: TestContext) => {
    const { server } = await filled(t, ['a', 'b', 'c', 'd', 'e']);
    let writes = 0;
    const pages = await readAll(t, server, { limit: 2 }, async () => {
      if (writes++ > 0) return;
      await server.remove(configMap('d'));
      await server.create(configMap('bb'));
      await server.put(configMap('e', { a: 'new' }));
    });
    t.equal(
      pages.map(({ objects }) => named(objects)),
      [['default/a', 'default/b'], ['default/c', 'default/d'], ['default/e']],
      'what was removed, made and changed since the first page is on no page',
    );
    t.equal(pages[2].objects[0].data, {}, 'an object is as it was at the moment of the first page');
    t.equal(
      pages.map(({ revision }) => revision),
      [6, 6, 6],
      'every page says that it shows the revision of the first one',
    );
    t.equal(
      pages.map(({ remaining }) => remaining),
      [3, 1, undefined],
      'a page says how many objects are still to come, and the last one says nothing',
    );
  });

  test('A40', 'a last page that is just full has no continue token', async (t: TestContext) => {
    const { server } = await filled(t, ['a', 'b', 'c', 'd']);
    const pages = await readAll(t, server, { limit: 2 });
    t.equal(pages.length, 2, 'after four objects by two there is nothing to go on with');
    t.equal((await readAll(t, server, { limit: 0 })).length, 1, 'without a limit it is one page');
    t.equal((await readAll(t, server, { limit: 2, namespace: 'none' })).length, 1, 'an empty list is one page');
  });

  test('A40', 'objects that do not match do not count', async (t: TestContext) => {
    const { server } = await filled(t, ['a', 'b', 'c', 'd', 'e', 'f']);
    const matches = ({ metadata }: KubernetesObject) => 'bdf'.includes(metadata.name);
    const pages = await readAll(t, server, { limit: 2, matches });
    t.equal(
      pages.map(({ objects }) => named(objects)),
      [['default/b', 'default/d'], ['default/f']],
      'a page is full when it has two that match',
    );
    t.equal(pages[0].remaining, undefined, 'how many of the others match, nobody knows');
    const onlyTwo = await readAll(t, server, { limit: 2, matches: ({ metadata }) => 'bd'.includes(metadata.name) });
    t.equal(named(onlyTwo.flatMap(({ objects }) => objects)), ['default/b', 'default/d'], 'these two, and none twice');
  });

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

  test('A40', 'the pages of a namespace do not run over into the next one', async (t: TestContext) => {
    const { server } = await filled(t, ['a', 'b', 'c']);
    for (const namespace of ['def', 'default-2']) await server.create(configMap('x', {}, { namespace }));
    const pages = await readAll(t, server, { limit: 1, namespace: 'default' });
    t.equal(
      named(pages.flatMap(({ objects }) => objects)),
      ['default/a', 'default/b', 'default/c'],
      'these are in the namespace, and no others',
    );
  });

  test('A40', 'a token of which the revision is compacted is Expired', async (t: TestContext) => {
    const { server, double } = await filled(t, ['a', 'b', 'c']);
    const { continueToken } = await read(t, server, { limit: 1 });
    await server.put(configMap('a', { a: 'new' }));
    t.step('etcd is compacted');
    double.store.compact(5);
    await t.throws(
      () => read(t, server, { limit: 1, continueToken }),
      'Expired',
      'what the first page has shown can no longer be read; to go on with another moment would lose objects',
    );
  });

  test('A40', 'a token says where the next page begins, and any other text is refused', async (t: TestContext) => {
    const token = encodeContinue({ revision: 42, after: 'default/web' });
    t.ok(/^[A-Za-z0-9_-]+$/.test(token), 'a token can stand in a URL as it is');
    t.equal(decodeContinue(token), { revision: 42, after: 'default/web' }, 'what was put in comes out');
    const bad = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const v = 'meta.k8s.io/v1';
    for (const text of [
      'x',
      '!!!',
      bad(7),
      bad(null),
      bad([]),
      bad({ v: 'v2', rv: 4, start: 'a' }),
      bad({ v, rv: '4', start: 'a' }),
      bad({ v, rv: 0, start: 'a' }),
      bad({ v, rv: 1.5, start: 'a' }),
      bad({ v, rv: 4 }),
      bad({ v, rv: 4, start: '' }),
    ]) {
      t.newRun();
      t.step(`decodeContinue(${JSON.stringify(text)})`);
      await t.throws(() => decodeContinue(text), 'BadRequest', 'no page has given this token');
    }
  });

  test(
    'A40',
    'whatever the limit and whatever is written meanwhile, no page loses or repeats',
    async (t: TestContext) => {
      const names = fc.uniqueArray(fc.constantFrom('a', 'ab', 'b', 'c', 'd', 'e', 'f'), { maxLength: 7 });
      const writes = fc.array(fc.constantFrom('a', 'b', 'bb', 'c', 'e'), { maxLength: 5 });
      const some = fc.record({ names, writes, limit: fc.integer({ min: 1, max: 4 }), odd: fc.boolean() });
      await t.forAll(
        some,
        async ({ names: before, writes: queue, limit, odd }) => {
          const { server } = await filled(t, before);
          const matches = odd ? ({ metadata }: KubernetesObject) => metadata.name < 'c' : undefined;
          const wanted = [...before].sort().filter((name) => !odd || name < 'c');
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
}
