/**
 * Given: what the registry is made of, and what it is told of a write.
 */
import type { Write, WriteStep } from '#kit/kubernetes/http.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import type { ObjectKey } from '#kv-store/registry-key.ts';
import type { Decision, Storage } from './storage.ts';

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
   * What a write takes and gives back besides the object (exercise 5.10); nothing unless given. Of a delete it is asked only
   * where the object goes, since one that is marked keeps what it has.
   *
   * @param taken claims of the last attempt that somebody else has
   */
  allocate?(write: Write, taken: ObjectKey[]): Promise<Pick<Decision, 'object' | 'claims' | 'releases'>>;
  /**
   * Told of a write that the chain has let through and that was not stored, as the chain has let it through: what was taken
   * for it, such as a part of a quota, is to be given back. Told once for each,
   *
   *  - where somebody was faster;
   *  - where `finish`, `allocate` or the commit threw; but not where that was `Timeout`: etcd may have done it all the same;
   *  - where an update has ended in a removal: the object that the chain has judged is not stored then, but gone.
   *
   * Not told of a dry run, which takes nothing, nor of a write that changes nothing: it takes as much as there was before.
   */
  undone?(write: Write): Promise<void>;
  /** Told of an object that is gone, in a write that is a delete without an object, whatever has removed it. */
  gone?(write: Write): Promise<void>;
}

/** What the registry does where a part is not given. */
export const asItIs: Finish = ({ object }) => object!;
export const objectAlone = async ({ object }: Pick<Write, 'object'>) => ({ object });
export const nothing = async () => undefined;
