/**
 * The calls of etcd's Auth service. A backend that has no users and roles answers that there is no such call.
 */
import { Failure } from '../failure.ts';
import type { ResponseHeader } from './api.ts';
import type { AuthRequest, EtcdAuth } from './auth-api.ts';
import * as auth from './auth-messages.ts';
import { emptyRequest } from './lease-messages.ts';
import { headerOnly } from './messages.ts';
import type { Codec } from './protobuf.ts';
import { type Served, type Unary, unary } from './service.ts';

/** A call that changes users or roles. */
function change<Request>(
  request: Codec<Request>,
  toChange: (request: Request) => AuthRequest,
): Unary<unknown, unknown> {
  return unary({ request, response: headerOnly, run: (backend, asked) => authOf(backend).changeAuth(toChange(asked)) });
}

/** A call that is answered with names. */
function names<Request>(
  request: Codec<Request>,
  ask: (of: EtcdAuth, request: Request) => Promise<{ header: ResponseHeader; names: string[] }>,
): Unary<unknown, unknown> {
  return unary({ request, response: auth.namesResponse, run: (backend, asked) => ask(authOf(backend), asked) });
}

function authOf(backend: Served): EtcdAuth {
  if (!backend.changeAuth) throw new Failure('todo', 'this etcd has no users and roles');
  return backend as EtcdAuth;
}

export const authMethods = {
  '/etcdserverpb.Auth/AuthEnable': change(emptyRequest, () => ({ type: 'enable' })),
  '/etcdserverpb.Auth/AuthDisable': change(emptyRequest, () => ({ type: 'disable' })),
  '/etcdserverpb.Auth/Authenticate': unary({
    request: auth.passwordRequest,
    response: auth.authenticateResponse,
    run: (backend, { name, password }) => authOf(backend).authenticate(name, password),
  }),
  '/etcdserverpb.Auth/UserAdd': change(auth.userAddRequest, ({ name, password, options }) =>
    options?.noPassword ? { type: 'user-add', name } : { type: 'user-add', name, password },
  ),
  '/etcdserverpb.Auth/UserGet': names(auth.nameRequest, async (of, { name }) => {
    const { header, roles } = await of.user(name);
    return { header, names: roles };
  }),
  '/etcdserverpb.Auth/UserList': names(emptyRequest, async (of) => {
    const { header, users } = await of.users();
    return { header, names: users };
  }),
  '/etcdserverpb.Auth/UserDelete': change(auth.nameRequest, ({ name }) => ({ type: 'user-delete', name })),
  '/etcdserverpb.Auth/UserChangePassword': change(auth.passwordRequest, (asked) => ({
    type: 'user-change-password',
    ...asked,
  })),
  '/etcdserverpb.Auth/UserGrantRole': change(auth.userRoleRequest, (asked) => ({ type: 'user-grant-role', ...asked })),
  '/etcdserverpb.Auth/UserRevokeRole': change(auth.userRoleRequest, (asked) => ({
    type: 'user-revoke-role',
    ...asked,
  })),
  '/etcdserverpb.Auth/RoleAdd': change(auth.nameRequest, ({ name }) => ({ type: 'role-add', role: name })),
  '/etcdserverpb.Auth/RoleGet': unary({
    request: auth.nameRequest,
    response: auth.roleResponse,
    run: (backend, { name }) => authOf(backend).role(name),
  }),
  '/etcdserverpb.Auth/RoleList': names(emptyRequest, async (of) => {
    const { header, roles } = await of.roles();
    return { header, names: roles };
  }),
  '/etcdserverpb.Auth/RoleDelete': change(auth.nameRequest, ({ name }) => ({ type: 'role-delete', role: name })),
  '/etcdserverpb.Auth/RoleGrantPermission': change(auth.grantRequest, (asked) => ({
    type: 'role-grant-permission',
    ...asked,
  })),
  '/etcdserverpb.Auth/RoleRevokePermission': change(auth.revokeRequest, (asked) => ({
    type: 'role-revoke-permission',
    ...asked,
  })),
};
