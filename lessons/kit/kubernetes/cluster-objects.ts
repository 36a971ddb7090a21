/**
 * What the links of the chain may know of the cluster: objects, by resource, namespace and name.
 *
 *     await objects.get('namespaces', '', 'default')        the Namespace, or undefined
 *     await objects.list('rolebindings', 'default')         all of one namespace
 *     await objects.list('rolebindings', '')                all there are
 *
 * Lists and objects are not the caller's to change. A server serves them from what it watches, so asking is cheap, and an
 * answer may be a moment old; that is why the one thing that may be written is a compare-and-swap.
 */
import type { KubernetesObject } from '../objects.ts';

export interface ClusterObjects {
  /**
   * @param resource the plural of a built-in kind: `serviceaccounts`
   * @param namespace empty for what is cluster-scoped
   */
  get(resource: string, namespace: string, name: string): Promise<KubernetesObject | undefined>;
  /** @param namespace empty for what is cluster-scoped, and for all namespaces */
  list(resource: string, namespace: string): Promise<KubernetesObject[]>;
  /**
   * Writes the object's status, if nobody has changed the object since it was read.
   *
   * @param object as it was read, but for its status; `metadata.resourceVersion` says what it was read as
   * @returns false where somebody was faster; a later `get` shows what is there now
   */
  replaceStatus(resource: string, object: KubernetesObject): Promise<boolean>;
}
