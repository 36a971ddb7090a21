/** Everything but the transaction: a part of 5.7. */
import type { DeclareTest, TestContext } from '../../judge/exercise.ts';
import { configMap, createWorld, withMeta } from '../registry-world.ts';

export function declareDryRunTests(test: DeclareTest): void {
  test('A37', 'a dry run answers like the real one and stores nothing', async (t: TestContext) => {
    const world = createWorld(t);
    const server = world.server();
    const dry = { dryRun: true };
    const made = await server.create(configMap('web', { a: '1' }), dry);
    t.ok(typeof made.metadata.uid === 'string', 'the answer has what the server adds');
    t.equal(world.double.keys(), [], 'nothing was stored');
    const web = await server.create(configMap('web', { a: '1' }, { finalizers: ['a.io/one'] }));
    const changed = await server.put(configMap('web', { a: '2' }, { finalizers: ['a.io/one'] }), dry);
    t.equal(changed.data, { a: '2' }, 'the answer is the object as it would be');
    t.equal(await server.get(web), web, 'the object is as it was');
    t.equal(world.double.store.revision(), 2, 'a dry run makes no revision');
  });

  test('A37', 'a dry run of a delete says what would be left, and leaves everything', async (t: TestContext) => {
    const world = createWorld(t);
    const server = world.server();
    const [free, held] = [configMap('free'), configMap('held', {}, { finalizers: ['a.io/one'] })];
    for (const each of [free, held]) await server.create(each);
    const calls = world.double.calls.length;
    const result = await server.remove(held, {}, { dryRun: true });
    t.equal(
      [result.isGone, result.object.metadata.deletionTimestamp],
      [false, '2026-01-31T09:30:00Z'],
      'it would be marked',
    );
    t.equal((await server.remove(free, {}, { dryRun: true })).isGone, true, 'this one would be gone');
    t.ok(!world.double.calls.slice(calls).includes('txn'), 'a dry run makes no transaction');
    t.equal(world.double.keys().length, 2, 'both are there');
    t.equal((await server.get(held)).metadata.deletionTimestamp, undefined, 'and not marked');
  });

  test('A37', 'a dry run is refused for the same reasons', async (t: TestContext) => {
    const server = createWorld(t).server();
    const dry = { dryRun: true };
    await server.create(configMap('web'));
    await t.throws(() => server.create(configMap('web'), dry), 'AlreadyExists', 'there is one already');
    await t.throws(() => server.put(configMap('none'), dry), 'NotFound', 'there is none');
    const stale = withMeta(configMap('web'), { resourceVersion: '1' });
    await t.throws(() => server.put(stale, dry), 'Conflict', 'it is at another resourceVersion');
    await t.throws(() => server.remove(configMap('none'), {}, dry), 'NotFound', 'there is nothing to delete');
  });
}
