/**
 * Given: an eviction asks every disruption budget that covers the pod, and takes one from each that has some left.
 *
 *     PodDisruptionBudget web   selector app=web, status.disruptionsAllowed 1     one pod of app=web may go; then 429
 *
 * How many may go, a controller counts; here the count is only kept. Taking one is a write that loses against any other,
 * so two evictions never take the same one.
 *
 * Source: Kubernetes documentation, "API-initiated Eviction".
 */
import type { ClusterObjects } from '#kit/kubernetes/cluster-objects.ts';
import { apiFailure } from '#kit/kubernetes/status.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { valueAt, withValueAt } from './json-map.ts';
import { type LabelSelector, selectorMatches } from './label-match.ts';

const budgets = 'poddisruptionbudgets';

/**
 * @param dryRun asks, and takes nothing
 * Rejects with `TooManyRequests` where a budget has none left.
 */
export async function takeDisruption(objects: ClusterObjects, pod: KubernetesObject, dryRun: boolean): Promise<void> {
  // A pod that has ended is no loss.
  const phase = valueAt(pod, ['status', 'phase']);
  if (phase === 'Succeeded' || phase === 'Failed' || pod.metadata.deletionTimestamp) return;
  for (const budget of await objects.list(budgets, pod.metadata.namespace ?? '')) {
    const selector = valueAt(budget, ['spec', 'selector']);
    if (selector && selectorMatches(selector as LabelSelector, pod.metadata.labels ?? {})) {
      await takeFrom(objects, budget, dryRun);
    }
  }
}

async function takeFrom(objects: ClusterObjects, budget: KubernetesObject, dryRun: boolean): Promise<void> {
  const { namespace = '', name } = budget.metadata;
  const path = ['status', 'disruptionsAllowed'];
  for (let current: KubernetesObject | undefined = budget; current; ) {
    const allowed = Number(valueAt(current, path) ?? 0);
    if (allowed < 1) throw violates(name);
    if (dryRun) return;
    const less = withValueAt(current, path, allowed - 1) as KubernetesObject;
    if (await objects.replaceStatus(budgets, less)) return;
    current = await objects.get(budgets, namespace, name);
  }
}

function violates(budget: string): Error {
  const message = `The disruption budget ${budget} does not allow evicting pods currently`;
  const text = "Cannot evict pod as it would violate the pod's disruption budget.";
  return apiFailure('TooManyRequests', text, { causes: [{ reason: 'DisruptionBudget', message }] });
}
