/**
 * Given: an object as it lies in the store, and as a client sees it. The difference is the resourceVersion, which is
 * etcd's and not part of the value.
 */
import { text } from '#kit/bytes.ts';
import type { KeyValue } from '#kit/etcd/api.ts';
import { codeOf } from '#kit/failure.ts';
import { internalError } from '#kit/kubernetes/status.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { decodeObject, encodeObject } from '#kv-store/object-codec.ts';
import { parseRegistryKey } from '#kv-store/registry-key.ts';
import { sameJson } from './json-map.ts';

/** The revision at which the object was last written; 0 where there is no object, or it was never written. */
export function revisionOf(object: KubernetesObject | undefined): number {
  return Number(object?.metadata.resourceVersion ?? 0);
}

/** The object with the resourceVersion that a revision of etcd makes. The object itself stays as it is. */
export function withRevision(object: KubernetesObject, revision: number): KubernetesObject {
  return { ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } };
}

/** The same object gives the same bytes, whatever its resourceVersion. */
export function encodeStored(object: KubernetesObject): Uint8Array {
  return encodeObject({ ...object, metadata: { ...object.metadata, resourceVersion: undefined } });
}

/** An object that is known already in the state of this revision, so that it need not be decoded again. */
export type Known = (key: Uint8Array, revision: number) => KubernetesObject | undefined;

/** Nothing is known: everything is decoded. */
export const nothingKnown: Known = () => undefined;

/**
 * @param known asked first, so that nothing is decoded twice
 * @throws {Failure} `InternalError` for a value that the API server cannot have written
 */
export function decodeStored({ key, value, modRevision }: KeyValue, known: Known): KubernetesObject {
  return known(key, modRevision) ?? withRevision(decoded(key, value), modRevision);
}

/** The object, or nothing where somebody has put something else under its key: a watch goes on as if it were not there. */
export function decodeIfObject(kv: KeyValue): KubernetesObject | undefined {
  try {
    return decodeStored(kv, nothingKnown);
  } catch (thrown) {
    if (codeOf(thrown) === 'InternalError') return undefined;
    throw thrown;
  }
}

function decoded(key: Uint8Array, value: Uint8Array): KubernetesObject {
  try {
    const object = decodeObject(value) as KubernetesObject;
    if (typeof object.metadata === 'object' && object.metadata !== null) return object;
  } catch {
    // Said below.
  }
  throw internalError(`the value of ${text(key)} in etcd is no object`);
}

/** Whether two states of an object are the same but for their resourceVersion. */
export function isSame(a: KubernetesObject, b: KubernetesObject): boolean {
  const whole = (object: KubernetesObject) => ({
    ...object,
    metadata: { ...object.metadata, resourceVersion: undefined },
  });
  return a === b || sameJson(whole(a), whole(b));
}

/** The name in an object's key. */
export function nameIn({ key }: Pick<KeyValue, 'key'>): string {
  return parseRegistryKey(key).name;
}
