/** Who an applier is, whatever version the config is written in; and that nobody manages what is not stored. */
import { applied, conflictsOf } from '#api-server/apply.ts';
import { entriesOf } from '#api-server/managed-fields.ts';
import type { WriteStep } from '#kit/kubernetes/http.ts';
import { pruneObject } from '#kit/kubernetes/prune.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import type { DeclareTest, TestContext } from '../../judge/exercise.ts';
import { configMap, deployment } from '../registry-world.ts';
import { deploymentRules, entryOf, managedBy, managerOf, ownersIn } from './applied-objects.ts';
import { createApplier } from './apply-requests.ts';

const replicas = 'f:spec f:replicas';
const paused = 'f:spec f:paused';

/** Cuts objects as 5.4 does, and remembers what it was given. */
function pruning(seen: unknown[]): WriteStep {
  return async (write) => {
    seen.push(write.object);
    return { ...write, object: write.object && pruneObject(write.resource, write.object) };
  };
}

export function declareApplyIdentityTests(test: DeclareTest): void {
  test('A54', 'who applies in another version is still the same', (t: TestContext) => {
    const before = [{ ...entryOf('alice', [replicas, paused]), apiVersion: 'apps/v1beta1' }, entryOf('bob', [paused])];
    const live = managedBy(deployment('web', { replicas: 1, paused: true }), before);
    const configs: [spec: object, after: object, owners: string[], why: string][] = [
      [{ replicas: 2, paused: true }, { replicas: 2, paused: true }, [paused, replicas], 'the replicas are her own'],
      [{ replicas: 1 }, { replicas: 1, paused: true }, [replicas], 'bob still wants it paused'],
      [{ paused: true }, { paused: true }, [paused], 'she has stopped applying the replicas, and nobody else has them'],
    ];
    for (const [spec, after, owners, why] of configs) {
      t.newRun();
      t.step(
        'there is {"replicas":1,"paused":true}: alice has applied both in apps/v1beta1, and bob paused in apps/v1',
      );
      t.step(`alice applies ${JSON.stringify(spec)} in apps/v1`);
      const time = '2026-01-31T09:31:00Z';
      const config = deployment('web', spec);
      const request = { config, manager: managerOf('alice'), force: false, rules: deploymentRules(), time };
      t.equal(conflictsOf(live, request), [], 'nobody is in conflict with oneself');
      const { object, entries } = applied(live, request);
      t.equal(object.spec, after, why);
      const expected = [
        ['alice Apply', owners],
        ['bob Apply', [paused]],
      ];
      t.equal(ownersIn(entries), expected, 'she has one entry');
      t.equal(entries[0].apiVersion, 'apps/v1', 'and this is in the version in which she applies now');
    }
  });

  test('A54', 'nobody manages a field that is not stored', async (t: TestContext) => {
    const { apply, get, pass } = createApplier(t);
    const seen: KubernetesObject[] = [];
    const server = { steps: [pruning(seen)] };
    const config = { ...configMap('web', { a: '1' }), replcas: 3 } as KubernetesObject;
    t.step('(a ConfigMap has no field replcas: the chain speaks of it, and cuts it off)');
    for (const which of ['new', 'there already']) {
      const { object } = await apply('alice', config, { server });
      t.equal(ownersIn(entriesOf(object)), [['alice Apply', ['f:data f:a']]], `the object is ${which}: she has a`);
      t.equal(seen[0].replcas, 3, 'the chain has seen the field, or it could not refuse or warn');
      seen.length = 0;
      pass(60_000);
    }
    const before = await get(config);
    const { object } = await apply('alice', config, { server });
    t.equal(object, before, 'to apply it again changes nothing');
  });
}
