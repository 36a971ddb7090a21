/** Many who write at once, over several API servers, and what a write comes to: a part of 5.6. */
import { guaranteedUpdate } from '#api-server/storage.ts';
import { type DeclareTest, fc, type TestContext } from '../../judge/exercise.ts';
import { objectOf } from '../admission-hand.ts';
import { deploymentWith, withField } from '../manifests.ts';
import { codeIfRefused, endOf } from '../refusals.ts';
import { createWorld, createWorldOfOne, keyOf, targetOf } from '../registry-world.ts';

const web = objectOf('ConfigMap', 'web', { data: { a: '1' } });

/** Without turns they would need some 1,250 transactions. */
const writersInTurn = 50;

export function declareManyWritersTests(test: DeclareTest): void {
  test('A30', 'of racing creates exactly one wins', async (t) => {
    const world = createWorld(t);
    const all = [world.server(), world.server()];
    t.step('20 create dev/web at once, over 2 API servers');
    const creating = Array.from({ length: 20 }, (_, i) =>
      all[i % 2].registry.create(targetOf(web), withField(web, 'data.a', String(i))),
    );
    const codes = await Promise.all(creating.map(codeIfRefused));
    t.equal(codes.filter((code) => code === undefined).length, 1, 'one makes it');
    t.equal(codes.filter((code) => code === 'AlreadyExists').length, 19, 'for all others it is there already');
    t.equal(all[0].undone.length + all[1].undone.length, 19, 'and what the chain took for them is given back');
  });

  test('A30', 'after a lost race everything is judged again, on what is there now', async (t) => {
    const world = createWorld(t);
    let isFirst = true;
    const other = world.server({ called: 'another' });
    const slow = world.server({
      called: 'the slow one',
      before: async (call) => {
        if (call !== 'txn' || !isFirst) return;
        isFirst = false;
        await other.change(web, 'b, just before the transaction', (old) => withField(old, 'data.b', '2'));
      },
    });
    await other.create(web);
    const object = await slow.change(web, 'a', (old) => withField(old, 'data.a', '9'));
    t.equal(object.data, { a: '9', b: '2' }, 'the change is done once more, on the newer object');
    t.equal(
      slow.chained.map(({ old }) => old?.data),
      [{ a: '1' }, { a: '1', b: '2' }],
      'the chain has judged both: its word counts for one state only',
    );
    t.equal(
      slow.undone.map((write) => write.object?.data),
      [{ a: '9' }],
      'and was told that the first came to nothing',
    );
  });

  test('A30', 'a name that was made up and is taken is made up anew', async (t) => {
    const world = createWorld(t);
    const [one, other] = [world.server({ seed: 1 }), world.server({ seed: 1 })];
    const nameless = withField(web, 'metadata', { generateName: 'web-', namespace: 'dev' });
    t.step('two API servers whose random numbers are the same; each creates an object with generateName "web-"');
    const names = [
      await one.registry.create(targetOf(nameless), nameless),
      await other.registry.create(targetOf(nameless), nameless),
    ].map(({ metadata }) => metadata.name);
    t.equal(new Set(names).size, 2, 'the second finds its name taken, and makes up another');
    t.equal(world.double.keys().length, 2, 'both are stored');
  });

  test('A33', 'an update that changes nothing is not written', async (t) => {
    const { double, only } = createWorldOfOne(t);
    const made = await only.create(deploymentWith({ replicas: 1 }));
    const before = double.calls.filter((call) => call === 'txn').length;
    t.equal(await only.put(made), made, 'the answer is what is there, with its resourceVersion');
    t.equal(
      await only.change(made, 'a status', (old) => withField(old, 'status.replicas', 7)),
      made,
      'a status that is not to be written changes nothing',
    );
    t.equal(double.calls.filter((call) => call === 'txn').length, before, 'there is no transaction');
  });

  test('A28', 'what is not there can be neither read nor changed', async (t) => {
    const { double, only } = createWorldOfOne(t);
    t.step('get of dev/web, which is not there');
    t.equal(await endOf(only.get(web)), 'NotFound', 'there is no such object');
    t.equal(await endOf(only.put(web)), 'NotFound', 'an update makes no object');
    t.equal(double.keys(), [], 'nothing was stored');
    await only.create(web);
    t.equal((await only.storage.get(keyOf(web)))?.data, web.data, 'a create does');
  });

  test('A30', 'those who have lost go on one after another', async (t: TestContext) => {
    const { double, only } = createWorldOfOne(t);
    await only.create(withField(web, 'data.a', '0'));
    const before = double.calls.length;
    t.step(`${writersInTurn} at once add 1 to a number, over one API server; none names a resourceVersion`);
    const adding = Array.from({ length: writersInTurn }, () =>
      only.registry.update(targetOf(web), (old) =>
        withField(old, 'data.a', String(Number((old.data as { a: string }).a) + 1)),
      ),
    );
    await Promise.all(adding);
    t.equal((await only.get(web)).data, { a: String(writersInTurn) }, 'each is done');
    const count = double.calls.slice(before).filter((call) => call === 'txn').length;
    t.ok(
      count <= 4 * writersInTurn,
      `${writersInTurn} writers have cost etcd ${count} transactions; in turn, each needs two or three`,
    );
  });
}

