/**
 * What every cluster begins with, made by its first API server: four namespaces, the roles, and the Service by which pods
 * find the API. What is there already is left as it is.
 *
 * The account `default` of each namespace is no part of it: a controller makes it (lesson 6).
 */
import type { ServerParts } from '#api-server/server.ts';
import { codeOf } from '#kit/failure.ts';
import type { UserInfo } from '#kit/kubernetes/http.ts';
import { findKind, groupVersionOf } from '#kit/kubernetes/resources.ts';
import type { KubernetesObject } from '#kit/objects.ts';

/** Nobody else: requests of the API server's own. */
const itself: UserInfo = { name: 'system:apiserver', groups: ['system:masters'] };

const namespaces = ['default', 'kube-system', 'kube-public', 'kube-node-lease'].map(
  (name): KubernetesObject => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }),
);

const service: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: {
    name: 'kubernetes',
    namespace: 'default',
    labels: { component: 'apiserver', provider: 'kubernetes' },
  },
  spec: { clusterIP: '10.96.0.1', ports: [{ name: 'https', protocol: 'TCP', port: 443, targetPort: 6443 }] },
};

/** @returns how many objects were made */
export async function makeBeginnings(parts: ServerParts): Promise<number> {
  const { defaultRoles } = await import('#api-server/default-roles.ts');
  let made = 0;
  for (const object of [...namespaces, ...defaultRoles, service]) if (await makeUnlessThere(parts, object)) made++;
  return made;
}

async function makeUnlessThere({ registry, objects }: ServerParts, object: KubernetesObject): Promise<boolean> {
  const { group, version } = groupVersionOf(object.apiVersion);
  const resource = findKind(group, version, object.kind)!;
  const { namespace = '', name } = object.metadata;
  if (await objects.get(resource.resource, namespace, name)) return false;
  const target = {
    ...{ resource, subresource: '', namespace, name, user: itself, dryRun: false },
    ...{ fieldValidation: 'Strict' as const, fieldManager: 'kube-apiserver', warnings: [] },
  };
  try {
    await registry.create(target, structuredClone(object));
    return true;
  } catch (thrown) {
    // Another server has begun at the same time.
    if (codeOf(thrown) === 'AlreadyExists') return false;
    throw thrown;
  }
}
