/**
 * Who stands behind a bearer token. Three kinds of token, told apart by what they look like:
 *
 *     s3cret                      static: in a list that the administrator wrote
 *     abcdef.0123456789abcdef     bootstrap: a Secret in kube-system that a new node may show once, while it has no certificate
 *     eyJhbGci….eyJpc3Mi….R0b5    service account: signed by the API server for a pod or a user
 *
 * A signature is for ever, what it speaks of is not. So a service account's token is good only while the ServiceAccount it
 * was made for is there, the very one, known by its uid, and the pod it was made for as well.
 *
 * Source: Kubernetes documentation, "Authenticating", "Authenticating with Bootstrap Tokens", "Managing Service Accounts".
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { ClusterObjects } from '#kit/kubernetes/cluster-objects.ts';
import type { UserInfo } from '#kit/kubernetes/http.ts';
import { todo } from '#kit/todo.ts';
import type { Claims } from './jwt.ts';

/** How the tokens of service accounts are known. */
export interface ServiceAccountKeys {
  /** What stands in `iss`: `https://kubernetes.default.svc`. */
  issuer: string;
  /** A token must be meant for one of these; the issuer alone unless said. */
  audiences?: string[];
  /** In PEM; several while keys are changed. */
  publicKeys: string[];
}

/**
 * The user of a service account's token: `system:serviceaccount:NAMESPACE:NAME` with the ServiceAccount's uid, in the groups
 * `system:serviceaccounts` and `system:serviceaccounts:NAMESPACE`; of a pod's token with the extra
 * `authentication.kubernetes.io/pod-name` and `…/pod-uid`. Nothing for any other token, and
 *
 * - unless `iss` is the issuer, `aud` (a text or a list) has one of the audiences,
 * - and `nbf <= now < exp`, in seconds since 1970; `exp` is there;
 * - unless `kubernetes.io` says `{ namespace, serviceaccount: { name, uid } }`, `sub` the same as a user's name, and there is
 *   that ServiceAccount, with that uid and not past its `deletionTimestamp`;
 * - unless the `pod: { name, uid }` that it says, if any, is there, with that uid and not past its `deletionTimestamp`.
 *
 * @param now milliseconds since 1970
 */
export async function serviceAccountOf(
  token: string,
  { issuer, audiences = [issuer], publicKeys }: ServiceAccountKeys,
  objects: ClusterObjects,
  now: number,
): Promise<UserInfo | undefined> {
  todo('5.2', 'Verify the signature; then what the claims say; then that what they speak of still exists.');
}

interface Named {
  name: string;
  uid: string;
}

interface BoundTo {
  namespace: string;
  serviceaccount: Named;
  pod?: Named;
}

/** Given: what the private claims say, if they have the right shape. */
function boundTo(claims: Claims): BoundTo | undefined {
  const said = claims['kubernetes.io'] as Partial<BoundTo> | null | undefined;
  if (!said || typeof said.namespace !== 'string' || !isNamed(said.serviceaccount)) return undefined;
  return said.pod === undefined || isNamed(said.pod) ? (said as BoundTo) : undefined;
}

function isNamed(value: Named | undefined): boolean {
  return typeof value?.name === 'string' && typeof value.uid === 'string' && value.uid !== '';
}

/** Given. */
function userOf({ namespace, serviceaccount: { name, uid }, pod }: BoundTo): UserInfo {
  const groups = ['system:serviceaccounts', `system:serviceaccounts:${namespace}`];
  const user = { name: `system:serviceaccount:${namespace}:${name}`, uid, groups };
  if (!pod) return user;
  const podName = 'authentication.kubernetes.io/pod-name';
  return { ...user, extra: { [podName]: [pod.name], 'authentication.kubernetes.io/pod-uid': [pod.uid] } };
}

/**
 * The user of a bootstrap token `ID.SECRET`: `system:bootstrap:ID` in the group `system:bootstrappers` and those of the
 * Secret's `auth-extra-groups`, with commas between. Nothing for any other token, and unless
 *
 * - ID has 6 and SECRET 16 characters, each a small letter or a digit;
 * - there is the Secret `bootstrap-token-ID` in `kube-system`, not being deleted, of type `bootstrap.kubernetes.io/token`;
 * - its data, in base64, has this `token-id` and `token-secret`, and `usage-bootstrap-authentication` is `true`;
 * - its `expiration`, unless it is missing or empty, is a time (RFC 3339) still to come: one that cannot be read has passed;
 * - each extra group is `system:bootstrappers:` and then small letters, digits, `:` and `-`, not ending in one of the last two.
 *
 * @param now milliseconds since 1970
 */
export async function bootstrapUserOf(
  token: string,
  objects: ClusterObjects,
  now: number,
): Promise<UserInfo | undefined> {
  todo('5.2', "Find the Secret by the token's first part, and go through the conditions.");
}

/** Given: compares in a time that does not tell how much of a guess was right. */
export function isSameSecret(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
