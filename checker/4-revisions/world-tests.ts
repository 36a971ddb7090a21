/** The tests of exercise 4.8 in the deterministic world: clusters of one, three and five, and everything that goes wrong. */
import { openEtcdServer } from '#revisions/etcd-server.ts';
import type { DeclareTest } from '../judge/exercise.ts';
import { etcdChaos } from '../sim/etcd/chaos.ts';

export function declareWorldTests(test: DeclareTest): void {
  test('V25', 'one member, whatever befalls its disk and its process', async (t) => {
    await etcdChaos(t, {
      openEtcdServer,
      runs: 4,
      sizes: [1],
      durationMs: 800,
      troubles: ['kill', 'power', 'disk', 'sync', 'full'],
    });
  });

  test('V24', 'three members through partitions, lost messages and late ones', async (t) => {
    const troubles = ['partition', 'cut', 'weather', 'pause', 'clock'] as const;
    await etcdChaos(t, { openEtcdServer, runs: 4, sizes: [3], durationMs: 1000, troubles });
  });

  test('V23', 'three and five members through everything at once, and snapshots', async (t) => {
    const config = { snapshotEntries: 20, entriesKept: 5 };
    await etcdChaos(t, { openEtcdServer, runs: 4, sizes: [3, 5], durationMs: 1200, config });
  });
}
