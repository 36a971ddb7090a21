/** Two writers of one object, of which the second goes first just before a call that the first one makes of etcd. */
import { codeOf } from '#kit/failure.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import type { DeclareTest, TestContext } from '../judge/exercise.ts';
import { configMap, createWorld, type ServerHand, type World, withMeta } from './registry-world.ts';

/** More than the calls of one write, so that the last case is that nobody gets in between. */
const callsMax = 5;

type Act = (server: ServerHand, who: string) => Promise<unknown>;

interface Race {
  world: World;
  /** What came of each: `done`, or a code. */
  ends: string[];
  object: KubernetesObject | undefined;
}

/** @param at the rival acts just before this call of the first writer's, counted from 1 */
async function race(t: TestContext, at: number, before: Act, act: Act): Promise<Race> {
  const world = createWorld(t);
  await before(world.server({ called: 'beforehand' }), 'beforehand');
  const rival = world.server({ called: 'bob' });
  let calls = 0;
  const ends: string[] = [];
  const first = world.server({
    called: 'alice',
    before: async () => {
      if (++calls !== at) return;
      t.step(`(before the call ${at} that alice’s server makes of etcd)`);
      ends.push(`bob ${await endOf(act(rival, 'bob'))}`);
    },
  });
  ends.unshift(`alice ${await endOf(act(first, 'alice'))}`);
  if (ends.length === 1) ends.push(`bob ${await endOf(act(rival, 'bob'))}`);
  t.step(`→ ${ends.join(', ')}`);
  const object = await world.server().storage.get({ resource: 'configmaps', namespace: 'default', name: 'web' });
  return { world, ends, object };
}

async function endOf(answer: Promise<unknown>): Promise<string> {
  try {
    await answer;
    return 'done';
  } catch (thrown) {
    const code = codeOf(thrown);
    if (code === undefined || code === 'todo') throw thrown;
    return code;
  }
}

const nothing: Act = async () => undefined;
const made: Act = (server) => server.create(configMap('web', { count: '0' }));

async function atEveryCall(t: TestContext, before: Act, act: Act, judge: (race: Race) => void): Promise<void> {
  for (let at = 1; at <= callsMax; at++) {
    t.newRun();
    judge(await race(t, at, before, act));
  }
}

function exactlyOne(t: TestContext, { ends }: Race, code: string): void {
  t.equal(
    ends.map((end) => end.split(' ')[1]).sort(),
    [code, 'done'].sort(),
    `of two who do this at once, one is done and the other is refused with ${code}`,
  );
}

function winner({ ends }: Race): string {
  return ends.find((end) => end.endsWith('done'))!.split(' ')[0];
}

