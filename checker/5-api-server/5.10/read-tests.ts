/** Lists at servers of which each knows another part of what has happened. */
import type { DeclareTest, TestContext } from '../../judge/exercise.ts';
import { inShort } from './chronicle.ts';
import { behind, said, tooLarge } from './server-behind.ts';
import type { Asked, ServerHand, Servers } from './several-servers.ts';

async function listed({ answer }: Servers, t: TestContext, server: ServerHand, asked: Asked = {}) {
  const page = await answer(server.list(asked));
  const objects = page.objects.map(inShort);
  t.step(`list at ${server.name}, ${said(asked)} → ${objects.join(', ') || 'nothing'}, as of ${page.revision}`);
  return { ...page, objects };
}

export function declareReadTests(test: DeclareTest): void {
  test('A47', 'a list without resourceVersion has what another server was answered a moment ago', async (t) => {
    const world = await behind(t);
    const page = await listed(world, t, world.server);
    t.equal([page.objects, page.revision], [['a@4 app=web'], 6], 'the cache knows nothing of 4 and 5, but etcd does');
  });

  test('A47', '"0" is answered by the cache, and costs etcd nothing', async (t) => {
    const world = await behind(t);
    const page = await listed(world, t, world.server, { resourceVersion: '0' });
    t.equal(world.server.calls, [], 'any moment will do, so nobody needs to be asked');
    t.equal(page.objects, world.chronicle.at(page.revision), 'it may be old, but it was like that at this revision');
    const { objects, continueToken } = await listed(world, t, world.server, { resourceVersion: '0', limit: 1 });
    t.equal([objects, continueToken], [page.objects, undefined], 'the cache gives the list whole, whatever the limit');
  });

  test('A47', 'a resourceVersion takes nobody back in time', async (t: TestContext) => {
    for (const resourceVersionMatch of ['', 'NotOlderThan']) {
      t.newRun();
      const world = await behind(t);
      for (let at = 1; at <= 6; at++) {
        world.server.calls.length = 0;
        const asked = { resourceVersion: String(at), ...(resourceVersionMatch && { resourceVersionMatch }) };
        const page = await listed(world, t, world.server, asked);
        t.ok(page.revision >= at, `the client has seen ${at}, and must not be shown what is older`);
        t.equal(page.objects, world.chronicle.at(page.revision), 'the list is what it was at its revision');
        if (at <= 3) t.equal(world.server.calls, [], 'the cache is at 3, which is late enough: etcd is not asked');
      }
    }
  });

  test('A47', 'Exact is exactly this revision, until that is compacted', async (t) => {
    const world = await behind(t);
    for (let at = 2; at <= 6; at++) {
      const asked = at % 2 ? { resourceVersion: String(at), limit: 9 } : exactly(at);
      const page = await listed(world, t, world.server, asked);
      t.equal([page.objects, page.revision], [world.chronicle.at(at), at], `this is how it was at ${at}`);
    }
    world.compact(5);
    t.step('list at S, Exact 4');
    await t.throws(() => world.answer(world.server.list(exactly(4))), 'Expired', 'nobody knows 4 any more');
  });

  test(
    'A47',
    'a page behind the first shows the moment of the first, whatever the cache knows',
    async (t: TestContext) => {
      const world = await behind(t);
      await world.write('c', '1');
      const first = await listed(world, t, world.server, { limit: 1 });
      t.equal([first.objects, first.remaining], [['a@4 app=web'], 1], 'the first page is now, as etcd has it');
      await world.write('a', '3');
      await world.write('d', '1');
      for (const resourceVersion of ['', '0']) {
        const asked = { limit: 1, continueToken: first.continueToken!, resourceVersion };
        const second = await listed(world, t, world.server, asked);
        t.equal([second.objects, second.revision], [['c@7'], 7], 'the second page is as of the same revision');
      }
    },
  );

  test('A47', 'the cache and etcd show the same selection', async (t) => {
    for (const resourceVersion of ['', '0', '3', '4', '6']) {
      t.newRun();
      const world = await behind(t);
      const page = await listed(world, t, world.server, { labels: 'app=web', resourceVersion });
      const expected = world.chronicle.at(page.revision).filter((object) => object.includes('app=web'));
      t.equal(page.objects, expected, 'only those with app=web are asked for');
      const named = await listed(world, t, world.server, { fields: 'metadata.name=b', resourceVersion });
      const wanted = world.chronicle.at(named.revision).filter((object) => object.startsWith('b@'));
      t.equal(named.objects, wanted, 'only what is called b is asked for');
      const none = await listed(world, t, world.server, { namespace: 'other', resourceVersion });
      t.equal(none.objects, [], 'there is nothing in this namespace');
    }
  });

  test('A48', 'a list that is to be newer than etcd is refused with Timeout', async (t) => {
    const world = await behind(t);
    const cases = [{ resourceVersion: '7' }, { resourceVersion: '99', resourceVersionMatch: 'NotOlderThan' }];
    await tooLarge(t, 'list', [...cases, { resourceVersion: '7', labels: 'app=web' }], (asked) =>
      world.answer(world.server.list(asked)),
    );
    t.step('list at S, Exact 7');
    await t.throws(() => world.answer(world.server.list(exactly(7))), 'Timeout', 'there is no revision 7 yet');
    await world.writeOther();
    const page = await listed(world, t, world.server, { resourceVersion: '7' });
    t.equal(page.objects, ['a@4 app=web'], 'now there is one, so the list can be shown');
  });
}

function exactly(at: number): Asked {
  return { resourceVersion: String(at), resourceVersionMatch: 'Exact' };
}
