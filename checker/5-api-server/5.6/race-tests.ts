/** Two writers of one object, of which the second goes first just before a call that the first one makes of etcd. */
import type { KubernetesObject } from '#kit/objects.ts';
import type { DeclareTest, TestContext } from '../../judge/exercise.ts';
import { endOf } from '../refusals.ts';
import { configMap, createWorld, type ServerHand, type World } from '../registry-world.ts';

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
}
