/** The bodies of the requests that the show makes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../paths.ts';

/** In YAML, as kubectl would never send it; the API server reads that, too. */
export const nginx = readFileSync(join(root, 'nginx.yaml'), 'utf8');

export function pod(name: string, port = 80, finalizers?: string[]): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, ...(finalizers && { finalizers }) },
    spec: { containers: [{ name: 'web', image: 'nginx:1.27', ports: [{ containerPort: port }] }] },
  };
}

/** A value of the wrong type. */
export const threeInWords = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: { replicas: 'three' },
};

/** vera may read what is in the namespace default, and nothing else. */
export const viewers = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'RoleBinding',
  metadata: { name: 'viewers', namespace: 'default' },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
  subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'vera' }],
};
