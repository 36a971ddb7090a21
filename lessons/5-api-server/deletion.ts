/**
 * What a DELETE does: an object goes at once, or it is marked and goes when everyone who has to clean up first has done so.
 *
 *     DELETE ──► finalizers? ── none ──► gone
 *                    │
 *                    ╰─ some ──► deletionTimestamp is set ──► each clears up and takes its finalizer off ──► gone
 *
 *     DELETE a pod on a node ──► deletionTimestamp is set, 30 s from now ──► the kubelet stops it,
 *                                                                            then deletes with grace 0 ──► gone
 *
 * The mark never comes off, and its time only comes nearer. What becomes of the objects that this one owns is the
 * garbage collector's work (lesson 6); the finalizers `orphan` and `foregroundDeletion` hold the owner until that is done.
 *
 * Source: Kubernetes documentation, "Finalizers", "Garbage Collection", "Pod Lifecycle: Termination of Pods".
 */
import type { ResourceType } from '#kit/kubernetes/resources.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { todo } from '#kit/todo.ts';

/** The body of a DELETE; everything may be left out. */
export interface DeleteOptions {
  /** Seconds that a pod gets to stop; 0: gone at once. Unless said, what the pod itself says. */
  gracePeriodSeconds?: number;
  propagationPolicy?: 'Background' | 'Foreground' | 'Orphan';
  /** The delete is meant for this state of this object and no other. */
  preconditions?: { uid?: string; resourceVersion?: string };
}

/** Given: who still has to clean up. A namespace has finalizers in its spec, too. */
export function finalizersOf(object: KubernetesObject): string[] {
  const { finalizers } = object.metadata;
  const own = Array.isArray(finalizers) ? finalizers : [];
  const spec = object.kind === 'Namespace' ? (object.spec as { finalizers?: string[] } | undefined) : undefined;
  return [...own, ...(spec?.finalizers ?? [])];
}

/**
 * Whether the object is the one that the delete is meant for.
 *
 * @throws {Failure} `Conflict` where a uid or a resourceVersion is given that is not the object's
 */
export function checkPreconditions(
  { resource, name }: { resource: ResourceType; name: string },
  { metadata }: KubernetesObject,
  { uid, resourceVersion }: NonNullable<DeleteOptions['preconditions']> = {},
): void {
  todo('5.6', 'Compare what is given.');
}

/**
 * The object as a delete leaves it; nothing if it is gone with that.
 *
 *  - Where the policy is `Orphan`, it has the finalizer `orphan` and not `foregroundDeletion`; `Foreground`: the other way
 *    round; `Background`: neither. Where no policy is given they stay as they are.
 *  - With no finalizers and no time to wait it is gone.
 *  - Else it is marked: `deletionTimestamp` is now and the grace period, `deletionGracePeriodSeconds` the grace period. If
 *    it is marked already, a longer grace period changes nothing. A shorter one counts from the first delete on: the new
 *    `deletionTimestamp` is the old one, less the old grace period and with the new one, even if that is past.
 *  - A namespace that is marked has the phase `Terminating`.
 *
 * @param now milliseconds since 1970
 */
export function afterDelete(
  object: KubernetesObject,
  options: DeleteOptions,
  now: number,
): KubernetesObject | undefined {
  todo('5.6', 'First the finalizers, then the time that is left, then whether there is any reason to stay.');
}

/**
 * Whether an object, just written, has nothing left to wait for: it is marked, it has no finalizers, and its grace period
 * is 0 or missing.
 */
export function isFinished(object: KubernetesObject): boolean {
  todo('5.6', 'Look at the mark, the finalizers and the grace period.');
}

/**
 * Seconds that the object gets. 0 for all but pods, and for a pod that is on no node, has ended, or is to go at once. A
 * negative number counts as 1.
 *
 * @param asked unless given: the pod's `spec.terminationGracePeriodSeconds`, which is 30 unless said
 */
export function gracePeriod(object: KubernetesObject, asked: number | undefined): number {
  todo('5.6', 'Only where a kubelet has something to stop is there anything to wait for.');
}
