/** Everybody who may come to a cluster, each with what they may do there, by another way than the server finds it out. */
import { defaultRoles } from '#api-server/default-roles.ts';
import type { UserInfo } from '#kit/kubernetes/http.ts';
import { collectionPath, type ResourceType } from '#kit/kubernetes/resources.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { namespace as home, objectOf } from './one-of-each.ts';
import { mayAnybodyKnown, mayInNamespace, type PeopleRole } from './permissions.ts';
import type { Attempt } from './safety.ts';
import { root, startWholeServer, type WholeServer } from './whole-server.ts';

export interface Person {
  what: string;
  /** Nobody in particular where it is missing. */
  user?: UserInfo;
  may(attempt: Attempt): boolean;
}

interface Rule {
  verbs: string[];
  apiGroups?: string[];
  resources?: string[];
  resourceNames?: string[];
}

const user = (name: string, ...groups: string[]): UserInfo => ({ name, groups });

/** `pods/log` */
export function thingOf({ type, subresource }: Attempt): string {
  return subresource === '' ? type.resource : `${type.resource}/${subresource}`;
}

function isKnown(attempt: Attempt): boolean {
  return mayAnybodyKnown(thingOf(attempt), attempt.verb);
}

function inNamespace(role: PeopleRole): Person {
  const may = (attempt: Attempt) =>
    isKnown(attempt) || (attempt.namespace === home && mayInNamespace(role, thingOf(attempt), attempt.verb));
  return { what: `${role} in a namespace`, user: user(`${role}-here`), may };
}

function allows({ verbs, apiGroups = [], resources = [], resourceNames }: Rule, attempt: Attempt): boolean {
  const has = (list: string[], value: string) => list.includes('*') || list.includes(value);
  const isNamed = resourceNames === undefined || resourceNames.includes(attempt.name);
  return has(verbs, attempt.verb) && has(apiGroups, attempt.type.group) && has(resources, thingOf(attempt)) && isNamed;
}

function byRules(who: UserInfo, what: string, rules: Rule[]): Person {
  return { what, user: who, may: (attempt) => isKnown(attempt) || rules.some((rule) => allows(rule, attempt)) };
}

function rulesOf(role: string): Rule[] {
  const { rules } = defaultRoles.find(({ kind, metadata }) => kind === 'ClusterRole' && metadata.name === role)!;
  return rules as Rule[];
}

const readerRules: Rule[] = [
  { verbs: ['get', 'list'], apiGroups: [''], resources: ['configmaps'] },
  { verbs: ['get'], apiGroups: [''], resources: ['secrets'], resourceNames: ['one'] },
  { verbs: ['*'], apiGroups: ['apps'], resources: ['deployments/scale'] },
];

const reader: Person = {
  what: 'a role of a namespace',
  user: user('reader-here'),
  may: (attempt) =>
    isKnown(attempt) || (attempt.namespace === home && readerRules.some((rule) => allows(rule, attempt))),
};

export const everybody: Person[] = [
  { what: 'nobody in particular', may: () => false },
  { what: 'somebody without roles', user: user('carol'), may: isKnown },
  inNamespace('view'),
  inNamespace('edit'),
  inNamespace('admin'),
  reader,
  byRules(user('system:node:one', 'system:nodes'), 'a node', rulesOf('system:node')),
  byRules(user('system:kube-controller-manager'), 'the controllers', rulesOf('system:kube-controller-manager')),
  { what: 'a cluster-admin', user: user('cluster-admin-here'), may: () => true },
  { what: 'a member of system:masters', user: root, may: () => true },
];

const rbac = '/apis/rbac.authorization.k8s.io/v1';
const apiGroup = 'rbac.authorization.k8s.io';

function bindingOf(kind: 'RoleBinding' | 'ClusterRoleBinding', roleKind: string, role: string): KubernetesObject {
  return {
    apiVersion: `${apiGroup}/v1`,
    ...{ kind, metadata: { name: `${role}-here` } },
    roleRef: { apiGroup, kind: roleKind, name: role },
    subjects: [{ apiGroup, kind: 'User', name: `${role}-here` }],
  };
}

/** A whole server with one of everything in two namespaces, of which one is where people have their roles. */
export async function startGuarded(): Promise<WholeServer & { types: ResourceType[] }> {
  const whole = await startWholeServer();
  const make = async (path: string, body: object) => {
    const { status, body: said } = await whole.ask(root, 'POST', path, { body });
    if (status !== 201) throw new Error(`${path}: ${JSON.stringify(said)}`);
  };
  const stored = (await whole.server.types()).filter(({ listKind }) => listKind !== '');
  for (const type of stored.filter(({ namespaced }) => !namespaced)) {
    await make(collectionPath(type, ''), objectOf(type.kind, type.resource === 'namespaces' ? home : 'one'));
  }
  await make('/api/v1/namespaces', objectOf('Namespace', 'other'));
  for (const place of [home, 'other']) {
    await make(`/api/v1/namespaces/${place}/serviceaccounts`, { metadata: { name: 'default' } });
    for (const type of stored.filter(({ namespaced }) => namespaced)) {
      await make(collectionPath(type, place), objectOf(type.kind, 'one', place));
    }
    const widget = { apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'one' } };
    await make(`/apis/example.com/v1/namespaces/${place}/widgets`, widget);
  }
  await make(`${rbac}/namespaces/${home}/roles`, { metadata: { name: 'reader' }, rules: readerRules });
  await make(`${rbac}/namespaces/${home}/rolebindings`, bindingOf('RoleBinding', 'Role', 'reader'));
  for (const role of ['view', 'edit', 'admin']) {
    await make(`${rbac}/namespaces/${home}/rolebindings`, bindingOf('RoleBinding', 'ClusterRole', role));
  }
  await make(`${rbac}/clusterrolebindings`, bindingOf('ClusterRoleBinding', 'ClusterRole', 'cluster-admin'));
  return { ...whole, types: await whole.server.types() };
}