/** Many at once who have all seen the same, and many who have said nothing. */
export function declareManyWritersRuns(test: DeclareTest): void {
  test('A30', 'of racing writers who have seen the same, exactly one wins', async (t) => {
    await t.forAll(
      fc.record({
        writers: fc.integer({ min: 2, max: 20 }),
        servers: fc.integer({ min: 1, max: 3 }),
        rounds: fc.integer({ min: 1, max: 3 }),
      }),
      async ({ writers, servers, rounds }) => {
        const world = createWorld(t);
        const all = Array.from({ length: servers }, () => world.server());
        let { metadata } = await all[0].create(web);
        for (let round = 1; round <= rounds; round++) {
          t.step(
            `round ${round}: ${writers} at once, over ${servers} API servers, who have all seen ${metadata.resourceVersion}`,
          );
          const { resourceVersion } = metadata;
          const writes = Array.from({ length: writers }, (_, i) =>
            all[i % servers].registry.update(targetOf(web), (old) =>
              withField({ ...old, metadata: { ...old.metadata, resourceVersion } }, 'data.a', `${round}.${i}`),
            ),
          );
          const codes = await Promise.all(writes.map(codeIfRefused));
          t.equal(codes.filter((code) => code === undefined).length, 1, 'one wins, and no more');
          t.equal(codes.filter((code) => code === 'Conflict').length, writers - 1, 'all others have a Conflict');
          const winner = codes.indexOf(undefined);
          const now = await all[0].get(web);
          t.equal(now.data, { a: `${round}.${winner}` }, 'what is stored is what the winner wrote');
          ({ metadata } = now);
        }
      },
      { runs: 25 },
    );
  });

  test('A30', 'whoever loses a race decides again on what is there now', async (t) => {
    await t.forAll(
      fc.record({ writers: fc.integer({ min: 1, max: 12 }), servers: fc.integer({ min: 1, max: 3 }) }),
      async ({ writers, servers }) => {
        const world = createWorld(t);
        const all = Array.from({ length: servers }, () => world.server());
        const [first] = all;
        await first.storage.commit({ key: keyOf(web), expected: 0, object: withField(web, 'data.a', '0') });
        t.step(`${writers} at once add 1 to a number, over ${servers} API servers`);
        const adding = Array.from({ length: writers }, (_, i) =>
          guaranteedUpdate(all[i % servers].storage, keyOf(web), async (current) => {
            const { a } = current!.data as { a: string };
            return { object: withField(current!, 'data.a', String(Number(a) + 1)) };
          }),
        );
        await Promise.all(adding);
        const after = await first.storage.get(keyOf(web));
        t.equal(after?.data, { a: String(writers) }, 'nobody has overwritten what somebody else wrote');
      },
      { runs: 25 },
    );
  });
}
