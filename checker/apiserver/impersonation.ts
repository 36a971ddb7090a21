/**
 * `kubectl --as alice`: a request in somebody else's name, for those who may impersonate. Stands between authentication and
 * authorization, so that the request is then judged as alice's.
 *
 *     Impersonate-User: alice, Impersonate-Group: developers     by admin
 *       may admin "impersonate" users "alice" and groups "developers"?  ──► user alice of developers
 *
 * Known limits: uids and extra fields cannot be impersonated.
 *
 * Source: Kubernetes documentation, "User Impersonation".
 */
import type { Authorizer } from '#api-server/authorize.ts';
import type { Link, UserInfo } from '#kit/kubernetes/http.ts';
import { badRequest, cannot, forbidden } from '#kit/kubernetes/status.ts';

export function impersonation(authorizer: Authorizer): Link {
  return (next) => async (context) => {
    const asked = impersonated(context.request.headers);
    if (!asked) return next(context);
    await mayImpersonate(authorizer, context.user, 'users', asked.name);
    for (const group of asked.groups) await mayImpersonate(authorizer, context.user, 'groups', group);
    const own = asked.name === 'system:anonymous' ? 'system:unauthenticated' : 'system:authenticated';
    return next({ ...context, user: { ...asked, groups: [...asked.groups, ...accountGroups(asked.name), own] } });
  };
}

function impersonated(headers: Record<string, string>): UserInfo | undefined {
  const { 'impersonate-user': name, 'impersonate-group': groups } = headers;
  if (name) return { name, groups: groups === undefined ? [] : groups.split(', ') };
  if (Object.keys(headers).some((header) => header.startsWith('impersonate-'))) {
    throw badRequest('requested groups, a uid or extra fields without impersonating a user');
  }
  return undefined;
}

async function mayImpersonate(authorizer: Authorizer, user: UserInfo, kind: string, name: string): Promise<void> {
  const [resource, namespace, named] = targetOf(kind, name);
  const action = {
    ...{ isResource: true, path: '', verb: 'impersonate', group: '', subresource: '' },
    ...{ resource, namespace, name: named },
  };
  const { allowed } = await authorizer.authorize(user, action);
  if (!allowed) throw forbidden({ group: '', resource }, named, cannot(user.name, 'impersonate', action));
}

const account = /^system:serviceaccount:([^:]+):([^:]+)$/;

function targetOf(kind: string, name: string): [resource: string, namespace: string, name: string] {
  const [, namespace, own] = account.exec(kind === 'users' ? name : '') ?? [];
  return own === undefined ? [kind, '', name] : ['serviceaccounts', namespace, own];
}

function accountGroups(name: string): string[] {
  const [, namespace] = account.exec(name) ?? [];
  return namespace === undefined ? [] : ['system:serviceaccounts', `system:serviceaccounts:${namespace}`];
}
