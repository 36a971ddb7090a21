/**
 * Who asks? Everything behind this link knows a name and groups, and nothing of certificates and tokens.
 *
 *     client certificate  CN=alice, O=dev          ──►  alice   of dev, system:authenticated
 *     Authorization: Bearer eyJhbGci…              ──►  system:serviceaccount:default:web   of system:serviceaccounts, …
 *     nothing                                      ──►  system:anonymous   of system:unauthenticated
 *     Authorization: Bearer wrong                  ──►  401: who claims to be somebody must be somebody
 *
 * Source: Kubernetes documentation, "Authenticating".
 */
import type { ClusterObjects } from '#kit/kubernetes/cluster-objects.ts';
import type { ApiRequest, Link, UserInfo } from '#kit/kubernetes/http.ts';
import { todo } from '#kit/todo.ts';
import type { ServiceAccountKeys } from './tokens.ts';

export interface AuthenticationSettings {
  /** Users by their tokens. */
  staticTokens?: Record<string, UserInfo>;
  /** No token of a service account is good unless said. */
  serviceAccounts?: ServiceAccountKeys;
  /** Whether requests without credentials are let through; yes unless said. */
  anonymous?: boolean;
}

export interface Authenticator {
  /** Rejects with `Unauthorized`. */
  authenticate(request: ApiRequest): Promise<UserInfo>;
  /**
   * The user of a token, as `authenticate` would say; nothing if it is nobody's.
   *
   * @param audiences whom the token of a service account must be meant for; the server's own unless said
   */
  userOfToken(token: string, audiences?: string[]): Promise<UserInfo | undefined>;
}

/**
 * @param objects where the ServiceAccounts, Pods and Secrets are looked up that tokens speak of
 * @param now milliseconds since 1970
 */
export function createAuthenticator(
  settings: AuthenticationSettings,
  objects: ClusterObjects,
  now: () => number,
): Authenticator {
  const authenticator: Authenticator = {
    /**
     * A certificate counts first: its common name is the user and its organizations are the groups; one without a common
     * name says nothing. Then the bearer token. A request with neither is anonymous. The word `Bearer` may be written in small
     * letters or capitals; any other scheme counts as no token, and so does `Bearer` with nothing behind it.
     */
    async authenticate({ certificate, headers }) {
      todo('5.2', 'Certificate, token, anonymous: the first that is there says who it is, or that it is nobody.');
    },

    /** Static tokens first, then service accounts, then bootstrap tokens. Who is found is in `system:authenticated`, too. */
    async userOfToken(token, audiences) {
      todo('5.2', 'Ask each kind in turn.');
    },
  };
  return authenticator;
}

/** Passes a request on with its user. */
export function authenticate(authenticator: Authenticator): Link {
  return (next) => async (context) => {
    const user = await authenticator.authenticate(context.request);
    return next({ ...context, user });
  };
}
