/**
 * Lists, whole or page by page.
 *
 *     GET /api/v1/pods?limit=500                      ──► pods 1 to 500 as of revision 42, continue=…
 *     GET /api/v1/pods?limit=500&continue=…           ──► pods 501 to 1000, also as of revision 42
 *     GET /api/v1/pods?limit=500&continue=…           ──► pods 1001 to 1203
 *
 * All pages show the same moment, however long the client takes for them, since etcd can still read that revision. A
 * pod that was deleted meanwhile is in the list, one that was made is not, and a watch from revision 42 on tells of both.
 * Only when etcd has compacted the revision away there is an end: 410, Expired.
 *
 * Which moment it is, the client says with `resourceVersion` and `resourceVersionMatch`: see {@link momentOf}.
 *
 * Source: Kubernetes documentation, "Kubernetes API Concepts", "Retrieving large results sets in chunks" and "Resource
 * versions: Semantics for get, list and watch".
 */
import type { KubernetesObject } from '#kit/objects.ts';
import { todo } from '#kit/todo.ts';
import type { Storage } from './storage.ts';

/** What a page is a page of. */
export interface PageRequest {
  /** As its keys begin: `pods`, or `widgets.example.com`. */
  resource: string;
  /** All namespaces unless said. */
  namespace?: string;
  /** Objects that do not match are not in the list, and do not count for the limit. All do unless said. */
  matches?: (object: KubernetesObject) => boolean;
  /** How many objects at most; 0: all. */
  limit: number;
  /** What the page before has said; '' for the first page. */
  continueToken: string;
  /** The revision that the first page shows; as it is now unless said. */
  revision?: number;
}

export interface Page {
  objects: KubernetesObject[];
  revision: number;
  /** Missing on the last page. */
  continueToken?: string;
  /** How many objects there are on later pages; missing where that is not known, since not all match. */
  remaining?: number;
}

/** Where the next page begins. */
export interface ContinueToken {
  revision: number;
  /** The last key so far, without what all keys of the list begin with: `default/web`. */
  after: string;
}

/** Given: why there is no next page. */
export const tokenTooOld =
  'The provided continue parameter is too old to display a consistent list result. ' +
  'You can start a new list without the continue parameter.';

/**
 * Reads one page.
 *
 * @throws {Failure} `BadRequest` for a token that no page has given; `Expired` where the revision is compacted: with
 *   {@link tokenTooOld} as its text if a token has named it, and as the storage says it if the first page has
 */
export async function readPage(storage: Storage, request: PageRequest): Promise<Page> {
  todo(
    '5.8',
    'Begin where the token says; read on until the page is full or nothing is left; say where the next one begins.',
  );
}

/** A token as a client gets it: base64url of `{"v":"meta.k8s.io/v1","rv":42,"start":"default/web"}`. */
export function encodeContinue({ revision, after }: ContinueToken): string {
  todo('5.8', 'JSON, then base64url.');
}

/** @throws {Failure} `BadRequest` for a text that {@link encodeContinue} cannot have made */
export function decodeContinue(token: string): ContinueToken {
  todo('5.8', 'Take nothing for granted: clients can send any text.');
}
