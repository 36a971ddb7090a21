/**
 * A cluster's objects in memory, as the links of the chain see them. Every answer is a copy and comes a moment later, and
 * what was asked is written down.
 */
import type { ClusterObjects } from '#kit/kubernetes/cluster-objects.ts';
import { resourceTypes } from '#kit/kubernetes/resources.ts';
import type { KubernetesObject } from '#kit/objects.ts';

export interface Cluster extends ClusterObjects {
  /** As in `get serviceaccounts default/web`, `list rolebindings dev`, `write resourcequotas dev/small`. */
  readonly asked: string[];
  /** Puts an object there, in place of the one of that name, with a new resourceVersion. */
  put(object: KubernetesObject): void;
  remove(object: KubernetesObject): void;
  /** Called before a status is compared: somebody else may be faster. */
  beforeWrite(action: () => void): void;
}

export function createCluster(objects: readonly KubernetesObject[] = []): Cluster {
  const stored = new Map<string, KubernetesObject>();
  const asked: string[] = [];
  let revision = 0;
  let interrupt = () => {};

  function put(object: KubernetesObject): void {
    const metadata = { ...object.metadata, resourceVersion: String(++revision) };
    stored.set(keyOf(object), structuredClone({ ...object, metadata }));
  }

  for (const object of objects) put(object);
  return {
    asked,
    put,
    remove: (object) => void stored.delete(keyOf(object)),
    beforeWrite(action) {
      interrupt = action;
    },
    async get(resource, namespace, name) {
      asked.push(`get ${resource} ${namespace === '' ? name : `${namespace}/${name}`}`);
      return structuredClone(stored.get(`${resource}/${namespace}/${name}`));
    },
    async list(resource, namespace) {
      asked.push(`list ${resource} ${namespace}`.trim());
      const start = namespace === '' ? `${resource}/` : `${resource}/${namespace}/`;
      const keys = [...stored.keys()].filter((key) => key.startsWith(start)).sort();
      return keys.map((key) => structuredClone(stored.get(key)!));
    },
    async replaceStatus(resource, object) {
      const { namespace = '', name, resourceVersion } = object.metadata;
      asked.push(`write ${resource} ${namespace}/${name}`);
      interrupt();
      const there = stored.get(keyOf(object));
      if (there?.metadata.resourceVersion !== resourceVersion) return false;
      put({ ...there, status: object.status } as KubernetesObject);
      return true;
    },
  };
}

function keyOf({ kind, metadata: { namespace = '', name } }: KubernetesObject): string {
  const type = resourceTypes.find((each) => each.kind === kind);
  if (!type) throw new Error(`no resource for the kind ${kind}`);
  return `${type.resource}/${namespace}/${name}`;
}
