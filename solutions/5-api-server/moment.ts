/**
 * Which moment a list shows, and who can show it: etcd, which knows every moment but has to be asked, or this server's
 * watch cache, which costs etcd nothing and may be a little behind.
 *
 *     resourceVersion    resourceVersionMatch    shown
 *     none                                       now: nothing that anyone was told of is missing      etcd
 *     "0"                                        any moment                                           cache
 *     "42"               NotOlderThan            revision 42 or any later one                         cache, if it is there
 *     "42"               Exact                   revision 42                                          etcd
 *
 * With several API servers on one etcd, each has a cache of its own, and none is ever quite where another is. A client
 * that goes from one to the other says "42" to be sure that it is not taken back in time.
 *
 * Source: Kubernetes documentation, "Kubernetes API Concepts", "Resource versions: Semantics for get, list and watch".
 */
//: solution

import { forbiddenField, notSupported } from '#kit/kubernetes/field-errors.ts';
import { badRequest, invalid } from '#kit/kubernetes/status.ts';
//: end

/** As in the query; '' or 0 for what is not there. */
export interface MomentRequest {
  resourceVersion: string;
  resourceVersionMatch: string;
  limit: number;
  continueToken: string;
}

/**
 * `cache`: the cache as it is. `etcd`: etcd as of `revision`, or as it is now. `not-older`: the answer must show
 * `revision` or a later one.
 */
export type Moment = { from: 'cache' } | { from: 'etcd'; revision?: number } | { from: 'not-older'; revision: number };

/**
 * The moment that a list is to show, as the picture says. Besides:
 *
 *  - without a match, "42" is Exact where there is a limit, and NotOlderThan where there is none;
 *  - a page behind the first shows the moment that its token says, so it is etcd's;
 *  - "0" with NotOlderThan is as "0" alone.
 *
 * @throws {Failure} `BadRequest` for a resourceVersion that is no whole number, or that comes with a token (but "0" may);
 *   `Invalid` for a match without a resourceVersion, with a token, of an unknown name, and for Exact with "0"
 */
export function momentOf(request: MomentRequest): Moment {
  //: todo 5.10 Refuse what makes no sense; then read the table from the top.
  const { resourceVersion, resourceVersionMatch: match, limit, continueToken } = request;
  checkMatch(request);
  const revision = revisionIn(resourceVersion);
  if (continueToken !== '') {
    if (revision) throw badRequest('specifying resource version is not allowed when using continue');
    return { from: 'etcd' };
  }
  if (revision === undefined) return { from: 'etcd' };
  if (revision === 0) return { from: 'cache' };
  const isExact = match === 'Exact' || (match === '' && limit > 0);
  return isExact ? { from: 'etcd', revision } : { from: 'not-older', revision };
  //: end
}

/**
 * A resourceVersion as a number; nothing for ''.
 *
 * @throws {Failure} `BadRequest` for anything else
 */
export function revisionIn(resourceVersion: string): number | undefined {
  //: todo 5.10 Digits and nothing else, and not too many for a number.
  if (resourceVersion === '') return undefined;
  const revision = Number(resourceVersion);
  if (/^\d+$/.test(resourceVersion) && Number.isSafeInteger(revision)) return revision;
  throw badRequest(`Invalid value: ${JSON.stringify(resourceVersion)}: a resourceVersion is a whole number`);
  //: end
}
//: solution

const listOptions = { group: 'meta.k8s.io', kind: 'ListOptions' };
const field = 'resourceVersionMatch';

function checkMatch({ resourceVersion, resourceVersionMatch: match, continueToken }: MomentRequest): void {
  const refuse = (why: string) => invalid(listOptions, '', [forbiddenField(field, `${field} ${why}`)]);
  if (match === '') return;
  if (continueToken !== '') throw refuse('is forbidden when continue is provided');
  if (resourceVersion === '') throw refuse('is forbidden unless resourceVersion is provided');
  if (match === 'Exact' && resourceVersion === '0') throw refuse('"exact" is forbidden for resourceVersion "0"');
  if (match === 'Exact' || match === 'NotOlderThan') return;
  throw invalid(listOptions, '', [notSupported(field, match, ['Exact', 'NotOlderThan', ''])]);
}
//: end
