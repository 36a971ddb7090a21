/** Where watches begin, at a server that has not heard of everything. */
import type { WatchEvent } from '#kit/kubernetes/http.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import type { DeclareTest, TestContext } from '../../judge/exercise.ts';
import { quiet } from '../../sim/etcd-double.ts';
import { inShort } from './chronicle.ts';
import { behind, said, tooLarge } from './server-behind.ts';
import type { Asked, ServerHand, Servers } from './several-servers.ts';

type World = Servers & { server: ServerHand };

async function beginning(world: World, t: TestContext, asked: Asked, sendsInitial: boolean) {
  const { initial, after } = await world.answer(world.server.beginning(asked, sendsInitial));
  const shown = initial.map(inShort);
  t.step(`watch at S, ${said(asked)}${sendsInitial ? '&sendInitialEvents=true' : ''} → ${shown.join(', ')} | ${after}`);
  return { shown, after };
}

export function declareBeginningTests(test: DeclareTest): void {
  test('A48', 'a watch from a revision that etcd has not reached is refused with Timeout', async (t) => {
    const world = await behind(t);
    await tooLarge(t, 'watch', [{ resourceVersion: '7' }], (asked) => world.answer(world.server.beginning(asked)));
    await tooLarge(t, 'watch with initial objects', [{ resourceVersion: '7' }], (asked) =>
      world.answer(world.server.beginning(asked, true)),
    );
  });

  test('A47', 'what a watch begins with', async (t: TestContext) => {
    const world = await behind(t);
    const begins = (asked: Asked, sendsInitial = false) => beginning(world, t, asked, sendsInitial);
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

  test(
    'A49',
    'a watch from "0" begins with the objects, even where etcd has forgotten how they came about',
    async (t) => {
      const world = await behind(t);
      world.compact(6);
      t.step('watch at S, resourceVersion=0');
      const start = await world.answer(world.server.watch({ resourceVersion: '0' }));
      const heard: string[] = [];
      const stream = start(
        ({ type, object }: WatchEvent) => {
          const { metadata } = object as KubernetesObject;
          heard.push(metadata ? `${type} ${metadata.name}@${metadata.resourceVersion}` : type);
          return true;
        },
        () => undefined,
      );
      await quiet();
      t.equal(heard, ['ADDED a@2', 'ADDED b@3'], 'what the cache has comes first: none of it is history');
      t.step('S hears of etcd again');
      world.server.release();
      await quiet();
      t.equal(heard.slice(2), ['MODIFIED a@4', 'DELETED b@5'], 'and then the changes behind it');
      stream.close();
    },
  );

  test('A47', 'a watch has no pages', async (t: TestContext) => {
    const world = await behind(t);
    await world.write('c', '1');
    const { continueToken } = await world.answer(world.server.list({ limit: 1 }));
    const cases: [asked: Asked, sendsInitial: boolean][] = [
      [{ limit: 1 }, false],
      [{ limit: 1, continueToken }, false],
      [{ limit: 1, resourceVersion: '0' }, false],
      [{ limit: 1, resourceVersion: '3' }, true],
      [{ limit: 1, resourceVersion: '7' }, true],
    ];
    for (const [asked, sendsInitial] of cases) {
      const { shown, after } = await beginning(world, t, asked, sendsInitial);
      const why = 'the watch goes on behind this revision, so whatever is left out here would never be told';
      t.equal(shown, world.chronicle.at(after), why);
      t.ok(after >= Number(asked.resourceVersion ?? 7), 'and the list must not be older than what was asked for');
    }
  });

  test(
    'A47',
    'a watch with initial objects may say NotOlderThan, with a resourceVersion or without',
    async (t: TestContext) => {
      const world = await behind(t);
      for (const resourceVersion of ['', '0', '3', '5']) {
        const asked = { resourceVersion, resourceVersionMatch: 'NotOlderThan' };
        const { shown, after } = await beginning(world, t, asked, true);
        t.equal(shown, world.chronicle.at(after), 'clients begin so: it is no fault of a watch');
        t.ok(after >= Number(resourceVersion || 6), 'the list must not be older than what was asked for');
      }
    },
  );
}
