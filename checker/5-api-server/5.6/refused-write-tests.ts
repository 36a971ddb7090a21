/** Writes on what is no longer there, and writes that the chain refuses: a part of 5.6. */
import type { DeclareTest, TestContext } from '../../judge/exercise.ts';
import { configMap, createWorld, withMeta } from '../registry-world.ts';

export function declareRefusedWriteTests(test: DeclareTest): void {
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

  test(
    'A28',
    'what was taken comes back where nothing was stored, and not where nobody knows',
    async (t: TestContext) => {
      const world = createWorld(t);
      await world.server().create(configMap('web', { a: '1' }));
      for (const [code, count, because] of failures) {
        const server = world.server({
          before(call) {
            if (call === 'txn') throw Object.assign(new Error(code), { code });
          },
        });
        t.step(`etcd answers every transaction with ${code}`);
        const writes = [
          () => server.create(configMap('log')),
          () => server.put(configMap('web', { a: '2' })),
          () => server.remove(configMap('web')),
        ];
        for (const [i, write] of writes.entries()) {
          await t.throws(write, code === 'request-timed-out' ? 'Timeout' : 'ServiceUnavailable', 'etcd has failed');
          t.equal(server.undone.length, count * (i + 1), because);
        }
      }
    },
  );
}

const failures: [code: string, count: number, because: string][] = [
  ['unreachable', 1, 'nothing was done: whoever has taken something for it is told, once'],
  ['request-timed-out', 0, 'etcd may have done it after all: what was taken for it may be in use'],
];