export function declareRaceTests(test: DeclareTest): void {
  test('A30', 'of two who create the same name, one wins and the other gets AlreadyExists', async (t: TestContext) => {
    const act: Act = (server, who) => server.create(configMap('web', { by: who }));
    await atEveryCall(t, nothing, act, (each) => {
      exactlyOne(t, each, 'AlreadyExists');
      t.equal(each.object?.data, { by: winner(each) }, 'what is stored is what the winner has sent');
    });
  });

  test(
    'A30',
    'of two who have seen the same resourceVersion, one wins and the other gets Conflict',
    async (t: TestContext) => {
      const act: Act = (server, who) => server.put(configMap('web', { by: who }, { resourceVersion: '2' }));
      await atEveryCall(t, made, act, (each) => {
        exactlyOne(t, each, 'Conflict');
        t.equal(each.object?.data, { by: winner(each) }, 'what is stored is what the winner has sent');
        t.equal(each.world.double.store.revision(), 3, 'only one write was made');
      });
    },
  );

  test('A30', 'of two changes without a resourceVersion, both are there in the end', async (t: TestContext) => {
    const act: Act = (server, who) =>
      server.change(configMap('web'), `count one more, and ${who}`, ({ metadata, data, ...old }) => {
        const count = String(Number((data as { count: string }).count) + 1);
        return {
          ...old,
          metadata: { ...metadata, resourceVersion: '' },
          data: { ...(data as object), count, [who]: 'was here' },
        };
      });
    await atEveryCall(t, made, act, ({ ends, object }) => {
      t.equal(ends, ['alice done', 'bob done'], 'nobody has said what they have seen, so nobody is refused');
      t.equal(
        object?.data,
        { count: '2', alice: 'was here', bob: 'was here' },
        'the one who lost the race is done anew on the newer object',
      );
    });
  });

  test('A30', 'of two who delete, both are told that it is gone, one by NotFound', async (t: TestContext) => {
    const act: Act = (server) => server.remove(configMap('web'));
    await atEveryCall(t, made, act, (each) => {
      exactlyOne(t, each, 'NotFound');
      t.equal(each.object, undefined, 'the object is gone');
    });
  });

  test(
    'A30',
    'a write that names another resourceVersion or uid is a Conflict, and changes nothing',
    async (t: TestContext) => {
      const world = createWorld(t);
      const server = world.server();
      const old = await server.create(configMap('web', { a: '1' }));
      const now = await server.put(configMap('web', { a: '2' }));
      const mine = configMap('web', { a: 'mine' });
      await t.throws(
        () => server.put(withMeta(mine, { resourceVersion: old.metadata.resourceVersion })),
        'Conflict',
        'it was changed since',
      );
      await t.throws(
        () => server.put(withMeta(mine, { resourceVersion: '99' })),
        'Conflict',
        'nobody has seen that yet',
      );
      await t.throws(
        () => server.put(withMeta(mine, { uid: 'another' })),
        'Conflict',
        'that was another object of the same name',
      );
      t.equal(await server.get(mine), now, 'nothing has changed');
      const status = { subresource: 'status' };
      await t.throws(
        () => server.put(withMeta(mine, { resourceVersion: '2' }), status),
        'Conflict',
        'the same goes for a subresource',
      );
      const { uid, resourceVersion } = now.metadata;
      const done = await server.put(withMeta(mine, { uid, resourceVersion }));
      t.equal(done.data, { a: 'mine' }, 'this is what was seen, so it is done');
      t.equal((await server.put(configMap('web', { a: '4' }))).data, { a: '4' }, 'who does not say does not care');
    },
  );

  test('A30', 'after a lost race the whole chain judges again, on the newer object', async (t: TestContext) => {
    const world = createWorld(t);
    const rival = world.server({ called: 'bob' });
    await rival.create(configMap('web', { count: '0' }));
    const judged: unknown[] = [];
    const undone: unknown[] = [];
    let others = 1;
    const server = world.server({
      called: 'alice',
      steps: [
        async (write) => {
          judged.push([write.old?.data, write.object?.data]);
          if (others-- > 0) await rival.put(configMap('web', { count: '7' }));
          return write;
        },
      ],
      async undone(write) {
        undone.push(write.old?.data);
      },
    });
    await server.change(configMap('web'), 'a label', (old) =>
      withMeta(old, { labels: { a: 'b' }, resourceVersion: '' }),
    );
    t.equal(
      judged,
      [
        [{ count: '0' }, { count: '0' }],
        [{ count: '7' }, { count: '7' }],
      ],
      'the chain has judged a change of what was there before; that says nothing about what is there now',
    );
    t.equal(undone, [{ count: '0' }], 'the write that was not done is told to those who have judged it, once');
  });

  test('A30', 'what the chain refuses is not stored', async (t: TestContext) => {
    const world = createWorld(t);
    const web = await world.server().create(configMap('web', { a: '1' }));
    const refusing = world.server({
      steps: [
        async () => {
          throw Object.assign(new Error('no'), { code: 'Forbidden' });
        },
      ],
    });
    await t.throws(() => refusing.create(configMap('log')), 'Forbidden', 'the chain has refused it');
    await t.throws(() => refusing.put(configMap('web', { a: '2' })), 'Forbidden', 'the chain has refused it');
    await t.throws(() => refusing.remove(configMap('web')), 'Forbidden', 'the chain has a word in a delete, too');
    t.equal(world.double.keys(), ['/registry/configmaps/default/web'], 'nothing was made, nothing was removed');
    t.equal(await refusing.get(web), web, 'nothing was changed');
  });
}
