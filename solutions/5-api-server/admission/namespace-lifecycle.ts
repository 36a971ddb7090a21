/**
 * Nothing is put into a namespace that is not there, or that is being emptied: it would never become empty.
 *
 * Source: Kubernetes documentation, "Admission Controllers Reference", "NamespaceLifecycle".
 */
import type { ClusterObjects } from '#kit/kubernetes/cluster-objects.ts';
import type { AdmissionPlugin } from '../admit.ts';

//: solution

import type { Write } from '#kit/kubernetes/http.ts';
import { forbidden, notFound } from '#kit/kubernetes/status.ts';

//: end

/** Without these the cluster does not work. */
const kept = ['default', 'kube-system', 'kube-public'];

/**
 * It refuses, before anything is changed:
 *
 * - to create or update anything in a namespace that is not there: `NotFound`, of the namespace;
 * - to create anything in a namespace with a `deletionTimestamp` or in the phase `Terminating`: `Forbidden`,
 *   `unable to create new content in namespace NAME because it is being terminated`;
 * - to delete a namespace that is {@link kept}: `Forbidden`, `this namespace may not be deleted`.
 *
 * All other deletes pass, and so does what is in no namespace.
 */
export function namespaceLifecycle(objects: ClusterObjects): AdmissionPlugin {
  return {
    name: 'NamespaceLifecycle',
    async mutate(write) {
      //: todo 5.5 Look at deletes first, then for the namespace, then at whether it goes away.
      const { operation, resource, namespace, name } = write;
      if (operation === 'delete') {
        if (isNamespace(write) && kept.includes(name))
          throw forbidden(resource, name, 'this namespace may not be deleted');
        return write;
      }
      if (!resource.namespaced) return write;
      const home = await objects.get('namespaces', '', namespace);
      if (!home) throw notFound({ group: '', resource: 'namespaces' }, namespace);
      const { phase } = (home.status ?? {}) as { phase?: string };
      const isEnding = home.metadata.deletionTimestamp !== undefined || phase === 'Terminating';
      if (operation === 'create' && isEnding) throw forbidden(resource, nameOf(write), beingTerminated(namespace));
      return write;
      //: end
    },
  };
}
//: solution

function isNamespace({ resource }: Write): boolean {
  return resource.group === '' && resource.resource === 'namespaces';
}

/** At this point an object may still have no name but the beginning of one. */
function nameOf({ name, object }: Write): string {
  return name || String(object?.metadata.name ?? '');
}

function beingTerminated(namespace: string): string {
  return `unable to create new content in namespace ${namespace} because it is being terminated`;
}
//: end
