/**
 * Every pod runs as some ServiceAccount, and gets a token to show that it does.
 *
 *     pod { }                        pod { serviceAccountName: default,
 *                              ──►     volumes: [kube-api-access-x7k2p: token, ca.crt, namespace],
 *                                      each container: mounted at /var/run/secrets/kubernetes.io/serviceaccount }
 *
 * In Kubernetes a controller makes the ServiceAccount `default` in every namespace, and a pod before that is refused. Here
 * nobody does, so a pod of the account `default` is let in before there is one. It gets no token then.
 *
 * Source: Kubernetes documentation, "Configure Service Accounts for Pods".
 */
import type { ClusterObjects } from '#kit/kubernetes/cluster-objects.ts';
import type { Random } from '#kit/random.ts';
import type { AdmissionPlugin } from '../admit.ts';
import type { Fields } from '../fields.ts';
import { itemsIn } from '../fields.ts';
import { generatedName } from '../names.ts';

//: solution

import type { Write } from '#kit/kubernetes/http.ts';
import { forbidden } from '#kit/kubernetes/status.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { fieldsIn } from '../fields.ts';
//: end

/** Where programs look for their token. */
export const tokenPath = '/var/run/secrets/kubernetes.io/serviceaccount';

/**
 * When a pod is created:
 *
 * - `serviceAccountName` is `default` unless it is said, here or in `serviceAccount`.
 * - A pod whose account is missing is refused, but for `default`: `Forbidden`, `error looking up service account
 *   NAMESPACE/NAME: serviceaccount "NAME" not found`. That is judged at the end, too.
 * - It gets a copy of the account's `imagePullSecrets` if it has none.
 * - Unless `automountServiceAccountToken` is false, in the pod or else in the account, it gets {@link tokenVolume}, with a name
 *   made from `kube-api-access-`, mounted read-only at {@link tokenPath} in every container and init container that has nothing
 *   mounted there. Where none needs it, there is no volume.
 *
 * All other writes pass.
 */
export function serviceAccount(objects: ClusterObjects, random: Random): AdmissionPlugin {
  return {
    name: 'ServiceAccount',
    async mutate(write) {
      //: todo 5.5 Find the account; fill in its name, its secrets and the token in a copy of the pod.
      if (!isNewPod(write)) return write;
      const pod = structuredClone(write.object!) as KubernetesObject & { spec: Fields };
      pod.spec ??= {};
      pod.spec.serviceAccountName ||= pod.spec.serviceAccount || 'default';
      const account = await accountOf({ ...write, object: pod }, objects);
      if (account && itemsIn(pod.spec, 'imagePullSecrets').length === 0 && account.imagePullSecrets) {
        pod.spec.imagePullSecrets = structuredClone(account.imagePullSecrets);
      }
      const wantsToken = pod.spec.automountServiceAccountToken ?? account?.automountServiceAccountToken ?? true;
      if (account && wantsToken) mountToken(pod.spec, random);
      return { ...write, object: pod };
      //: end
    },

    async validate(write) {
      //: todo 5.5 Somebody may have changed the name since: look the account up again.
      if (isNewPod(write)) await accountOf(write, objects);
      return write;
      //: end
    },
  };
}

/** Given: the token, who signed the server's certificate, and the pod's namespace, as files. */
export function tokenVolume(name: string): Fields {
  const namespace = { path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } };
  const sources = [
    { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
    { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
    { downwardAPI: { items: [namespace] } },
  ];
  return { name, projected: { sources, defaultMode: 0o644 } };
}
//: solution

function isNewPod({ operation, resource, subresource }: Write): boolean {
  return operation === 'create' && resource.group === '' && resource.resource === 'pods' && subresource === '';
}

/** @returns nothing where the account is `default` and not there yet */
async function accountOf(write: Write, objects: ClusterObjects): Promise<KubernetesObject | undefined> {
  const { resource, namespace, name, object } = write;
  const wanted = String(fieldsIn(object, 'spec').serviceAccountName || 'default');
  const account = await objects.get('serviceaccounts', namespace, wanted);
  if (account || wanted === 'default') return account;
  const why = `error looking up service account ${namespace}/${wanted}: serviceaccount "${wanted}" not found`;
  throw forbidden(resource, name || String(object!.metadata.name ?? ''), why);
}
//: end

/** Given: changes the spec. */
function mountToken(spec: Fields, random: Random): void {
  const name = generatedName('kube-api-access-', random);
  const containers = [...itemsIn(spec, 'containers'), ...itemsIn(spec, 'initContainers')];
  const without = containers.filter(
    (container) => !itemsIn(container, 'volumeMounts').some(({ mountPath }) => mountPath === tokenPath),
  );
  for (const container of without) {
    const mounts = itemsIn(container, 'volumeMounts');
    container.volumeMounts = [...mounts, { name, readOnly: true, mountPath: tokenPath }];
  }
  if (without.length > 0) spec.volumes = [...itemsIn(spec, 'volumes'), tokenVolume(name)];
}
