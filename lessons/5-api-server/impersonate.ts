/**
 * Given: acting as somebody else, for those who may. Who asks with these headers and may not is refused, never served as
 * themselves.
 *
 *     kubectl get pods --as=bob --as-group=dev     Impersonate-User: bob    Impersonate-Group: dev
 *
 * It needs the verb `impersonate`: on `users`, `groups` and `uids`, or for a service account on `serviceaccounts` in its
 * namespace, with the name of each. One group a request: HTTP joins several by commas, and so do we.
 *
 * Left out: extra fields, which are refused.
 *
 * Source: Kubernetes documentation, "Authenticating", "User impersonation".
 */
import type { Context, Link, UserInfo } from '#kit/kubernetes/http.ts';
import { badRequest, cannot, forbidden } from '#kit/kubernetes/status.ts';
import type { Action, Authorizer } from './authorize.ts';

/** Passes a request on as the user that it asks for, or as it came. Rejects with `Forbidden`. */
export function impersonate(authorizer: Authorizer): Link {
  return (next) => async (context) => {
    const asked = askedUser(context);
    if (!asked) return next(context);
    for (const action of neededFor(asked)) await mustMay(authorizer, context.user, action);
    return next({ ...context, user: withOwnGroups(asked) });
  };
}

function askedUser({ request: { headers } }: Context): UserInfo | undefined {
  const names = Object.keys(headers).filter((header) => header.startsWith('impersonate-'));
  if (names.length === 0) return undefined;
  const { 'impersonate-user': name, 'impersonate-uid': uid, 'impersonate-group': groups = '' } = headers;
  if (!name) throw badRequest('requested other impersonation without impersonating a user');
  if (names.some((header) => header.startsWith('impersonate-extra-'))) {
    throw badRequest('impersonating extra fields is not supported');
  }
  const list = groups.split(',').map((group) => group.trim());
  return { name, ...(uid && { uid }), groups: list.filter((group) => group !== '') };
}

const account = /^system:serviceaccount:([^:]+):([^:]+)$/;

function neededFor({ name, uid, groups }: UserInfo): Action[] {
  const [, namespace, accountName] = account.exec(name) ?? [];
  const self = accountName ? action('serviceaccounts', accountName, namespace) : action('users', name);
  return [self, ...groups.map((group) => action('groups', group)), ...(uid ? [action('uids', uid)] : [])];
}

function action(resource: string, name: string, namespace = ''): Action {
  const group = resource === 'uids' ? 'authentication.k8s.io' : '';
  return { isResource: true, path: '', verb: 'impersonate', group, resource, subresource: '', namespace, name };
}

async function mustMay(authorizer: Authorizer, user: UserInfo, needed: Action): Promise<void> {
  const { allowed } = await authorizer.authorize(user, needed);
  if (!allowed) throw forbidden(needed, needed.name, cannot(user.name, needed.verb, needed));
}

/** The groups that everyone of the name is in, unless groups were asked for. */
function withOwnGroups(user: UserInfo): UserInfo {
  const [, namespace] = account.exec(user.name) ?? [];
  const asAccount = namespace ? ['system:serviceaccounts', `system:serviceaccounts:${namespace}`] : [];
  const own = user.groups.length > 0 ? user.groups : asAccount;
  const standing = user.name === 'system:anonymous' ? 'system:unauthenticated' : 'system:authenticated';
  return { ...user, groups: own.includes(standing) ? own : [...own, standing] };
}
