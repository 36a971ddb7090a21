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
import type { DeleteOptions } from './deletion.ts';
import { asItIs, type Finish, nothing, objectAlone, type RegistryParts, type WriteTarget } from './registry-parts.ts';
import { keyOf, served } from './served.ts';
//: solution

import type { Write, WriteStep } from '#kit/kubernetes/http.ts';
import { alreadyExists } from '#kit/kubernetes/status.ts';
import type { ObjectKey } from '#kv-store/registry-key.ts';
import { afterDelete, checkPreconditions, isFinished } from './deletion.ts';
import { stored, ttlOf } from './served.ts';
import { type Decision, guaranteedUpdate, type Outcome } from './storage.ts';
import { mayBeDone } from './storage-errors.ts';
import { createTurns } from './turns.ts';
import { nextGeneration } from './write.ts';

//: end

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
  //: solution
  const turns = createTurns();

  //: end
  return {
    async get(resource, namespace, name) {
      const object = await storage.get(keyOf(resource, namespace, name));
      if (!object) throw notFound(resource, name);
      return served(resource, object);
    },

    async create(target, object, finish = asItIs) {
      //: todo 5.6 Through the chain, then commit on a free key; where a made-up name or a claim is taken, once more.
      const isMadeUp = !object.metadata.name;
      let taken: ObjectKey[] = [];
      for (let attempt = 1; ; attempt++) {
        const admitted = await chain({ ...target, operation: 'create', object });
        const outcome = await attemptCreate(admitted, finish, taken);
        if (outcome.done) return served(target.resource, outcome.object);
        await cameToNothing(admitted);
        const isTaken = outcome.current !== undefined;
        if (isTaken && (!isMadeUp || attempt === namesTriedMax)) throw alreadyExists(target.resource, admitted.name);
        taken = outcome.taken;
      }
      //: end
    },

    update(target, change, finish = asItIs) {
      //: todo 5.6 Settle the object: not there, or changed and through the chain; if it is finished with that, removed.
      return settle(target, async (old, admit) => {
        if (!old) throw notFound(target.resource, target.name);
        const write = await admit({ ...target, operation: 'update', object: await change(old), old });
        const object = finish(write);
        return isFinished(object) ? { ...write, operation: 'delete', object: undefined } : { ...write, object };
      });
      //: end
    },

    async delete(target, options) {
      //: todo 5.6 Settle the object: not there, not the one that is meant, or allowed to go; then marked or removed.
      let isGone = false;
      const object = await settle(target, async (old, admit) => {
        if (!old) throw notFound(target.resource, target.name);
        checkPreconditions(target, old, options.preconditions);
        const write = await admit({ ...target, operation: 'delete', old });
        const left = afterDelete(old, options, now());
        isGone = left === undefined;
        const isMarked = left?.metadata.deletionTimestamp !== undefined && !old.metadata.deletionTimestamp;
        return { ...write, object: isMarked && target.resource.hasGeneration ? nextGeneration(left) : left };
      });
      return { object, isGone };
      //: end
    },
  };
  //: solution

  /** Has it decided and committed, or, in a dry run, only decided. A write without an object removes it. */
  async function settle(
    { resource, namespace, name, dryRun }: WriteTarget,
    decide: (old: KubernetesObject | undefined, admit: WriteStep) => Promise<Write>,
  ): Promise<KubernetesObject> {
    const key = keyOf(resource, namespace, name);
    /** What the chain has let through in this attempt, and what has become of it. */
    let admitted: Write | undefined;
    let write: Write | undefined;
    let endTurn: (() => void) | undefined;
    const admit: WriteStep = async (asked) => {
      admitted = await chain(asked);
      return admitted;
    };
    const onStored = async (old: KubernetesObject | undefined, taken: ObjectKey[]) => {
      if (admitted) {
        await giveBack();
        endTurn ??= await turns.wait(JSON.stringify(key));
      }
      write = await decide(old && served(resource, old), admit);
      return committed(write, taken);
    };
    const giveBack = async () => {
      const lost = admitted;
      admitted = undefined;
      if (lost) await cameToNothing(lost);
    };
    if (dryRun) {
      const old = await storage.get(key);
      const { object = old } = await onStored(old, []);
      return served(resource, object!);
    }
    try {
      const object = await guaranteedUpdate(storage, key, onStored);
      if (write && !write.object) {
        // Of an update that has ended so, the object that was judged is stored nowhere.
        if (admitted?.object) await giveBack();
        await gone(write);
      }
      return served(resource, object);
    } catch (thrown) {
      if (!mayBeDone(thrown)) await giveBack();
      throw thrown;
    } finally {
      endTurn?.();
    }
  }

  /** All that is to be committed together. */
  async function committed(write: Write, taken: ObjectKey[]): Promise<Decision> {
    const isMarked = write.operation === 'delete' && write.object !== undefined;
    const { object, ...rest } = isMarked ? await objectAlone(write) : await allocate(write, taken);
    return { object: object && stored(write.resource, object), ttl: ttlOf(write.resource), ...rest };
  }

  async function attemptCreate(admitted: Write, finish: Finish, taken: ObjectKey[]): Promise<Outcome> {
    const key = keyOf(admitted.resource, admitted.namespace, admitted.name);
    try {
      const decision = await committed({ ...admitted, object: finish(admitted) }, taken);
      return await (admitted.dryRun ? rehearse(key, decision) : storage.commit({ key, expected: 0, ...decision }));
    } catch (thrown) {
      if (!mayBeDone(thrown)) await cameToNothing(admitted);
      throw thrown;
    }
  }

  /** A dry run has taken nothing, so there is nothing to give back. */
  async function cameToNothing(admitted: Write): Promise<void> {
    if (!admitted.dryRun) await undone(admitted);
  }

  /** What a commit would come to, as far as one can know without doing it. */
  async function rehearse(key: ObjectKey, { object }: Decision): Promise<Outcome> {
    const current = await storage.get(key);
    return current ? { done: false, current, taken: [] } : { done: true, object: object! };
  }
  //: end
}
