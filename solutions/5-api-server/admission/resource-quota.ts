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
import type { AdmissionPlugin } from '../admit.ts';
import { sameValue } from '../json-value.ts';
import type { Amounts } from './limit-ranger.ts';
import { minus, usageOf } from './usage.ts';

//: solution

import { forbidden } from '#kit/kubernetes/status.ts';
import { createTurns } from '../turns.ts';
import { countUsage, missingAmounts, plus } from './usage.ts';
//: end

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
  //: todo 5.5 Write a loop that reads a quota, judges, and swaps its status; taking and giving back are both done by it.
  const turns = createTurns();

  async function inTurn(namespace: string, action: () => Promise<void>): Promise<void> {
    const end = await turns.wait(namespace);
    return action().finally(end);
  }

  /** Reads, judges and writes until nobody comes between. */
  async function settle(name: string, write: Write, taken: Amounts, mayRefuse: boolean): Promise<void> {
    for (;;) {
      const quota = (await objects.get('resourcequotas', write.namespace, name)) as ResourceQuota | undefined;
      if (!quota) return;
      // What comes back is not in the store any more: what is yet to be counted there will be counted without it.
      const { hard = {}, used = {} } = mayRefuse ? await currentStatus(quota, objects) : (quota.status ?? {});
      const change = only(hard, taken);
      if (mayRefuse) refuseIfOver(write, name, change, used, hard);
      const isIdle = Object.keys(change).length === 0 && (isSettled(quota) || !mayRefuse);
      if (isIdle || (write.dryRun && mayRefuse)) return;
      const status = { hard, used: plus(used, change) };
      // Here it is decided who gets what is left.
      if (await objects.replaceStatus('resourcequotas', { ...quota, status })) return;
    }
  }

  async function take(write: Write, change: Amounts): Promise<void> {
    const quotas = (await objects.list('resourcequotas', write.namespace)) as ResourceQuota[];
    const names = quotas.map(({ metadata }) => metadata.name).sort();
    for (const [i, name] of names.entries()) {
      try {
        refuseIfUnsaid(write, quotas.find(({ metadata }) => metadata.name === name)!);
        await settle(name, write, change, true);
      } catch (refusal) {
        for (const earlier of names.slice(0, i))
          if (!write.dryRun) await settle(earlier, write, minus({}, change), false);
        throw refusal;
      }
    }
  }

  return {
    name: 'ResourceQuota',
    async validate(write) {
      const change = changeBy(write);
      if (write.operation === 'delete' || Object.keys(change).length === 0) return write;
      await inTurn(write.namespace, () => take(write, change));
      return write;
    },
    async release(write) {
      const change = minus({}, changeBy(write));
      if (write.dryRun || write.operation === 'delete' || Object.keys(change).length === 0) return;
      await inTurn(write.namespace, async () => {
        const quotas = await objects.list('resourcequotas', write.namespace);
        for (const { metadata } of quotas) await settle(metadata.name, write, change, false);
      });
    },
  };
  //: end
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

//: solution

function refuseIfUnsaid({ resource, name, operation, object }: Write, quota: ResourceQuota): void {
  if (resource.resource !== 'pods' || resource.group !== '' || operation !== 'create') return;
  const missing = missingAmounts(object!, Object.keys(quota.spec?.hard ?? {}));
  if (missing !== '') throw forbidden(resource, name, `failed quota: ${quota.metadata.name}: must specify ${missing}`);
}

function refuseIfOver(
  { resource, name, object }: Write,
  quota: string,
  change: Amounts,
  used: Amounts,
  hard: Amounts,
): void {
  const after = plus(used, change);
  const over = Object.keys(change).filter(
    (each) => compareQuantities(change[each], 0) > 0 && compareQuantities(after[each], hard[each]) > 0,
  );
  if (over.length === 0) return;
  throw forbidden(resource, name || object!.metadata.name, exceededText(quota, over, change, used, hard));
}
//: end

/**
 * The status that a quota has by its `spec.hard`: what `status.hard` names already stays as it is used; only what is named anew
 * is counted in the store, by `countUsage`; what is named no more is left out.
 */
export async function currentStatus(
  { metadata, spec, status }: ResourceQuota,
  objects: ClusterObjects,
): Promise<{ hard: Amounts; used: Amounts }> {
  //: todo 5.5 Keep what is counted, and count what is new.
  const { hard = {} } = spec ?? {};
  const kept = only(hard, only(status?.hard ?? {}, status?.used ?? {}));
  const added = Object.keys(hard).filter((resource) => !Object.hasOwn(kept, resource));
  return { hard, used: { ...kept, ...(await countUsage(added, metadata.namespace!, objects)) } };
  //: end
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
