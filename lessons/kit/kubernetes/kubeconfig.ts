/**
 * The file that tells kubectl where the cluster is, whom to believe there, and who its user is. JSON is YAML too, but
 * people open this file, and so it is written as they know it.
 */
import { stringify } from 'yaml';
import type { KeyAndCertificate } from './certificates.ts';

export interface KubeconfigParts {
  /** `https://127.0.0.1:6443` */
  server: string;
  /** In PEM: the authority that has signed the server's certificate. */
  authority: string;
  user: string;
  /** What the user shows: a certificate or a token. */
  credentials: KeyAndCertificate | { token: string };
  /** Of the cluster; `slipway` unless said. */
  cluster?: string;
}

/** The text of a kubeconfig with one cluster, one user and one context. */
export function kubeconfigOf({ server, authority, user, credentials, cluster = 'slipway' }: KubeconfigParts): string {
  const context = `${user}@${cluster}`;
  return stringify(
    {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: cluster, cluster: { server, 'certificate-authority-data': base64(authority) } }],
      users: [{ name: user, user: userPart(credentials) }],
      contexts: [{ name: context, context: { cluster, user } }],
      'current-context': context,
    },
    { lineWidth: 0 },
  );
}

function userPart(credentials: KubeconfigParts['credentials']): object {
  if ('token' in credentials) return { token: credentials.token };
  return {
    'client-certificate-data': base64(credentials.certificate),
    'client-key-data': base64(credentials.key),
  };
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
