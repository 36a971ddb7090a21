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
import { todo } from '#kit/todo.ts';
import type { Action } from './authorize.ts';

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
  todo('5.3', 'Compare each field; a field that the rule leaves out holds nothing, but for resourceNames.');
}

/**
 * Whether a binding's subject is this user. A service account is the user `system:serviceaccount:NAMESPACE:NAME`.
 *
 * @param namespace the binding's; empty for a ClusterRoleBinding, whose service accounts must say theirs
 */
export function subjectIs({ kind, name, namespace: own }: Subject, user: UserInfo, namespace: string): boolean {
  todo('5.3', 'Compare by kind; any other kind is nobody.');
}

/**
 * What a user has in a namespace: by ClusterRoleBindings, and by the RoleBindings of that namespace alone. A binding whose
 * role is missing gives nothing. An aggregated ClusterRole has the rules of those that its selectors choose, which may be
 * aggregated in turn, and none of its own.
 *
 * @param namespace empty: only what holds everywhere
 */
export async function grantsTo(user: UserInfo, namespace: string, objects: ClusterObjects): Promise<Grant[]> {
  todo('5.3', 'Find the bindings with the user among their subjects, then the rules of the role that each refers to.');
}

/** A RoleBinding or a ClusterRoleBinding. */
export interface Binding extends KubernetesObject {
  roleRef: { apiGroup: string; kind: string; name: string };
  subjects?: Subject[];
}
