/**
 * Where an object lies in the store. A key is a path, so that every list people ask for is one range of keys:
 *
 *     /registry/pods/default/web             the pod "web" in the namespace "default"
 *     /registry/pods/default/                … begins every pod of "default", and none of "default-2"
 *     /registry/pods/                        … begins every pod, and no podtemplate
 *     /registry/nodes/node-1                 a node is cluster-scoped: it is in no namespace
 *
 * A path has three or four parts, never more, since no part has a `/` in it: so the number of parts tells a namespaced
 * object from a cluster-scoped one.
 */
//: solution
import { equalBytes, text, utf8 } from '#kit/bytes.ts';
import { Failure } from '#kit/failure.ts';
//: end

/** Which object of which kind. */
export interface ObjectKey {
  /** The kind's name in paths, in the plural: `pods`. */
  resource: string;
  /** Left out for a cluster-scoped object. */
  namespace?: string;
  name: string;
}

/**
 * `bad-segment`: a resource, namespace or name that cannot be a part of a path.
 * `bad-key`: bytes that are no object's key.
 * Carried as the `code` of a `Failure` (`#kit/failure.ts`).
 */
export type RegistryKeyErrorCode = 'bad-segment' | 'bad-key';

/**
 * The key of an object.
 *
 *     registryKey({ resource: 'pods', namespace: 'default', name: 'web' })   /registry/pods/default/web
 *     registryKey({ resource: 'nodes', name: 'node-1' })                     /registry/nodes/node-1
 *
 * @throws {Failure} `bad-segment`
 */
export function registryKey({ resource, namespace, name }: ObjectKey): Uint8Array {
  //: todo 1.4 Join the parts to a path, once each is known to be fit for it.
  return utf8(folderOf(resource, namespace) + checked(name));
  //: end
}

/**
 * What the keys of all objects of a resource begin with, or of those in one namespace, and no other keys.
 *
 *     registryPrefix({ resource: 'pods' })                         /registry/pods/
 *     registryPrefix({ resource: 'pods', namespace: 'default' })   /registry/pods/default/
 *
 * @throws {Failure} `bad-segment`
 */
export function registryPrefix({ resource, namespace }: Omit<ObjectKey, 'name'>): Uint8Array {
  //: todo 1.4 Give the path that the keys have in common, so that no other key begins with it.
  return utf8(folderOf(resource, namespace));
  //: end
}

/**
 * The parts of a key that {@link registryKey} made. The namespace is left out where there is none.
 *
 * @throws {Failure} `bad-key` for any other key
 */
export function parseRegistryKey(key: Uint8Array): ObjectKey {
  //: todo 1.4 Take the path apart, and refuse what registryKey cannot have made.
  const path = text(key);
  const [, resource, namespace, name] = /^\/registry\/([^/]+)\/(?:([^/]+)\/)?([^/]+)$/.exec(path) ?? [];
  const parts = namespace === undefined ? [resource, name] : [resource, namespace, name];
  // Bytes that are not UTF-8 do not come back from the text as they were.
  if (!parts.every(isSegment) || !equalBytes(utf8(path), key)) {
    throw new Failure<RegistryKeyErrorCode>('bad-key', `${JSON.stringify(path)} is no object's key`);
  }
  return namespace === undefined ? { resource, name } : { resource, namespace, name };
  //: end
}
//: solution

/** Everything before the name. The slash at its end keeps `default` from being a prefix of `default-2`. */
function folderOf(resource: string, namespace?: string): string {
  const folder = `/registry/${checked(resource)}/`;
  return namespace === undefined ? folder : `${folder}${checked(namespace)}/`;
}

function checked(segment: string): string {
  if (isSegment(segment)) return segment;
  throw new Failure<RegistryKeyErrorCode>('bad-segment', `${JSON.stringify(segment)} cannot be a part of a path`);
}

/** The rules for names that are parts of a path, as in Kubernetes' `IsValidPathSegmentName`. */
function isSegment(segment: string | undefined): boolean {
  return !!segment && segment !== '.' && segment !== '..' && !/[/%]/.test(segment);
}
//: end
