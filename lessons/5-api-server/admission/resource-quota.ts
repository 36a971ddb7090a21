/**
 * ResourceQuotas: how much a namespace may hold in all. Exact, however many ask at once and of however many API servers.
 *
 *     ResourceQuota  spec.hard { pods: 2 }   status { hard: { pods: 2 }, used: { pods: 1 } }
 *
 *     server A reads used 1 ─── 1 + 1 <= 2 ──► writes used 2, if nobody has written since    ──► done
 *     server B reads used 1 ─── 1 + 1 <= 2 ──► writes used 2, if nobody has written since    ──► lost: reads again
 *                      used 2 ─ 2 + 1 >  2 ──► Forbidden: exceeded quota
 *
 * What a write needs is taken before it is stored, and given back if it comes to nothing (`release`). So `used` alone knows of
 * writes that are admitted and not stored yet, and what is counted is not counted anew: in the store they are not to be found.
 * A server that stops in between leaves too much used, never too little. (In Kubernetes a controller mends that.)
 *
 * Known limits: no scopes. At the moment at which a quota begins to count, what others have under way is not in the count.
 *
 * Source: Kubernetes documentation, "Resource Quotas".
 */
import type { ClusterObjects } from '#kit/kubernetes/cluster-objects.ts';
import type { Write } from '#kit/kubernetes/http.ts';
import { compareQuantities } from '#kit/kubernetes/quantity.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { todo } from '#kit/todo.ts';
import type { AdmissionPlugin } from '../admit.ts';
import { sameValue } from '../json-value.ts';
import type { Amounts } from './limit-ranger.ts';
import { minus, usageOf } from './usage.ts';

export interface ResourceQuota extends KubernetesObject {
  spec?: { hard?: Amounts };
  /** What holds now; `used` has an amount for each of `hard`. */
  status?: { hard?: Amounts; used?: Amounts };
}

/**
 * A quota looks only at what its `spec.hard` names. What an object uses is {@link usageOf}; a write takes what the new object
 * uses beyond the old one, resource by resource, and gives back what it uses less.
 *
 * `validate` goes through the quotas of the namespace, by their names, for every create and update, of `status` too:
 *
 * - A quota whose `status.hard` is not its `spec.hard` gets its {@link currentStatus} first.
 * - A new pod must say all that the quota counts: else `Forbidden`, `failed quota: NAME: must specify` and
 *   {@link missingAmounts}. Updates are not asked: a pod that is older than the quota must be able to end.
 * - If a resource that the write takes more of would be over its hard limit: `Forbidden`, {@link exceededText}. Then what was
 *   taken from the quotas before is given back.
 * - Else the new `used` is written, if nobody was faster; if somebody was, the quota is read again and judged again.
 *
 * A dry run takes nothing, but is refused all the same. A write that uses the same as before writes no quota, and neither does
 * one of what no quota names. A quota that is gone meanwhile says nothing. Deletes pass: what is used comes back by `release`,
 * once the object is really gone.
 *
 * `release` gives back what a write of this object has taken: `used` becomes less, but never less than 0. It goes to what
 * `status.hard` names; whatever else a quota is to count will be counted without it.
 */
export function resourceQuota(objects: ClusterObjects): AdmissionPlugin {
  todo(
    '5.5',
    'Write a loop that reads a quota, judges, and swaps its status; taking and giving back are both done by it.',
  );
}

/** Given: what a write takes more, and, negative, what less; nothing of what stays the same. */
function changeBy({ operation, namespace, resource, object, old }: Write): Amounts {
  if (namespace === '' || !object) return {};
  const change = minus(usageOf(resource, object), operation === 'update' ? usageOf(resource, old!) : {});
  return Object.fromEntries(Object.entries(change).filter(([, amount]) => compareQuantities(amount, 0) !== 0));
}

/** Given: of some amounts those that a quota names. */
function only(named: Amounts, amounts: Amounts): Amounts {
  return Object.fromEntries(Object.entries(amounts).filter(([resource]) => Object.hasOwn(named, resource)));
}

/**
 * The status that a quota has by its `spec.hard`: what `status.hard` names already stays as it is used; only what is named anew
 * is counted in the store, by `countUsage`; what is named no more is left out.
 */
export async function currentStatus(
  { metadata, spec, status }: ResourceQuota,
  objects: ClusterObjects,
): Promise<{ hard: Amounts; used: Amounts }> {
  todo('5.5', 'Keep what is counted, and count what is new.');
}

/** Given: fills in the status of a quota that is new or has a new `spec.hard`, so that people can read it at once. */
export async function countQuota(objects: ClusterObjects, namespace: string, name: string): Promise<void> {
  for (;;) {
    const quota = (await objects.get('resourcequotas', namespace, name)) as ResourceQuota | undefined;
    if (!quota || isSettled(quota)) return;
    const status = await currentStatus(quota, objects);
    if (await objects.replaceStatus('resourcequotas', { ...quota, status })) return;
  }
}

/** Given: whether a quota's status is for what its spec says now. */
export function isSettled({ spec, status }: ResourceQuota): boolean {
  return status?.used !== undefined && sameValue(status.hard, spec?.hard ?? {});
}

/**
 * Given: why a quota refuses.
 *
 *     exceeded quota: small, requested: pods=1, used: pods=2, limited: pods=2
 *
 * @param over the resources that there is not enough of
 */
export function exceededText(quota: string, over: string[], change: Amounts, used: Amounts, hard: Amounts): string {
  const shown = (amounts: Amounts) => [...over].sort().map((resource) => `${resource}=${amounts[resource] ?? 0}`);
  return `exceeded quota: ${quota}, requested: ${shown(change)}, used: ${shown(used)}, limited: ${shown(hard)}`;
}
