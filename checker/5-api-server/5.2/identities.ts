/** A small cluster with somebody to log in as: a service account, its pod, and a bootstrap token. */
import type { AuthenticationSettings, Authenticator } from '#api-server/authenticate.ts';
import { createAuthenticator } from '#api-server/authenticate.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { type Cluster, createCluster } from '../cluster.ts';
import { type Claims, ellipticKeys, type KeyPair, rsaKeys } from './signed-tokens.ts';

/** In seconds since 1970. */
export const noon = 1_700_000_000;
export const issuer = 'https://kubernetes.default.svc';

/** When `seconds` behind noon is, as objects say it. */
export function timeAt(seconds: number): string {
  return new Date((noon + seconds) * 1000).toISOString();
}

export const account: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { name: 'web', namespace: 'dev', uid: 'account-1' },
};

export const pod: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web-1', namespace: 'dev', uid: 'pod-1' },
  spec: { serviceAccountName: 'web', containers: [] },
};

export const bootstrapToken = 'abcdef.0123456789abcdef';

/** The Secret of {@link bootstrapToken}. @param data in place of what it says; undefined leaves it out */
export function bootstrapSecret(data: Record<string, string | undefined> = {}): KubernetesObject {
  const said = {
    'token-id': 'abcdef',
    'token-secret': '0123456789abcdef',
    'usage-bootstrap-authentication': 'true',
    ...data,
  };
  const given = Object.entries(said).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'bootstrap-token-abcdef', namespace: 'kube-system', uid: 'secret-1' },
    type: 'bootstrap.kubernetes.io/token',
    data: Object.fromEntries(given.map(([key, text]) => [key, Buffer.from(text).toString('base64')])),
  };
}

const serviceAccount = { name: 'web', uid: 'account-1' };

/** What a good token says; `kubernetes.io` with a pod. */
export const goodClaims = {
  iss: issuer,
  sub: 'system:serviceaccount:dev:web',
  aud: [issuer],
  iat: noon - 60,
  nbf: noon - 60,
  exp: noon + 600,
  'kubernetes.io': {
    namespace: 'dev',
    serviceaccount: serviceAccount,
    pod: { name: 'web-1', uid: 'pod-1' },
  },
};

/** The same without a pod. */
export const podless: Claims = {
  ...goodClaims,
  'kubernetes.io': { namespace: 'dev', serviceaccount: serviceAccount },
};

export const keys: () => KeyPair = () => ellipticKeys('server');
export const oldKeys: () => KeyPair = () => rsaKeys('server, before');

export interface Gate {
  authenticator: Authenticator;
  cluster: Cluster;
  /** Sets the clock. @param seconds behind noon */
  isAt(seconds: number): void;
}

/** An authenticator at noon, that knows both keys; its cluster has the account, the pod and the Secret. */
export function gate(settings: AuthenticationSettings = {}, objects = [account, pod, bootstrapSecret()]): Gate {
  let now = noon * 1000;
  const cluster = createCluster(objects);
  const serviceAccounts = { issuer, publicKeys: [oldKeys().publicKey, keys().publicKey] };
  return {
    authenticator: createAuthenticator({ serviceAccounts, ...settings }, cluster, () => now),
    cluster,
    isAt(seconds) {
      now = (noon + seconds) * 1000;
    },
  };
}

export const userOfAccount = {
  name: 'system:serviceaccount:dev:web',
  uid: 'account-1',
  groups: ['system:serviceaccounts', 'system:serviceaccounts:dev', 'system:authenticated'],
};

export const userOfPod = {
  ...userOfAccount,
  extra: {
    'authentication.kubernetes.io/pod-name': ['web-1'],
    'authentication.kubernetes.io/pod-uid': ['pod-1'],
  },
};
