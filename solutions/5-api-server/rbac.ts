/**
 * Roles are lists of rules; bindings say whose they are.
 *
 *     RoleBinding in "dev"  ──► Role in "dev"        its rules, in "dev"
 *     RoleBinding in "dev"  ──► ClusterRole          its rules, in "dev" only: one role serves every namespace
 *     ClusterRoleBinding    ──► ClusterRole          its rules, everywhere, and for paths that are no resources
 *
 * Rules only ever add up. There is no rule that forbids, so the order of roles and bindings means nothing.
 *
 * Source: Kubernetes documentation, "Using RBAC Authorization".
 */
import type { ClusterObjects } from '#kit/kubernetes/cluster-objects.ts';
import type { UserInfo } from '#kit/kubernetes/http.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import type { Action } from './authorize.ts';

//: solution

import { type LabelSelector, selectorMatches } from './label-match.ts';
//: end

/** What may be done: to resources, or to paths that are none. `*` in a list stands for all. */
export interface PolicyRule {
  verbs: string[];
  /** Empty text: the core group. */
  apiGroups?: string[];
  /** `pods`, `pods/log`, a `*` for all with all their subresources, or a `*` before `/scale` for that of every resource. */
  resources?: string[];
  /** Only objects of these names; missing or empty: all, and requests without a name. */
  resourceNames?: string[];
  /** Paths; one that ends in `*` stands for all that begin so. */
  nonResourceURLs?: string[];
}

export interface Subject {
  kind: 'User' | 'Group' | 'ServiceAccount';
  name: string;
  /** Of a service account; the binding's own unless said. */
  namespace?: string;
}

/** The rules that one binding gives to a user. */
export interface Grant {
  /** As in `RoleBinding "readers/dev" of ClusterRole "view" to User "alice"`. */
  reason: string;
  rules: PolicyRule[];
}

/**
 * Whether a rule allows an action, by every field of both: verb, group, resource with subresource, and name.
 *
 *     { verbs: [get], apiGroups: [''], resources: [pods] }           get pods: yes    get pods/log: no
 *     { …, resources: ['*'] }                                        get pods/log: yes
 *     { …, resources: [pods], resourceNames: [web] }                 get web: yes     list: no    create: no
 *     { verbs: [get], nonResourceURLs: ['/healthz*'] }               get /healthz/etcd: yes
 *
 * `pods/*` is no pattern: it allows nothing.
 */
export function ruleAllows(rule: PolicyRule, action: Action): boolean {
  //: todo 5.3 Compare each field; a field that the rule leaves out holds nothing, but for resourceNames.
  if (!holds(rule.verbs, action.verb)) return false;
  if (!action.isResource) return (rule.nonResourceURLs ?? []).some((pattern) => pathMatches(pattern, action.path));
  return (
    holds(rule.apiGroups, action.group) &&
    (rule.resources ?? []).some((pattern) => resourceMatches(pattern, action)) &&
    nameMatches(rule.resourceNames, action.name)
  );
  //: end
}
//: solution

function holds(list: string[] | undefined, wanted: string): boolean {
  return list !== undefined && (list.includes('*') || list.includes(wanted));
}

/** Whether one path of a rule covers a path, or another rule's pattern. */
export function pathMatches(pattern: string, path: string): boolean {
  return pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : pattern === path;
}

function resourceMatches(pattern: string, { resource, subresource }: Action): boolean {
  if (pattern === '*') return true;
  if (subresource === '') return pattern === resource;
  return pattern === `${resource}/${subresource}` || pattern === `*/${subresource}`;
}

function nameMatches(names: string[] = [], name: string): boolean {
  return names.length === 0 || names.includes(name);
}
//: end

/**
 * Whether a binding's subject is this user. A service account is the user `system:serviceaccount:NAMESPACE:NAME`.
 *
 * @param namespace the binding's; empty for a ClusterRoleBinding, whose service accounts must say theirs
 */
