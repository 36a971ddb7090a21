/** Lists, and where watches begin, at servers of which each knows another part of what has happened. */
import type { DeclareTest, TestContext } from '../../judge/exercise.ts';
import { quiet } from '../../sim/etcd-double.ts';
import { inShort } from './chronicle.ts';
import { type Asked, createServers, type ServerHand, type Servers } from './several-servers.ts';

/**
 * Two ConfigMaps, and a server that has heard of revisions 2 and 3 and of nothing since: 4 changes `a`, 5 removes `b`, 6 is a
 * Secret.
 */
async function behind(t: TestContext): Promise<Servers & { server: ServerHand }> {
  const servers = createServers(t);
  await servers.write('a', '1', { app: 'web' });
  await servers.write('b', '1', { app: 'db' });
  const server = servers.start('S');
  await server.list({ resourceVersion: '0' });
  await quiet();
  t.step('S hears no more of etcd');
  server.hold();
  await servers.write('a', '2', { app: 'web' });
  await servers.write('b', undefined);
  await servers.writeOther();
  server.calls.length = 0;
  return { ...servers, server };
}

function said(asked: Asked): string {
  const words = Object.entries(asked).map(([name, value]) => `${name}=${value}`);
  return words.length === 0 ? 'without a resourceVersion' : words.join('&');
}

async function listed({ answer }: Servers, t: TestContext, server: ServerHand, asked: Asked = {}) {
  const page = await answer(server.list(asked));
  const objects = page.objects.map(inShort);
  t.step(`list at ${server.name}, ${said(asked)} → ${objects.join(', ') || 'nothing'}, as of ${page.revision}`);
  return { ...page, objects };
}

/** Several cases, each of an answer that is to be `Timeout`. */
async function tooLarge(
  t: TestContext,
  what: string,
  cases: Asked[],
  ask: (asked: Asked) => Promise<unknown>,
): Promise<void> {
  for (const asked of cases) {
    t.step(`${what} at S, ${said(asked)}`);
    const { details } = await t.throws(() => ask(asked), 'Timeout', 'etcd is at 6, so nobody has anything like that');
    t.equal(
      (details.causes as { reason: string }[] | undefined)?.map(({ reason }) => reason),
      ['ResourceVersionTooLarge'],
      'the client is told why: resourceVersionTooLarge makes such an answer',
    );
    t.ok((details.retryAfterSeconds as number) > 0, 'and that it may come again');
  }
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

  test('A48', 'a watch from a revision that etcd has not reached is refused with Timeout', async (t) => {
    const world = await behind(t);
    await tooLarge(t, 'watch', [{ resourceVersion: '7' }], (asked) => world.answer(world.server.beginning(asked)));
    await tooLarge(t, 'watch with initial objects', [{ resourceVersion: '7' }], (asked) =>
      world.answer(world.server.beginning(asked, true)),
    );
  });

  test('A47', 'what a watch begins with', async (t: TestContext) => {
    const world = await behind(t);
    const begins = async (asked: Asked, sendsInitial = false) => {
      const { initial, after } = await world.answer(world.server.beginning(asked, sendsInitial));
      const shown = initial.map(inShort);
      t.step(
        `watch at S, ${said(asked)}${sendsInitial ? '&sendInitialEvents=true' : ''} → ${shown.join(', ')} | ${after}`,
      );
      return { shown, after };
    };
    t.equal(await begins({}), { shown: ['a@4 app=web'], after: 6 }, 'without a resourceVersion it is the list of now');
    for (const at of [2, 3, 4, 6]) {
      const asked = { resourceVersion: String(at) };
      t.equal(
        await begins(asked),
        { shown: [], after: at },
        `the client has seen ${at}: no list, all changes behind it`,
      );
      const { shown, after } = await begins(asked, true);
      t.ok(after >= at, `the list that was asked for must not be older than ${at}`);
      t.equal(shown, world.chronicle.at(after), 'the list is what it was at its revision');
    }
    const any = await begins({ resourceVersion: '0' });
    t.equal(any.shown, world.chronicle.at(any.after), '"0" begins with a list of any moment, and goes on behind it');
    const now = await begins({ labels: 'app=db' }, true);
    t.equal(now, { shown: [], after: 6 }, 'only the selection is told');
  });
}

function exactly(at: number): Asked {
  return { resourceVersion: String(at), resourceVersionMatch: 'Exact' };
}
