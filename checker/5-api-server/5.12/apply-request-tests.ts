/** Server-side apply as clients see it: with storage, races, subresources and plain writes beside it. */
import type { KubernetesObject } from '#kit/objects.ts';
import type { DeclareTest, TestContext } from '../../judge/exercise.ts';
import { endOf } from '../refusals.ts';
import { configMap, deployment, withMeta } from '../registry-world.ts';
import { ownersIn } from './applied-objects.ts';
import { createApplier } from './apply-requests.ts';

const ownersOf = (object: KubernetesObject) => ownersIn((object.metadata.managedFields as never) ?? []);
const replicas = 'f:spec f:replicas';

export function declareApplyRequestTests(test: DeclareTest): void {
  test('A54', 'an apply makes an object that is not there, and changes one that is', async (t: TestContext) => {
    const { apply, world, get } = createApplier(t);
    const made = await apply('alice', configMap('web', { a: '1' }));
    t.equal(made.status, 201, 'it was not there');
    t.equal(ownersOf(made.object), [['alice Apply', ['f:data f:a']]], 'alice has what she has applied');
    const changed = await apply('alice', configMap('web', { b: '2' }));
    t.equal([changed.status, changed.object.data], [200, { b: '2' }], '`a` is gone: she has stopped applying it');
    t.equal(changed.object.metadata.uid, made.object.metadata.uid, 'it is the same object');
    t.equal(changed.object, await get(configMap('web')), 'the answer is what is stored');
    t.equal(world.double.store.revision(), 3, 'each of them was one transaction');
  });

  test('A56', 'to apply the same again writes nothing', async (t: TestContext) => {
    const { apply, world, pass } = createApplier(t);
    const config = (v: string) => withMeta(configMap('web', { [v]: '1' }), { labels: { [v]: 'x' } });
    const made = [await apply('alice', config('a')), await apply('bob', config('b'))];
    const revision = world.double.store.revision();
    pass(60_000);
    for (const who of ['alice', 'bob', 'alice']) {
      const again = await apply(who, config(who[0]));
      t.equal(
        [again.status, again.object],
        [200, made[1].object],
        'nothing has changed: it is what is there, as it is',
      );
    }
    t.equal(world.double.store.revision(), revision, 'so there was no transaction');
  });

  test('A55', 'a conflict changes nothing; by force it is done', async (t: TestContext) => {
    const { apply, get } = createApplier(t);
    const { object } = await apply('alice', configMap('web', { a: '1', b: '1' }));
    const config = configMap('web', { a: '2', c: '2' });
    await t.throws(() => apply('bob', config), 'Conflict', 'alice has a, with another value');
    t.equal(await get(object), object, 'nothing of it was done, `c` neither');
    const forced = await apply('bob', config, { force: true });
    t.equal(forced.object.data, { a: '2', b: '1', c: '2' }, 'now it is done');
    const owners = [
      ['alice Apply', ['f:data f:b']],
      ['bob Apply', ['f:data f:a', 'f:data f:c']],
    ];
    t.equal(ownersOf(forced.object), owners, 'alice has lost `a`');
    const hers = await apply('alice', configMap('web', { b: '2' }));
    t.equal(hers.object.data, { a: '2', b: '2', c: '2' }, 'what she has lost she does not remove any more');
  });

  test('A54', 'plain writes are tracked, too: who has written last has the field', async (t: TestContext) => {
    const { apply, write, get } = createApplier(t);
    await apply('kubectl', deployment('web', { replicas: 3, paused: true }));
    const there = await get(deployment('web'));
    const scaled = await write('autoscaler', { ...there, spec: { replicas: 5, paused: true } } as KubernetesObject);
    const owners = [
      ['autoscaler Update', [replicas]],
      ['kubectl Apply', ['f:spec f:paused']],
    ];
    t.equal(ownersOf(scaled), owners, 'the autoscaler has changed the replicas, so they are its own now');
    const config = { replicas: 3, paused: true };
    await t.throws(() => apply('kubectl', deployment('web', config)), 'Conflict', 'they were 5, and not by chance');
    const left = await apply('kubectl', deployment('web', { paused: false }));
    t.equal(left.object.spec, { replicas: 5, paused: false }, 'who leaves them out lets the autoscaler have them');
  });

  test('A54', 'the status is managed apart', async (t: TestContext) => {
    const { apply, write } = createApplier(t);
    const config = deployment('web', { replicas: 3 });
    await apply('kubectl', config);
    const status = { readyReplicas: 1 };
    const reported = await write('controller', { ...config, status } as KubernetesObject, 'status');
    const owners = [
      ['controller Update status', ['f:status f:readyReplicas']],
      ['kubectl Apply', [replicas]],
    ];
    t.equal(ownersOf(reported), owners, 'what is written to the status is of the subresource status');
    const sent = { ...config, status: { readyReplicas: 9 } } as KubernetesObject;
    const again = await apply('kubectl', sent);
    t.equal(again.object, reported, 'a status in a config for the object itself is nobody’s, and no conflict');
    const other = { ...deployment('web', { replicas: 8 }), status: { observedGeneration: 1 } } as KubernetesObject;
    const both = await apply('probe', other, { subresource: 'status' });
    t.equal(
      [both.object.spec, both.object.status],
      [{ replicas: 3 }, { ...status, observedGeneration: 1 }],
      'only the status',
    );
    t.equal(ownersOf(both.object)[2], ['probe Apply status', ['f:status f:observedGeneration']], 'and this is managed');
  });

  test('A54', 'who writes managedFields [{}] clears them all', async (t: TestContext) => {
    const { apply, write } = createApplier(t);
    const { object } = await apply('alice', configMap('web', { a: '1' }));
    const cleared = await write('bob', withMeta(object, { managedFields: [{}] as never }));
    t.equal(cleared.metadata.managedFields, undefined, 'nobody manages anything, and the field is gone');
    const next = await apply('carol', configMap('web', { a: '2' }));
    t.equal(next.object.data, { a: '2' }, 'so nobody is in the way');
    const kept = await write('bob', withMeta(next.object, { managedFields: undefined }));
    t.equal(ownersOf(kept), [['carol Apply', ['f:data f:a']]], 'to leave them out asks for nothing: they stay');
  });

  test('A54', 'an apply that loses a race is done anew on what is there then', async (t: TestContext) => {
    for (let at = 1; at <= 4; at++) {
      t.newRun();
      const { apply, get } = createApplier(t);
      await apply('alice', configMap('web', { a: '1' }));
      let calls = 0;
      const before = async () => {
        if (++calls !== at) return;
        t.step(`(before the call ${at} that the server makes of etcd for carol:)`);
        await apply('bob', configMap('web', { b: '1' }));
      };
      await apply('carol', configMap('web', { c: '1' }), { server: { before } });
      if (calls < at) await apply('bob', configMap('web', { b: '1' }));
      const { data, metadata } = await get(configMap('web'));
      t.equal(data, { a: '1', b: '1', c: '1' }, 'all three have what they want');
      t.equal(
        ownersOf({ metadata } as KubernetesObject).map(([who]) => who.split(' ')[0]),
        ['alice', 'bob', 'carol'],
        'and manage it',
      );
    }
  });

  test(
    'A55',
    'of two who apply something new at once, both are done, or one is in conflict',
    async (t: TestContext) => {
      for (const [value, ends] of [
        ['1', ['done', 'done']],
        ['2', ['done', 'Conflict']],
      ] as const) {
        for (let at = 1; at <= 3; at++) {
          t.newRun();
          const { apply, get } = createApplier(t);
          let calls = 0;
          const before = async () => {
            if (++calls !== at) return;
            t.step(`(before the call ${at} that the server makes of etcd for alice:)`);
            await apply('bob', configMap('web', { a: '1' }));
          };
          const hers = configMap('web', { a: value });
          const end = await endOf(apply('alice', hers, { server: { before } }));
          if (calls < at) continue;
          t.equal(end, ends[1], value === '1' ? 'they want the same' : 'bob was faster, and has `a`');
          t.equal((await get(hers)).data, { a: '1' }, 'this is what bob has applied');
        }
      }
    },
  );

  test('A54', 'a dry run of an apply stores nothing', async (t: TestContext) => {
    const { apply, world, get } = createApplier(t);
    const config = configMap('web', { a: '1' });
    const tried = await apply('alice', config, { dryRun: true });
    t.equal([tried.status, ownersOf(tried.object)], [201, [['alice Apply', ['f:data f:a']]]], 'it is answered as if');
    t.equal(world.double.keys(), [], 'and nothing is there');
    const { object } = await apply('alice', config);
    const other = await apply('alice', configMap('web', { b: '1' }), { dryRun: true });
    t.equal(other.object.data, { b: '1' }, 'it would be this');
    t.equal(await get(config), object, 'and it is as it was');
  });
}
