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
import type { Claims } from './jwt.ts';

//: solution

import type { KubernetesObject } from '#kit/objects.ts';
import { verifyToken } from './jwt.ts';
//: end

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
  //: todo 5.2 Verify the signature; then what the claims say; then that what they speak of still exists.
  const claims = verifyToken(token, publicKeys);
  if (claims?.iss !== issuer || !isFor(claims, audiences) || !isInTime(claims, now)) return undefined;
  const bound = boundTo(claims);
  if (!bound || claims.sub !== `system:serviceaccount:${bound.namespace}:${bound.serviceaccount.name}`)
    return undefined;
  const { namespace, serviceaccount, pod } = bound;
  const account = await objects.get('serviceaccounts', namespace, serviceaccount.name);
  if (!account || account.metadata.uid !== serviceaccount.uid || isGone(account, now)) return undefined;
  if (pod && !(await isAlive(pod, namespace, objects, now))) return undefined;
  return userOf(bound);
  //: end
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

//: solution

function isFor({ aud }: Claims, audiences: string[]): boolean {
  const meantFor = Array.isArray(aud) ? aud : [aud];
  return meantFor.some((each) => audiences.includes(each));
}

function isInTime({ exp, nbf = 0 }: Claims, now: number): boolean {
  const seconds = now / 1000;
  return typeof exp === 'number' && typeof nbf === 'number' && nbf <= seconds && seconds < exp;
}
//: end

/** Given: what the private claims say, if they have the right shape. */
function boundTo(claims: Claims): BoundTo | undefined {
  const said = claims['kubernetes.io'] as Partial<BoundTo> | null | undefined;
  if (!said || typeof said.namespace !== 'string' || !isNamed(said.serviceaccount)) return undefined;
  return said.pod === undefined || isNamed(said.pod) ? (said as BoundTo) : undefined;
}

function isNamed(value: Named | undefined): boolean {
  return typeof value?.name === 'string' && typeof value.uid === 'string' && value.uid !== '';
}

//: solution

function isGone({ metadata: { deletionTimestamp } }: KubernetesObject, now: number): boolean {
  return deletionTimestamp !== undefined && Date.parse(String(deletionTimestamp)) <= now;
}

async function isAlive(
  { name, uid }: Named,
  namespace: string,
  objects: ClusterObjects,
  now: number,
): Promise<boolean> {
  const pod = await objects.get('pods', namespace, name);
  return pod !== undefined && pod.metadata.uid === uid && !isGone(pod, now);
}
//: end

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
  //: todo 5.2 Find the Secret by the token's first part, and go through the conditions.
  const [, id, secret] = /^([a-z0-9]{6})\.([a-z0-9]{16})$/.exec(token) ?? [];
  if (id === undefined) return undefined;
  const object = await objects.get('secrets', 'kube-system', `bootstrap-token-${id}`);
  if (object?.type !== 'bootstrap.kubernetes.io/token' || object.metadata.deletionTimestamp) return undefined;
  const said = decodedData(object);
  if (said('token-id') !== id || !isSameSecret(said('token-secret'), secret)) return undefined;
  if (said('usage-bootstrap-authentication') !== 'true' || isPast(said('expiration'), now)) return undefined;
  const extra = said('auth-extra-groups')
    .split(',')
    .filter((group) => group !== '');
  if (!extra.every((group) => extraGroup.test(group))) return undefined;
  return { name: `system:bootstrap:${id}`, groups: ['system:bootstrappers', ...extra] };
  //: end
}
//: solution

const extraGroup = /^system:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9]$/;
const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** The texts in a Secret, by key; empty for those that are missing. */
function decodedData({ data }: KubernetesObject): (key: string) => string {
  const texts = (data ?? {}) as Record<string, string>;
  return (key) => (Object.hasOwn(texts, key) ? Buffer.from(texts[key], 'base64').toString() : '');
}

function isPast(expiration: string, now: number): boolean {
  if (expiration === '') return false;
  return !rfc3339.test(expiration) || !(Date.parse(expiration) > now);
}
//: end

/** Given: compares in a time that does not tell how much of a guess was right. */
export function isSameSecret(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
