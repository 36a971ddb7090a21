/**
 * Nobody can give what they do not have. Else whoever may write roles would make themselves the administrator.
 *
 *     bob has  { get, list: pods in dev }
 *       creates a Role in dev   { get: pods }           yes: he has that
 *       creates a Role in dev   { get: secrets }        no
 *       binds ClusterRole admin in dev                  no: it holds what he has not
 *
 * Two verbs are the way around, for those who are trusted to: `escalate` on a role allows any rules in it, `bind` on a role
 * allows binding it whatever it holds.
 *
 * Source: Kubernetes documentation, "Using RBAC Authorization", "Privilege escalation prevention and bootstrapping".
 */
import type { ClusterObjects } from '#kit/kubernetes/cluster-objects.ts';
import type { UserInfo, WriteStep } from '#kit/kubernetes/http.ts';
import { todo } from '#kit/todo.ts';
import type { Authorizer } from './authorize.ts';
import type { PolicyRule } from './rbac.ts';

const rbacGroup = 'rbac.authorization.k8s.io';

/**
 * Lets a write of a role or binding pass if its user has all that it would give, in that namespace, or may `escalate` or
 * `bind`. Members of `system:masters` may do everything. So may anyone write what gives no more than before: an update that
 * leaves the rules (of a binding: role and subjects) alone. All other writes pass.
 *
 * A ClusterRole with an `aggregationRule` may get any rule one day, so writing it asks for all rules there can be; binding it,
 * for what it holds now. Who may `bind` or `escalate` is asked of the authorizer, with the role's group, resource, namespace
 * and name; then nobody asks what the role holds, or whether it is there.
 *
 * Rejects with `Forbidden`; the reason lists the rules that are missing. Rejects with `NotFound`, of the role, where a binding
 * refers to none that is there: what it will hold one day, nobody knows.
 */
export function preventEscalation(authorizer: Authorizer, objects: ClusterObjects): WriteStep {
  return async (write) => {
    if (write.resource.group !== rbacGroup) return write;
    todo(
      '5.3',
      'Find the rules that the write gives and whoever may give any; then see whether the user has them all.',
    );
  };
}

/**
 * The part of the wanted rules that the others do not cover, as rules for one verb and one resource (or path) each; empty if
 * nothing is missing. A rule is covered in its parts, each by one rule: `{ get, list: pods }` by `{ get: pods }` and
 * `{ list: * }` together. A rule for all names is not covered by one for some.
 */
export function missingRules(have: PolicyRule[], wanted: PolicyRule[]): PolicyRule[] {
  todo('5.3', 'Break the wanted rules into their smallest parts, and look for a rule that covers each part.');
}

/** Given: why a write is refused. @param missing what its user does not have */
function refusalText({ name, groups }: UserInfo, missing: PolicyRule[]): string {
  const who = `user ${JSON.stringify(name)} (groups=${list(groups)})`;
  const rules = compact(missing).map(ruleText).join('\n');
  return `${who} is attempting to grant RBAC permissions not currently held:\n${rules}`;
}

/** Parts that differ only by their verb, put together again. */
function compact(parts: PolicyRule[]): PolicyRule[] {
  const rules = new Map<string, PolicyRule>();
  for (const { verbs, ...rest } of parts) {
    const key = JSON.stringify(rest);
    rules.set(key, { ...rest, verbs: [...(rules.get(key)?.verbs ?? []), ...verbs] });
  }
  return [...rules.values()];
}

/** As Kubernetes shows it: `{APIGroups:[""], Resources:["pods"], Verbs:["get" "list"]}`. */
function ruleText({ apiGroups, resources, nonResourceURLs, resourceNames, verbs }: PolicyRule): string {
  const fields = { APIGroups: apiGroups, Resources: resources, NonResourceURLs: nonResourceURLs };
  const named = Object.entries({ ...fields, ResourceNames: resourceNames, Verbs: verbs });
  return `{${named.flatMap(([field, texts]) => (texts ? [`${field}:${list(texts)}`] : [])).join(', ')}}`;
}

function list(texts: string[]): string {
  return `[${texts.map((text) => JSON.stringify(text)).join(' ')}]`;
}
