/** Roles and bindings in a line each, and how they read. */
import type { Action } from '#api-server/authorize.ts';
import type { PolicyRule, Subject } from '#api-server/rbac.ts';
import type { UserInfo } from '#kit/kubernetes/http.ts';
import type { KubernetesObject } from '#kit/objects.ts';

const apiGroup = 'rbac.authorization.k8s.io';
const apiVersion = `${apiGroup}/v1`;

/** A Role, or without a namespace a ClusterRole. @param name `NAMESPACE/NAME` or `NAME` */
export function role(
  name: string,
  rules: PolicyRule[] | undefined,
  rest: Record<string, unknown> = {},
): KubernetesObject {
  const metadata = metaOf(name);
  return { apiVersion, kind: metadata.namespace ? 'Role' : 'ClusterRole', metadata, ...(rules && { rules }), ...rest };
}

/** A ClusterRole with labels. */
export function labelled(name: string, labels: Record<string, string>, rules: PolicyRule[]): KubernetesObject {
  return { ...role(name, rules), metadata: { name, labels } };
}

/**
 * A RoleBinding, or without a namespace a ClusterRoleBinding.
 *
 * @param to `Role/NAME` or `ClusterRole/NAME`
 */
export function binding(name: string, to: string, subjects: Subject[] | undefined): KubernetesObject {
  const metadata = metaOf(name);
  const [kind, roleName] = to.split('/');
  const roleRef = { apiGroup, kind, name: roleName };
  const own = { roleRef, ...(subjects && { subjects }) };
  return { apiVersion, kind: metadata.namespace ? 'RoleBinding' : 'ClusterRoleBinding', metadata, ...own };
}

function metaOf(text: string): { name: string; namespace?: string } {
  const [first, second] = text.split('/');
  return second === undefined ? { name: first } : { name: second, namespace: first };
}

export const userSubject = (name: string): Subject => ({ kind: 'User', name });
export const groupSubject = (name: string): Subject => ({ kind: 'Group', name });
export const accountSubject = (name: string, namespace?: string): Subject => ({
  kind: 'ServiceAccount',
  name,
  ...(namespace !== undefined && { namespace }),
});

export function user(name: string, ...groups: string[]): UserInfo {
  return { name, groups };
}

/** `get pods in the core group`, with any other field of a rule changed. */
export const getPods: PolicyRule = { verbs: ['get'], apiGroups: [''], resources: ['pods'] };

const nothing = { group: '', resource: '', subresource: '', namespace: '', name: '' };

/** `get dev/pods/log/web` is `act('get', 'pods/log', { namespace: 'dev', name: 'web' })`. */
export function act(verb: string, resource: string, rest: Partial<Action> = {}): Action {
  const [plural, subresource = ''] = resource.split('/');
  return { ...nothing, isResource: true, path: '', verb, resource: plural, subresource, ...rest };
}

export function actOnPath(verb: string, path: string): Action {
  return { ...nothing, isResource: false, path, verb };
}

export function actionInWords({
  isResource,
  path,
  verb,
  group,
  resource,
  subresource,
  namespace,
  name,
}: Action): string {
  if (!isResource) return `${verb} the path ${path}`;
  const what = `${resource}${subresource && `/${subresource}`}${group && `.${group}`}`;
  return `${verb} ${what}${name && ` "${name}"`}${namespace === '' ? '' : ` in "${namespace}"`}`;
}

export function ruleInWords(rule: PolicyRule): string {
  const fields = Object.entries(rule).map(([field, texts]) => `${field} [${texts.map(quoted).join(' ')}]`);
  return `{ ${fields.join(', ')} }`;
}

function quoted(text: string): string {
  return text === '' ? '""' : text;
}

/** A role or a binding, as a line of the run. */
export function inWords({ kind, metadata, rules, roleRef, subjects, aggregationRule }: KubernetesObject): string {
  const { name, namespace, labels } = metadata;
  const title = `${kind} ${namespace ? `${namespace}/` : ''}${name}${labels ? ` ${JSON.stringify(labels)}` : ''}`;
  if (roleRef) {
    const { kind: roleKind, name: roleName } = roleRef as { kind: string; name: string };
    const to = ((subjects ?? []) as Subject[]).map(
      (each) => `${each.kind} ${each.namespace ? `${each.namespace}/` : ''}${each.name}`,
    );
    return `${title}: ${roleKind} ${roleName} to ${to.join(', ') || 'nobody'}`;
  }
  const own = ((rules ?? []) as PolicyRule[]).map(ruleInWords).join(' ');
  if (!aggregationRule) return `${title}: ${own || 'no rules'}`;
  return `${title}: all that ${JSON.stringify(aggregationRule)} selects${own && `; in \`rules\` stands ${own}`}`;
}
