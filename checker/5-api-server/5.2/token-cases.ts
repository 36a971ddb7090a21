/** Tokens of service accounts that must be nobody's, each for one reason; and some that look odd and are good. */
import type { KubernetesObject } from '#kit/objects.ts';
import { account, goodClaims, issuer, noon, pod, podless, timeAt } from './identities.ts';
import type { Claims } from './signed-tokens.ts';

type Changed = [claims: Claims, because: string];

const bound = goodClaims['kubernetes.io'];

function without(name: string): Claims {
  const { [name]: _, ...rest } = goodClaims as Claims;
  return rest;
}

export const badClaims: Changed[] = [
  [without('iss'), 'it does not say who made it'],
  [{ ...goodClaims, iss: 'https://elsewhere' }, 'another issuer made it'],
  [{ ...goodClaims, iss: 'https://kubernetes.default.svc/' }, 'the issuer must be the same to the letter'],
  [without('aud'), 'it does not say for whom it is meant'],
  [{ ...goodClaims, aud: [] }, 'it is meant for nobody'],
  [{ ...goodClaims, aud: ['vault'] }, 'it is meant for somebody else, who could use it here'],
  [{ ...goodClaims, aud: 'vault' }, 'it is meant for somebody else, who could use it here'],
  [{ ...goodClaims, aud: `${issuer}.evil.example` }, 'an audience is the same to the letter, or it is another one'],
  [{ ...goodClaims, aud: [`${issuer}/`] }, 'an audience is the same to the letter, or it is another one'],
  [without('exp'), 'a token without an end would be good for ever'],
  [{ ...goodClaims, exp: noon }, 'it is good before `exp`, and no longer at it'],
  [{ ...goodClaims, exp: noon - 1 }, 'it has expired'],
  [{ ...goodClaims, exp: String(noon + 600) }, '`exp` is a number'],
  [{ ...goodClaims, nbf: noon + 1 }, 'it is not good yet'],
  [without('sub'), 'it does not say whose it is'],
  [{ ...goodClaims, sub: 'system:serviceaccount:dev:other' }, 'its two parts speak of two accounts'],
  [{ ...goodClaims, sub: 'system:serviceaccount:kube-system:web' }, 'its two parts speak of two accounts'],
  [{ ...goodClaims, sub: 'system:admin' }, 'it speaks of no service account'],
  [without('kubernetes.io'), 'it does not say which account it was made for'],
  [{ ...goodClaims, 'kubernetes.io': null }, 'it does not say which account it was made for'],
  [{ ...goodClaims, 'kubernetes.io': { namespace: 'dev' } }, 'it does not say which account it was made for'],
  [
    { ...podless, 'kubernetes.io': { namespace: 'dev', serviceaccount: { name: 'web' } } },
    'an account without its uid may be any of that name',
  ],
  [
    { ...podless, 'kubernetes.io': { namespace: 'dev', serviceaccount: { name: 'web', uid: 'account-0' } } },
    'it was made for an account of the same name that is gone: the uid is another',
  ],
  [
    { ...goodClaims, 'kubernetes.io': { ...bound, pod: { name: 'web-1', uid: 'pod-0' } } },
    'it was made for a pod of the same name that is gone: the uid is another',
  ],
  [{ ...goodClaims, 'kubernetes.io': { ...bound, pod: { name: 'web-2', uid: 'pod-1' } } }, 'there is no such pod'],
];

export const goodOnes: Changed[] = [
  [goodClaims, 'all is well'],
  [{ ...goodClaims, aud: 'https://kubernetes.default.svc' }, 'the audience may be one text'],
  [{ ...goodClaims, aud: ['vault', 'https://kubernetes.default.svc'] }, 'one of its audiences is enough'],
  [{ ...goodClaims, exp: noon + 1 }, 'it is good until just before `exp`'],
  [{ ...goodClaims, nbf: noon }, 'it is good from `nbf` on'],
  [without('nbf'), '`nbf` may be left out'],
  [without('iat'), 'nobody asks when it was made'],
  [{ ...goodClaims, jti: 'x', more: { a: [1] } }, 'a claim that nobody knows says nothing'],
];

/** A cluster that has changed since the token was made. The token is that of a pod. */
export const laterClusters: [isGood: boolean, objects: KubernetesObject[], because: string][] = [
  [false, [], 'account and pod are gone'],
  [false, [pod], 'the account is gone'],
  [false, [account], 'the pod is gone, and its token with it'],
  [false, [pod, withMeta(account, { uid: 'account-2' })], 'the account was deleted and made again'],
  [false, [account, withMeta(pod, { uid: 'pod-2' })], 'the pod was deleted and made again'],
  [false, [account, withMeta(pod, { namespace: 'prod' })], 'the pod is one of another namespace'],
  [false, [pod, withMeta(account, { deletionTimestamp: timeAt(-5) })], 'the account should have been gone by now'],
  [false, [account, withMeta(pod, { deletionTimestamp: timeAt(-5) })], 'the pod should have been gone by now'],
  [true, [account, withMeta(pod, { deletionTimestamp: timeAt(20) })], 'the pod has 20 s left to end in order'],
  [true, [pod, withMeta(account, { deletionTimestamp: timeAt(20) })], 'the account counts until its time has come'],
  [false, [pod, withMeta(account, { deletionTimestamp: timeAt(0) })], "the account's time has come"],
  [true, [account, pod], 'nothing has changed'],
];

function withMeta(object: KubernetesObject, metadata: Record<string, unknown>): KubernetesObject {
  return { ...object, metadata: { ...object.metadata, ...metadata } };
}
