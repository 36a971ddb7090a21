/**
 * Admission: what the cluster has to say about a write that its user may make. First all that change the object, then all that
 * only judge it, so that what was judged is what is stored.
 *
 *     mutate     NamespaceLifecycle → LimitRanger → ServiceAccount → Priority → webhooks★
 *                  … then defaulting and validation …
 *     validate   RBAC escalation → LimitRanger → ServiceAccount → PodSecurity → webhooks★ → ResourceQuota
 *
 * ResourceQuota comes last: it is the only one that leaves something behind, and by then nobody else can refuse.
 *
 * Source: Kubernetes documentation, "Admission Controllers Reference".
 */
import type { ClusterObjects } from '#kit/kubernetes/cluster-objects.ts';
import type { Write, WriteStep } from '#kit/kubernetes/http.ts';
import type { Random } from '#kit/random.ts';
import { todo } from '#kit/todo.ts';
import { limitRanger } from './admission/limit-ranger.ts';
import { namespaceLifecycle } from './admission/namespace-lifecycle.ts';
import { podSecurity } from './admission/pod-security.ts';
import { priority } from './admission/priority.ts';
import { resourceQuota } from './admission/resource-quota.ts';
import { serviceAccount } from './admission/service-account.ts';
import type { Authorizer } from './authorize.ts';
import { preventEscalation } from './escalation.ts';

/** One admission controller. Each part is a step that returns the write, changed or not, or throws. */
export interface AdmissionPlugin {
  name: string;
  mutate?: WriteStep;
  /** Leaves the write as it is, but for warnings. */
  validate?: WriteStep;
  /** Gives back what `validate` has taken for a write that came to nothing. */
  release?(write: Write): Promise<void>;
}

export interface Admission {
  mutate: WriteStep;
  validate: WriteStep;
  /**
   * For an admitted write that was not stored after all, as it was admitted; and for an object that is gone, as a create of
   * it. Never rejects.
   */
  release(write: Write): Promise<void>;
}

/**
 * Plugins as one. Those that change an object run in their order, each on what the one before has made of it; the same holds
 * for those that judge. The first that throws ends it: then those that judged before it give back what they took, the last
 * first.
 */
export function admissionOf(plugins: readonly AdmissionPlugin[]): Admission {
  return {
    async mutate(write) {
      todo('5.5', 'Hand the write from plugin to plugin.');
    },

    async validate(write) {
      todo('5.5', 'Ask each plugin; where one refuses, those before it give back what they took.');
    },

    release: (write) => releaseAll(plugins, write),
  };
}

/** Given: the last first. What cannot be given back now is counted anew when the quota changes. */
async function releaseAll(plugins: readonly AdmissionPlugin[], write: Write): Promise<void> {
  for (const { release } of [...plugins].reverse()) await release?.(write).catch(() => undefined);
}

/** Given: the plugins of this server. @param webhooks those that people have configured, if any */
export function createAdmission(
  objects: ClusterObjects,
  authorizer: Authorizer,
  random: Random,
  webhooks?: AdmissionPlugin,
): Admission {
  return admissionOf([
    namespaceLifecycle(objects),
    { name: 'Escalation', validate: preventEscalation(authorizer, objects) },
    limitRanger(objects),
    serviceAccount(objects, random),
    priority(objects),
    podSecurity(objects),
    ...(webhooks ? [webhooks] : []),
    resourceQuota(objects),
  ]);
}
