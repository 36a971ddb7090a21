// Goal: a patch through a door may not make another kind of what is behind it; the chain never sees that, since it sees the
// object only. Method: patches of a Scale, each done to a Deployment by a registry that stores nothing.
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Context } from '../lessons/kit/kubernetes/http.ts';
import { findResource } from '../lessons/kit/kubernetes/resources.ts';
import type { KubernetesObject } from '../lessons/kit/objects.ts';
import { patchObject, type WriteParts } from '../solutions/5-api-server/handlers-write.ts';
import { patchTypes } from '../solutions/5-api-server/patch.ts';
import { requestInfoOf } from '../solutions/5-api-server/request-info.ts';

const metadata = { name: 'web', namespace: 'dev' };
const web = { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: { replicas: 1 } };
const url = '/apis/apps/v1/namespaces/dev/deployments/web/scale';

/** What is stored when the Scale of "web" is patched so; or the text of the refusal. */
async function afterPatch(patch: object, type: string = patchTypes.merge): Promise<unknown> {
  let stored: KubernetesObject | undefined;
  const parts = {
    now: () => 0,
    rulesOf: () => ({}),
    registry: {
      async update(_: unknown, change: (old: KubernetesObject) => KubernetesObject) {
        stored = change(web);
        return stored;
      },
    },
  } as unknown as WriteParts;
  const body = new TextEncoder().encode(JSON.stringify(patch));
  const context = {
    request: { method: 'PATCH', url, headers: { 'content-type': type }, body },
    info: requestInfoOf('PATCH', url),
    resource: findResource('apps', 'v1', 'deployments'),
    user: { name: 'admin', groups: [] },
    warnings: [],
  } as Context;
  return patchObject(parts, context).then(
    () => stored!.spec,
    ({ code, message }) => [code, message],
  );
}

test('a patch of a Scale changes how many there are to be', async () => {
  const own = { apiVersion: 'autoscaling/v1', kind: 'Scale' };
  for (const patch of [{}, own, { kind: null }])
    assert.equal(await afterPatch({ ...patch, spec: { replicas: 3 } }), { replicas: 3 });
});

test('a patch of a Scale that makes another kind or apiVersion of it is refused', async () => {
  const path = 'the path is for a Scale';
  const kind = ['BadRequest', `Deployment in version "autoscaling/v1" cannot be handled as a Scale: ${path}`];
  const said = 'the API version in the data (apps/v1) does not match the expected API version (autoscaling/v1)';
  const spec = { replicas: 3 };
  assert.equal(await afterPatch({ kind: 'Deployment', spec }), kind);
  assert.equal(await afterPatch({ apiVersion: 'apps/v1', spec }), ['BadRequest', said]);
  assert.equal(await afterPatch([{ op: 'replace', path: '/kind', value: 'Deployment' }], patchTypes.json), kind);
});

test.run();
