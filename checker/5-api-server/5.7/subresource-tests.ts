/** Scale and binding: doors to an object, each for one thing. */
import { bound, doorOf, type ScalePaths, scaled, scaleOf, scalePathsOf } from '#api-server/subresources.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import type { DeclareTest, TestContext } from '../../judge/exercise.ts';
import { createWorld, deployment, pod, withMeta } from '../registry-world.ts';
import { typeOf } from '../writes.ts';

const web: KubernetesObject = {
  ...deployment('web', { replicas: 3, selector: { matchLabels: { app: 'web' } } }),
  status: { replicas: 2 },
};

const scale = (replicas: unknown, metadata = {}) =>
  ({
    apiVersion: 'autoscaling/v1',
    kind: 'Scale',
    metadata: { name: 'web', ...metadata },
    spec: { replicas },
  }) as const;

export const binding = (node: unknown, metadata = {}) =>
  ({ apiVersion: 'v1', kind: 'Binding', metadata: { name: 'web', ...metadata }, target: { name: node } }) as const;

/** The parts of a selector, in whatever order and with whatever spaces it is written. */
function partsOf(selector: string | undefined): string[] {
  const parts = (selector ?? '').split(/,(?![^(]*\))/);
  return parts.map((part) => part.trim().replace(/, /g, ',')).sort();
}

