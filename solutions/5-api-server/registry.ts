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
import type { Write, WriteStep } from '#kit/kubernetes/http.ts';
import type { ResourceType } from '#kit/kubernetes/resources.ts';
import { notFound } from '#kit/kubernetes/status.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import type { ObjectKey } from '#kv-store/registry-key.ts';
import type { DeleteOptions } from './deletion.ts';
import { keyOf, served } from './served.ts';
import type { Decision, Storage } from './storage.ts';
//: solution

import { codeOf } from '#kit/failure.ts';
import { alreadyExists } from '#kit/kubernetes/status.ts';
import { afterDelete, checkPreconditions, isFinished } from './deletion.ts';
import { stored, ttlOf } from './served.ts';
import { guaranteedUpdate, type Outcome } from './storage.ts';
import { createTurns } from './turns.ts';
import { nextGeneration } from './write.ts';
//: end

/** Who writes what, and how: what is known of a write before the objects are. */
export type WriteTarget = Omit<Write, 'operation' | 'object' | 'old'>;

/** What is written behind the chain, when it is known what will be there: who manages which fields (exercise 5.12). */
export type Finish = (write: Write) => KubernetesObject;

export interface RegistryParts {
  storage: Storage;
  /** Milliseconds since 1970. */
  now(): number;
  /** Everything between the request and the transaction, in order. Of a delete, it only says yes or no. */
  chain: WriteStep;
  /**
   * What a write takes and gives back besides the object (exercise 5.10); nothing unless given.
   *
   * @param taken claims of the last attempt that somebody else has
   */
  allocate?(write: Write, taken: ObjectKey[]): Promise<Pick<Decision, 'object' | 'claims' | 'releases'>>;
  /**
   * Told of a write that the chain has let through and that was not done, since somebody was faster, or since something was
   * thrown behind the chain: what the chain has taken for it, such as a part of a quota, is to be given back. Not told where
   * `Timeout` was thrown: etcd may have done it all the same.
   */
  undone?(write: Write): Promise<void>;
  /** Told of an object that is gone, in a write as of a delete. */
  gone?(write: Write): Promise<void>;
}

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
        const checked = await chain({ ...target, operation: 'create', object });
        const write = { ...checked, object: finish(checked) };
        const outcome = await attemptCreate(write, taken);
        if (outcome.done) return served(write.resource, outcome.object);
        await undone(write);
        const isTaken = outcome.current !== undefined;
        if (isTaken && (!isMadeUp || attempt === namesTriedMax)) throw alreadyExists(write.resource, write.name);
        taken = outcome.taken;
      }
      //: end
    },

    update(target, change, finish = asItIs) {
      //: todo 5.6 Settle the object: not there, or changed and through the chain; if it is finished with that, removed.
      return settle(target, async (old) => {
        if (!old) throw notFound(target.resource, target.name);
        const write = await chain({ ...target, operation: 'update', object: await change(old), old });
        const object = finish(write);
        return isFinished(object) ? { ...write, operation: 'delete', object: undefined } : { ...write, object };
      });
      //: end
    },

    async delete(target, options) {
      //: todo 5.6 Settle the object: not there, not the one that is meant, or allowed to go; then marked or removed.
      let isGone = false;
      const object = await settle(target, async (old) => {
        if (!old) throw notFound(target.resource, target.name);
        checkPreconditions(target, old, options.preconditions);
        const write = await chain({ ...target, operation: 'delete', old });
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
    decide: (old: KubernetesObject | undefined) => Promise<Write>,
  ): Promise<KubernetesObject> {
    const key = keyOf(resource, namespace, name);
    let write: Write | undefined;
    let endTurn: (() => void) | undefined;
    const onStored = async (old: KubernetesObject | undefined, taken: ObjectKey[]) => {
      await giveBack();
      write = await decide(old && served(resource, old));
      return committed(write, taken);
    };
    /** Of the attempt before, if there was one. */
    const giveBack = async () => {
      if (!write) return;
      const lost = write;
      write = undefined;
      await undone(lost);
      endTurn ??= await turns.wait(JSON.stringify(key));
    };
    if (dryRun) {
      const old = await storage.get(key);
      const { object = old } = await onStored(old, []);
      return served(resource, object!);
    }
    try {
      const object = await guaranteedUpdate(storage, key, onStored);
      if (write && !write.object) await gone(write);
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
    const { object, ...rest } = await allocate(write, taken);
    return { object: object && stored(write.resource, object), ttl: ttlOf(write.resource), ...rest };
  }

  async function attemptCreate(write: Write, taken: ObjectKey[]): Promise<Outcome> {
    const key = keyOf(write.resource, write.namespace, write.name);
    try {
      const decision = await committed(write, taken);
      return await (write.dryRun ? rehearse(key, decision) : storage.commit({ key, expected: 0, ...decision }));
    } catch (thrown) {
      if (!mayBeDone(thrown)) await undone(write);
      throw thrown;
    }
  }

  /** What a commit would come to, as far as one can know without doing it. */
  async function rehearse(key: ObjectKey, { object }: Decision): Promise<Outcome> {
    const current = await storage.get(key);
    return current ? { done: false, current, taken: [] } : { done: true, object: object! };
  }
  //: end
}

//: solution

/** Nobody knows. Then it is better that a quota counts what is not there than that it is exceeded. */
function mayBeDone(thrown: unknown): boolean {
  return codeOf(thrown) === 'Timeout';
}
//: end

const asItIs: Finish = ({ object }) => object!;
const objectAlone = async ({ object }: Write) => ({ object });
const nothing = async () => undefined;
