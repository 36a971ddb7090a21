/** What stands between the chain and the transaction, `allocate` and `finish`: a part of 5.6. */
import type { RegistryParts } from '#api-server/registry.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import type { ObjectKey } from '#kv-store/registry-key.ts';
import { type DeclareTest, show, type TestContext } from '../../judge/exercise.ts';
import { configMap, createWorld, targetOf, type World, withMeta } from '../registry-world.ts';

const web = configMap('web', { a: '1' });
const held = configMap('web', { a: '1' }, { finalizers: ['a.io/one'] });
const number = (name: string): ObjectKey => ({ resource: 'numbers', name });

type Allocate = NonNullable<RegistryParts['allocate']>;

/** Gives each object the first number that was not taken. @param asked is told of each call: the operation and what was taken */
const numbers =
  (t: TestContext, asked: unknown[]): Allocate =>
  async ({ operation, object }, taken) => {
    const names = taken.map(({ name }) => name);
    asked.push([operation, object !== undefined, names]);
    t.step(`  allocate for the ${operation}${object ? '' : ', without an object'}; taken: ${show(names)}`);
    if (!object) return { releases: [number('1'), number('2')] };
    const name = names.includes('1') ? '2' : '1';
    const numbered = { ...object, data: { ...(object.data as object), number: name } };
    return { object: numbered, claims: [number(name)] };
  };

/** Somebody else has number 1. */
async function takeOne({ server }: World): Promise<void> {
  const other = configMap('other');
  const key = { resource: 'configmaps', namespace: 'default', name: 'other' };
  await server({ called: 'another' }).storage.commit({ key, expected: 0, object: other, claims: [number('1')] });
}

/** With what its uid is noted in it: the chain has made that. */
const noted = ({ object }: { object?: KubernetesObject }) =>
  withMeta(object!, { annotations: { noted: String(object!.metadata.uid) } });

export function declareRegistryPartTests(test: DeclareTest): void {
  test('A28', 'what a claim has lost to somebody else is not asked for again', async (t: TestContext) => {
    const world = createWorld(t);
    await takeOne(world);
    const asked: unknown[] = [];
    const server = world.server({ allocate: numbers(t, asked) });
    t.step('somebody has number 1');
    const made = await server.create(web);
    t.equal(
      asked,
      [
        ['create', true, []],
        ['create', true, ['1']],
      ],
      'the second time `allocate` is told what was taken',
    );
    t.equal(made.data, { a: '1', number: '2' }, 'what is stored is what `allocate` has made of the object');
    t.equal([server.chained.length, server.undone.length], [2, 1], 'the chain has judged it twice, and once in vain');
    t.ok(world.double.keys().includes('/registry/numbers/2'), 'its number is taken in the same transaction');
  });

  test('A28', 'an update that has lost a claim does not ask for it again', async (t: TestContext) => {
    const world = createWorld(t);
    await world.server({ called: 'beforehand' }).create(web);
    await takeOne(world);
    const asked: unknown[] = [];
    const server = world.server({ allocate: numbers(t, asked) });
    t.step('somebody has number 1');
    const changed = await server.put(configMap('web', { a: '2' }));
    t.equal(
      asked,
      [
        ['update', true, []],
        ['update', true, ['1']],
      ],
      'the second time `allocate` is told what was taken',
    );
    t.equal(changed.data, { a: '2', number: '2' }, 'what is stored is what `allocate` has made of the object');
  });

  test('A28', 'what an object has is given back when it goes, and not when it is marked', async (t: TestContext) => {
    const world = createWorld(t);
    const asked: unknown[] = [];
    const server = world.server({ allocate: numbers(t, asked) });
    await server.create(held);
    await server.remove(held);
    t.equal(asked.length, 1, 'it is marked, and keeps what it has: there is nothing to ask');
    t.equal(
      world.double.keys(),
      ['/registry/configmaps/default/web', '/registry/numbers/1'],
      'both are there, the object and its number',
    );
    t.step('an update takes the last finalizer off');
    await server.registry.update(targetOf(held), (old) => withMeta(old, { finalizers: [] }));
    t.equal(asked.slice(1), [['delete', false, []]], 'now it goes: that is a delete without an object');
    t.equal(world.double.keys(), [], 'the object goes, and its number with it');
    await server.create(web);
    await server.remove(web);
    t.equal(asked.slice(3), [['delete', false, []]], 'this one goes at once');
    t.equal(world.double.keys(), [], 'the object goes, and its number with it');
  });

  test('A29', 'what `finish` makes of the object behind the chain is stored', async (t: TestContext) => {
    const server = createWorld(t).server();
    t.step(`create of ${show(web)}; finish notes its uid in an annotation`);
    const made = await server.registry.create(targetOf(web), web, noted);
    const uid = String(made.metadata.uid);
    t.equal(made.metadata.annotations, { noted: uid }, '`finish` sees the object as the chain has left it');
    t.equal(await server.get(web), made, 'and what it gives is stored');
    t.step('update of its data, without annotations; finish notes its uid');
    const changed = await server.registry.update(targetOf(web), () => configMap('web', { a: '2' }), noted);
    t.equal([changed.data, changed.metadata.annotations], [{ a: '2' }, { noted: uid }], 'so it is in an update');
    t.equal(await server.get(web), changed, 'what it gives is stored');
  });
}
