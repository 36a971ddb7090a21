/**
 * Given: what an administrator can ask of a member, on the parts that do it. Passwords end here: what goes on is a hash.
 */
import type { AuthChange, AuthRequest, EtcdAuth } from '#kit/etcd/auth-api.ts';
import { etcdFailure } from '#kit/etcd/errors.ts';
import type { ServerParts } from './client-api.ts';
import { hashPassword, isPassword, newToken } from './passwords.ts';

/** @param asker says who asks, at each request; throws `invalid-auth-token` */
export function createAuthApi(parts: ServerParts, asker: () => string | undefined): EtcdAuth {
  const { auth, waiting, proposer, replica, header } = parts;

  /** Answers from what everybody was told of up to now. @param own what a user may see that is not root */
  async function look<T extends object>(answer: () => T, own = (_user: string) => false) {
    const user = asker();
    await waiting.wait(() => replica.read());
    if (user === undefined || !own(user)) auth.checkRoot(user);
    return { header: header(), ...answer() };
  }

  async function change(change: AuthChange) {
    await proposer.propose({ type: 'auth', change }, asker());
    return { header: header() };
  }

  return {
    async authenticate(name, password) {
      await waiting.wait(() => replica.read());
      if (!auth.isEnabled()) throw etcdFailure('auth-not-enabled');
      const passwordHash = auth.passwordHashOf(name);
      if (passwordHash === undefined || !(await isPassword(password, passwordHash))) {
        throw etcdFailure('authentication-failed');
      }
      const token = newToken();
      await proposer.propose({ type: 'auth', change: { type: 'token', name, token, passwordHash } });
      return { header: header(), token };
    },
    changeAuth: async (request) => change(await withoutPassword(request)),
    users: () => look(() => ({ users: auth.users() })),
    user: (name) =>
      look(
        () => ({ roles: auth.rolesOf(name) }),
        (user) => user === name,
      ),
    roles: () => look(() => ({ roles: auth.roles() })),
    role: (name) =>
      look(
        () => ({ permissions: auth.permissionsOf(name) }),
        (user) => auth.users().includes(user) && auth.rolesOf(user).includes(name),
      ),
  };
}

async function withoutPassword(request: AuthRequest): Promise<AuthChange> {
  if (request.type === 'user-add') {
    const { type, name, password } = request;
    return { type, name, ...(password !== undefined && { passwordHash: await hashPassword(password) }) };
  }
  if (request.type === 'user-change-password') {
    const { type, name, password } = request;
    return { type, name, passwordHash: await hashPassword(password) };
  }
  return request;
}
