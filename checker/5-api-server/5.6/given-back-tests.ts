/** Who is told that a write came to nothing, or that an object is gone: a part of 5.6. */
import type { RegistryParts } from '#api-server/registry.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { type DeclareTest, show, type TestContext } from '../../judge/exercise.ts';
import { configMap, createWorld, type ServerHand, targetOf, withMeta } from '../registry-world.ts';

const [web, web2] = [configMap('web', { a: '1' }), configMap('web', { a: '2' })];
const held = configMap('web', { a: '1' }, { finalizers: ['a.io/one'] });
const refuse = (code: string) => (): never => {
  throw Object.assign(new Error('no'), { code });
};

/** What was told so far. */
const told = ({ undone, gone }: ServerHand) => ({
  undone: undone.map(({ operation, object }) => [operation, object?.data]),
  gone: gone.length,
});
const nobody = { undone: [], gone: 0 };

/** Where something is thrown behind the chain, and of which writes then is told. */
const thrown: [words: string, finish: boolean, parts: Partial<RegistryParts>, code: string][] = [
  ['finish throws', true, {}, 'InternalError'],
  ['allocate rejects', false, { allocate: async () => refuse('Invalid')() }, 'Invalid'],
];

export function declareGivenBackTests(test: DeclareTest): void {
  test('A28', 'a write that comes to nothing behind the chain is told, once', async (t: TestContext) => {
    for (const [words, hasFinish, parts, code] of thrown) {
      t.newRun();
      const world = createWorld(t);
      await world.server({ called: 'beforehand' }).create(web);
      const server = world.server(parts);
      const finish = hasFinish ? refuse(code) : undefined;
      const log = configMap('log', { b: '1' });
      t.step(`create of ${show(log)}, which the chain lets through; then ${words}`);
      await t.throws(() => server.registry.create(targetOf(log), log, finish), code, 'that is the answer');
      t.equal(told(server), { undone: [['create', { b: '1' }]], gone: 0 }, 'what was taken for it is given back');
      t.step(`update of "web" to ${show(web2)}, which the chain lets through; then ${words}`);
      await t.throws(() => server.registry.update(targetOf(web), () => web2, finish), code, 'that is the answer');
      t.equal(told(server).undone.slice(1), [['update', { a: '2' }]], 'what was taken for it is given back');
    }
  });

  test('A28', 'a write that is stored, changes nothing or is refused by the chain is not told', async (t) => {
    const world = createWorld(t);
    const server = world.server();
    await server.create(web);
    await server.put(web2);
    t.equal(told(server), nobody, 'both were stored');
    await server.put(web2);
    t.equal(told(server), nobody, 'nothing has changed, so nothing was taken');
    const refusing = world.server({ steps: [refuse('Forbidden')] });
    t.step('now the chain refuses everything');
    await t.throws(() => refusing.put(web), 'Forbidden', 'the chain has refused it');
    t.equal(told(refusing), nobody, 'whoever refuses gives back by himself what he has taken');
  });

  test('A28', 'an update that ends in a removal was not stored, and the object is gone', async (t: TestContext) => {
    const world = createWorld(t);
    const server = world.server();
    await server.create(held);
    await server.remove(held);
    t.equal(told(server), nobody, 'it is marked, and still there');
    const last = (old: KubernetesObject) => withMeta({ ...old, data: { a: '3' } }, { finalizers: [] });
    await server.change(held, 'data.a is 3, and the finalizer comes off', last);
    t.equal(
      told(server),
      { undone: [['update', { a: '3' }]], gone: 1 },
      'the chain may have taken something for `a: 3`, which is stored nowhere; and the object is gone',
    );
  });

  test('A28', 'a lost race is told as the write that the chain has let through', async (t: TestContext) => {
    const world = createWorld(t);
    const rival = world.server({ called: 'bob' });
    await rival.create(held);
    await rival.remove(held);
    let isFirst = true;
    const server = world.server({
      called: 'alice',
      before: async (call) => {
        if (call !== 'txn' || !isFirst) return;
        isFirst = false;
        await rival.change(held, 'a label, just before alice’s transaction', (old) => withMeta(old, { labels: {} }));
      },
    });
    const last = (old: KubernetesObject) => withMeta({ ...old, data: { a: '3' } }, { finalizers: [] });
    await server.change(held, 'data.a is 3, and the finalizer comes off', last);
    t.equal(
      told(server),
      {
        undone: [
          ['update', { a: '3' }],
          ['update', { a: '3' }],
        ],
        gone: 1,
      },
      'the first was not done since bob was faster, and the second has ended in a removal: each is told once',
    );
  });

  test('A28', 'a dry run does all but the commit, and has taken nothing', async (t: TestContext) => {
    const world = createWorld(t);
    const server = world.server();
    const dry = { dryRun: true };
    await server.create(web);
    const before = world.double.calls.length;
    await t.throws(() => server.create(web2, dry), 'AlreadyExists', 'there is one already, in a dry run, too');
    const made = await server.create(configMap('log'), dry);
    t.ok(typeof made.metadata.uid === 'string', 'the answer has what the server adds');
    t.equal((await server.put(web2, dry)).data, { a: '2' }, 'the answer is the object as it would be');
    t.equal((await server.remove(web, {}, dry)).isGone, true, 'it would be gone');
    t.ok(!world.double.calls.slice(before).includes('txn'), 'there was no transaction');
    t.equal(told(server), nobody, 'nothing was taken, so nothing comes to nothing, and nothing is gone');
    t.equal(await server.get(web).then(({ data }) => data), { a: '1' }, 'the object is as it was');
    const refusing = world.server({ allocate: async () => refuse('Invalid')() });
    t.step('allocate rejects');
    await t.throws(() => refusing.put(web2, dry), 'Invalid', 'a dry run is refused as the write would be');
    await t.throws(() => refusing.create(configMap('log'), dry), 'Invalid', 'so is one of a create');
    t.equal(told(refusing), nobody, 'nothing was taken');
  });
}
