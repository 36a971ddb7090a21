/** Lists page by page, while others write: a part of 5.8. */
import {
  decodeContinue,
  encodeContinue,
  type Page,
  type PageRequest,
  readPage,
  tokenTooOld,
} from '#api-server/list.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import type { DeclareTest, TestContext } from '../../judge/exercise.ts';
import { configMap, createWorld, type ServerHand } from '../registry-world.ts';

const named = (objects: KubernetesObject[]) => objects.map(({ metadata: m }) => `${m.namespace}/${m.name}`);

async function read(t: TestContext, { storage }: ServerHand, rest: Partial<PageRequest>): Promise<Page> {
  const { matches, continueToken, ...shown } = rest;
  const notes = `${matches ? ', only those that match' : ''}${continueToken ? ', continued' : ''}`;
  t.step(`GET configmaps ${JSON.stringify(shown)}${notes}`);
  const page = await readPage(storage, { resource: 'configmaps', limit: 0, continueToken: '', ...rest });
  t.step(`  → ${named(page.objects).join(' ')}${page.continueToken ? ' …' : ''}`);
  return page;
}

/** Reads page after page. @param between called before each page but the first */
export async function readAll(
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

export async function filled(t: TestContext, names: string[]) {
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

  test('A40', 'a page has no more objects than were asked for, however they lie', async (t: TestContext) => {
    const { server } = await filled(t, ['a', 'b', 'c', 'd', 'e', 'f']);
    for (const chosen of ['bcd', 'abcdef', 'acdf']) {
      const matches = ({ metadata }: KubernetesObject) => chosen.includes(metadata.name);
      t.step(`those that match are ${[...chosen].join(', ')}`);
      const pages = await readAll(t, server, { limit: 2, matches });
      t.equal(
        pages.map(({ objects }) => objects.length <= 2),
        pages.map(() => true),
        'two at most, also where more are found at once',
      );
      t.equal(
        pages.flatMap(({ objects }) => objects.map(({ metadata }) => metadata.name)),
        [...chosen],
        'and what is over is on the next page',
      );
    }
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
    const thrown = await t.throws(
      () => read(t, server, { limit: 1, continueToken }),
      'Expired',
      'what the first page has shown can no longer be read; to go on with another moment would lose objects',
    );
    t.equal(thrown.message, tokenTooOld, 'the client is told to begin anew, by `tokenTooOld`');
    const first = () => read(t, server, { limit: 1, revision: 3 });
    await t.throws(first, 'Expired', 'a first page as of a revision that is compacted cannot be read either');
  });

  test('A40', 'a token says where the next page begins, and any other text is refused', async (t: TestContext) => {
    const token = encodeContinue({ revision: 42, after: 'default/web' });
    t.step('encodeContinue({ revision: 42, after: "default/web" })');
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
}
