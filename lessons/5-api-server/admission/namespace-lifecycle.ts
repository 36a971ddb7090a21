/**
 * Nothing is put into a namespace that is not there, or that is being emptied: it would never become empty.
 *
 * Source: Kubernetes documentation, "Admission Controllers Reference", "NamespaceLifecycle".
 */
import type { ClusterObjects } from '#kit/kubernetes/cluster-objects.ts';
import { todo } from '#kit/todo.ts';
import type { AdmissionPlugin } from '../admit.ts';

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
      todo('5.5', 'Look at deletes first, then for the namespace, then at whether it goes away.');
    },
  };
}
