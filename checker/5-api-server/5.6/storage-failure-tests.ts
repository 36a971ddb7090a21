/** What a client is told where etcd fails: a part of 5.6. */
import type { Storage } from '#api-server/storage.ts';
import type { DeclareTest } from '../../judge/exercise.ts';
import type { EtcdCall } from '../../sim/etcd-double.ts';
import { configMap, createWorld, keyOf } from '../registry-world.ts';

const web = configMap('web', { a: '1' });

const asked: [call: EtcdCall, words: string, ask: (storage: Storage) => Promise<unknown>][] = [
  ['range', 'get of default/web', (storage) => storage.get(keyOf(web))],
  ['range', 'list of the ConfigMaps', (storage) => storage.list({ resource: 'configmaps' })],
  ['txn', 'commit of a new default/web', (storage) => storage.commit({ key: keyOf(web), expected: 0, object: web })],
  [
    'lease-grant',
    'commit of a new default/web with a ttl of 60 s',
    (storage) => storage.commit({ key: keyOf(web), expected: 0, object: web, ttl: 60 }),
  ],
];

const failures: [code: string, reason: string, because: string][] = [
  ['unreachable', 'ServiceUnavailable', 'a client knows nothing of etcd; it is told to come again'],
  ['request-timed-out', 'Timeout', 'nobody knows what etcd has done; a client has to hear that'],
];

export function declareStorageFailureTests(test: DeclareTest): void {
  test('A28', 'what etcd cannot do is told in the words of the API', async (t) => {
    for (const [call, words, ask] of asked) {
      for (const [code, reason, because] of failures) {
        t.newRun();
        const server = createWorld(t).server({
          before(made) {
            if (made === call) throw Object.assign(new Error(code), { code });
          },
        });
        t.step(`etcd answers each ${call} with ${code}`);
        t.step(words);
        await t.throws(() => ask(server.storage), reason, because);
      }
    }
  });

  test('A28', 'a list of a revision that is compacted is Expired', async (t) => {
    const { double, server } = createWorld(t);
    const { storage, create } = server();
    for (const name of ['a', 'b']) await create(configMap(name));
    t.step('etcd is compacted to revision 3; list of the ConfigMaps as of revision 2');
    double.store.compact(3);
    await t.throws(() => storage.list({ resource: 'configmaps', revision: 2 }), 'Expired', 'nobody can read that now');
  });
}