export function declareSubresourceTests(test: DeclareTest): void {
  const paths = scalePathsOf(typeOf(web));

  test('A38', 'a Scale shows how many replicas are asked for and how many there are', (t: TestContext) => {
    const metadata = {
      uid: 'u',
      resourceVersion: '7',
      creationTimestamp: '2026-01-31T09:30:00Z',
    };
    t.step(`GET …/deployments/web/scale of ${JSON.stringify(web)}`);
    const shown = scaleOf(withMeta(web, { ...metadata, labels: { a: 'b' } }), paths);
    t.equal(
      shown,
      {
        apiVersion: 'autoscaling/v1',
        kind: 'Scale',
        metadata: { name: 'web', namespace: 'default', ...metadata },
        spec: { replicas: 3 },
        status: { replicas: 2, selector: 'app=web' },
      },
      'a Scale has the numbers of the object, its selector as a text, and no labels',
    );
    t.step('GET …/deployments/web/scale of a Deployment with an empty spec');
    const bare = scaleOf(deployment('web', {}), paths);
    t.equal([bare.spec, bare.status], [{ replicas: 0 }, { replicas: 0 }], 'what is missing counts as 0');
  });

  test('A38', 'the selector of a Scale is a text with all that it asks for', (t: TestContext) => {
    const selector = {
      matchLabels: { app: 'web' },
      matchExpressions: [
        { key: 'tier', operator: 'In', values: ['back', 'front'] },
        { key: 'old', operator: 'DoesNotExist' },
      ],
    };
    const shown = (spec: object, at: ScalePaths) => {
      t.step(`GET …/scale of an object with the spec ${JSON.stringify(spec)}`);
      return partsOf((scaleOf(deployment('web', spec), at).status as { selector?: string }).selector);
    };
    const all = ['!old', 'app=web', 'tier in (back,front)'];
    t.equal(shown({ selector }, paths), all, 'labels and expressions, joined by commas');
    t.equal(shown({ selector: '!old,app=web' }, paths), ['!old', 'app=web'], 'a text is a text already');
  });

  test('A38', 'a Scale looks and writes where the paths of the kind say', (t: TestContext) => {
    const own: ScalePaths = {
      specReplicas: ['spec', 'size', 'wanted'],
      statusReplicas: ['status', 'ready'],
      selector: ['status', 'labels'],
    };
    const object: KubernetesObject = {
      ...deployment('web', { size: { wanted: 3, step: 1 }, replicas: 8 }),
      status: { ready: 2, replicas: 9, labels: 'app=web' },
    };
    t.step(`GET …/scale of ${JSON.stringify(object)}, by the paths ${JSON.stringify(own)}`);
    const { spec, status } = scaleOf(object, own);
    t.equal([spec, status], [{ replicas: 3 }, { replicas: 2, selector: 'app=web' }], 'this is what stands there');
    t.step('PUT …/scale {"spec":{"replicas":5}}');
    const after = scaled(object, scale(5) as never, own);
    t.equal(after.spec, { size: { wanted: 5, step: 1 }, replicas: 8 }, 'only what stands at that place is new');
  });

  test('A38', 'writing a Scale changes the replicas and nothing else', (t: TestContext) => {
    t.step(`PUT …/deployments/web/scale {"spec":{"replicas":5}} for ${JSON.stringify(web)}`);
    const after = scaled(web, { ...scale(5, { labels: { a: 'b' } }), status: { replicas: 9 } } as never, paths);
    t.equal(
      [after.spec, after.status, after.metadata.labels, after.kind],
      [{ ...(web.spec as object), replicas: 5 }, web.status, undefined, 'Deployment'],
      'the replicas are new, all else is as it was',
    );
    t.step('PUT …/deployments/web/scale {"spec":{}}');
    t.equal(
      scaled(web, scale(undefined) as never, paths).spec,
      { ...(web.spec as object), replicas: 0 },
      'missing is 0',
    );
  });

  test('A38', 'a number of replicas that is none is refused', async (t: TestContext) => {
    for (const replicas of [-1, 1.5, '3', true]) {
      t.newRun();
      t.step(`PUT …/deployments/web/scale {"spec":{"replicas":${JSON.stringify(replicas)}}}`);
      await t.throws(() => scaled(web, scale(replicas) as never, paths), 'BadRequest', 'a whole number, 0 or more');
    }
  });

  test('A38', 'a Scale stands for the object that its writer has seen', async (t: TestContext) => {
    const server = createWorld(t).server();
    await server.create(deployment('web', { replicas: 1 }));
    await server.put(deployment('web', { replicas: 2 }));
    const door = doorOf(typeOf(web), 'scale')!;
    const write = (metadata: object) =>
      server.change(web, `scale 5 ${JSON.stringify(metadata)}`, (old) => door.write(old, scale(5, metadata) as never), {
        subresource: 'scale',
      });
    await t.throws(() => write({ resourceVersion: '2' }), 'Conflict', 'the object has changed since');
    await t.throws(() => write({ uid: 'another' }), 'Conflict', 'that was another object of this name');
    const done = await write({ resourceVersion: '3' });
    t.equal([done.spec, done.metadata.generation], [{ replicas: 5 }, 3], 'this one is there, and it asks for more');
    t.equal((await write({})).metadata.resourceVersion, '4', 'five replicas are asked for already: nothing is written');
  });

  test('A38', 'a binding puts a pod on a node and says so in its status', (t: TestContext) => {
    const other = { type: 'Other', status: 'True' };
    const before = {
      ...pod('web', { schedulerName: 's' }, { annotations: { a: '1' } }),
      status: {
        phase: 'Pending',
        conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable' }, other],
      },
    };
    t.step(`POST …/pods/web/binding {"target":{"name":"node-1"}} for ${JSON.stringify(before)}`);
    const after = bound(before, binding('node-1', { annotations: { b: '2' }, labels: { c: '3' } }) as never, 'now');
    t.equal(after.spec, { schedulerName: 's', nodeName: 'node-1' }, 'the pod is on the node');
    const scheduled = { type: 'PodScheduled', status: 'True', lastTransitionTime: 'now' };
    const status = after.status as { phase: string; conditions: { type: string }[] };
    t.equal(status.phase, 'Pending', 'it does not run yet');
    t.equal(
      [...status.conditions].sort((a, b) => (a.type < b.type ? -1 : 1)),
      [other, scheduled],
      'there is one condition PodScheduled, which is True now, and the others are as they were',
    );
    t.equal(after.metadata.annotations, { a: '1', b: '2' }, 'the annotations of the binding are the pod’s, too');
    t.equal(after.metadata.labels, undefined, 'its labels are not');
  });

  test('A38', 'a pod that is on a node, or is being deleted, is not bound', async (t: TestContext) => {
    const refuse = (what: KubernetesObject, node: unknown, code: string, why: string) => {
      t.newRun();
      t.step(`POST …/pods/web/binding {"target":{"name":${JSON.stringify(node)}}} for ${JSON.stringify(what)}`);
      return t.throws(() => bound(what, binding(node) as never, 'now'), code, why);
    };
    await refuse(pod('web', { nodeName: 'node-2' }), 'node-1', 'Conflict', 'a pod never changes its node');
    await refuse(
      pod('web', { nodeName: 'node-1' }),
      'node-1',
      'Conflict',
      'it is there already: one scheduler has won',
    );
    await refuse(
      pod('web', {}, { deletionTimestamp: '2026-01-31T09:30:00Z' }),
      'node-1',
      'Conflict',
      'it is being deleted',
    );
    await refuse(pod('web'), '', 'BadRequest', 'the binding names no node');
    await refuse(pod('web'), undefined, 'BadRequest', 'the binding names no node');
  });
}
