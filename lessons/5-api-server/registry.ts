/**
 * The registry: create, update and delete, each as one transaction at the end of the write chain.
 *
 *     create    object ──────────► chain ──► commit: the key must be free            ── taken ──► AlreadyExists
 *
 *     update    old ──► change ──► chain ──► commit: the key must be as it was read  ── lost ──╮
 *                ▲                                                                             │
 *                ╰──────────────── the whole way again, on the newer object ◄──────────────────╯
 *
 * Admission and validation have judged a change of one certain state. If that state is no longer there, their word counts
 * for nothing, so it is not enough to commit again: everything is done again. A client that has named the resourceVersion
 * which it has seen does not want that, and gets its Conflict from the chain the second time round.
 *
 * Source: Kubernetes API conventions, "Concurrency Control and Consistency".
 */
import type { ResourceType } from '#kit/kubernetes/resources.ts';
import { notFound } from '#kit/kubernetes/status.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { todo } from '#kit/todo.ts';
import type { DeleteOptions } from './deletion.ts';
import { asItIs, type Finish, nothing, objectAlone, type RegistryParts, type WriteTarget } from './registry-parts.ts';
import { keyOf, served } from './served.ts';

export type { Finish, RegistryParts, WriteTarget };

/** Objects that are returned have the apiVersion of the resource that was asked for. Everything rejects with Kubernetes' reasons. */
export interface Registry {
  /** Rejects with `NotFound`. */
  get(resource: ResourceType, namespace: string, name: string): Promise<KubernetesObject>;
  /**
   * Stores a new object. Where its name is made up and happens to be taken, another is made up, eight times at most.
   * Rejects with `AlreadyExists`, and with whatever the chain rejects with.
   */
  create(target: WriteTarget, object: KubernetesObject, finish?: Finish): Promise<KubernetesObject>;
  /**
   * Changes an object, as often as it takes to win. An object that has nothing left to wait for ({@link isFinished})
   * after the change is removed; one that is as before is not written.
   *
   * @param change the object as it is to be, given as it is; called again on the newer object after a lost race
   */
  update(
    target: WriteTarget,
    change: (old: KubernetesObject) => KubernetesObject | Promise<KubernetesObject>,
    finish?: Finish,
  ): Promise<KubernetesObject>;
  /** Removes or marks an object. Returns it as it is now, or as it was last. */
  delete(target: WriteTarget, options: DeleteOptions): Promise<{ object: KubernetesObject; isGone: boolean }>;
}

const namesTriedMax = 8;

export function createRegistry(parts: RegistryParts): Registry {
  const { storage, now, chain, allocate = objectAlone, undone = nothing, gone = nothing } = parts;
  return {
    async get(resource, namespace, name) {
      const object = await storage.get(keyOf(resource, namespace, name));
      if (!object) throw notFound(resource, name);
      return served(resource, object);
    },

    async create(target, object, finish = asItIs) {
      todo('5.6', 'Through the chain, then commit on a free key; where a made-up name or a claim is taken, once more.');
    },

    update(target, change, finish = asItIs) {
      todo(
        '5.6',
        'Settle the object: not there, or changed and through the chain; if it is finished with that, removed.',
      );
    },

    async delete(target, options) {
      todo('5.6', 'Settle the object: not there, not the one that is meant, or allowed to go; then marked or removed.');
    },
  };
}