export function subjectIs({ kind, name, namespace: own }: Subject, user: UserInfo, namespace: string): boolean {
  //: todo 5.3 Compare by kind; any other kind is nobody.
  if (kind === 'User') return user.name === name;
  if (kind === 'Group') return user.groups.includes(name);
  const home = own || namespace;
  return kind === 'ServiceAccount' && home !== '' && user.name === `system:serviceaccount:${home}:${name}`;
  //: end
}

/**
 * What a user has in a namespace: by ClusterRoleBindings, and by the RoleBindings of that namespace alone. A binding whose
 * role is missing gives nothing. An aggregated ClusterRole has the rules of those that its selectors choose, which may be
 * aggregated in turn, and none of its own.
 *
 * @param namespace empty: only what holds everywhere
 */
export async function grantsTo(user: UserInfo, namespace: string, objects: ClusterObjects): Promise<Grant[]> {
  //: todo 5.3 Find the bindings with the user among their subjects, then the rules of the role that each refers to.
  const everywhere = await objects.list('clusterrolebindings', '');
  const here = namespace === '' ? [] : await objects.list('rolebindings', namespace);
  const bindings = [...everywhere, ...here] as Binding[];
  const grants: Grant[] = [];
  for (const binding of bindings) {
    const own = binding.metadata.namespace ?? '';
    const subject = binding.subjects?.find((each) => subjectIs(each, user, own));
    if (!subject) continue;
    grants.push({
      reason: reasonOf(binding, subject),
      rules: (await rulesOfRole(binding.roleRef, own, objects)) ?? [],
    });
  }
  return grants;
  //: end
}

/** A RoleBinding or a ClusterRoleBinding. */
export interface Binding extends KubernetesObject {
  roleRef: { apiGroup: string; kind: string; name: string };
  subjects?: Subject[];
}
//: solution

/** A Role or a ClusterRole. */
export interface Role extends KubernetesObject {
  rules?: PolicyRule[];
  aggregationRule?: { clusterRoleSelectors?: LabelSelector[] };
}

function reasonOf({ metadata: { name, namespace }, roleRef }: Binding, subject: Subject): string {
  const binding = namespace ? `RoleBinding "${name}/${namespace}"` : `ClusterRoleBinding "${name}"`;
  return `${binding} of ${roleRef.kind} "${roleRef.name}" to ${subject.kind} "${subjectName(subject, namespace)}"`;
}

function subjectName({ kind, name, namespace }: Subject, bindingNamespace = ''): string {
  return kind === 'ServiceAccount' ? `${name}/${namespace || bindingNamespace}` : name;
}

/** The rules that a binding in this namespace hands out; nothing where there is no such role. */
export async function rulesOfRole(
  { kind, name }: Binding['roleRef'],
  namespace: string,
  objects: ClusterObjects,
): Promise<PolicyRule[] | undefined> {
  if (kind === 'ClusterRole') return rulesOfClusterRole(name, objects);
  if (kind !== 'Role' || namespace === '') return undefined;
  const role = (await objects.get('roles', namespace, name)) as Role | undefined;
  return role && (role.rules ?? []);
}

async function rulesOfClusterRole(name: string, objects: ClusterObjects): Promise<PolicyRule[] | undefined> {
  const role = (await objects.get('clusterroles', '', name)) as Role | undefined;
  if (!role?.aggregationRule) return role && (role.rules ?? []);
  return aggregated(role, (await objects.list('clusterroles', '')) as Role[], new Set());
}

/** @param seen names of the roles that count already; roles may choose each other in a circle */
function aggregated(role: Role, all: Role[], seen: Set<string>): PolicyRule[] {
  if (seen.has(role.metadata.name)) return [];
  seen.add(role.metadata.name);
  if (!role.aggregationRule) return role.rules ?? [];
  const selectors = role.aggregationRule.clusterRoleSelectors ?? [];
  const chosen = all.filter(({ metadata }) => selectors.some((each) => selectorMatches(each, metadata.labels ?? {})));
  return chosen.flatMap((each) => aggregated(each, all, seen));
}
//: end
