/**
 * Who may do what: users have roles, roles have permissions.
 *
 *     token ──► alice ──► reader ──► read [a, c)
 *                    ╰──► writer ──► readwrite [jobs/, jobs0)
 *
 * Users and roles are replicated, and a command is checked where it is applied: on each member, at the same place of the
 * log, with the same answer. A check before the proposal would be no check: permissions may be taken away in between.
 *
 * Nothing is checked until authentication is enabled. The user root, with the role root, may do everything, and users and
 * roles are root's alone. A password never comes here, only its hash.
 *
 * Source: the etcd documentation, "Role-based access control".
 */
import { compareBytes, text, utf8 } from '#kit/bytes.ts';
import type { Clock } from '#kit/clock.ts';
import type { AuthChange, Permission } from '#kit/etcd/auth-api.ts';
import { etcdFailure } from '#kit/etcd/errors.ts';
import { todo } from '#kit/todo.ts';
import { fromJson, toJson } from './json.ts';
import { isCovered, type KeysOf, needsOf, type Request } from './permissions.ts';
import { createTokens } from './tokens.ts';

export interface Auth {
  isEnabled(): boolean;
  /**
   * Whether the user may do this; it is the same on every member.
   *
   * @param user `undefined` for whoever has not said who they are
   * @throws {Failure} `user-empty`, `permission-denied`
   */
  check(user: string | undefined, request: Request, keysOf?: KeysOf): void;
  /** As `check`, for what only root may do. */
  checkRoot(user: string | undefined): void;
  /** Makes a change. Replicated. @throws {Failure} why it is refused; nothing has changed then */
  apply(change: AuthChange): void;
  /**
   * Whose token it is, where authentication is enabled.
   *
   * @throws {Failure} `invalid-auth-token`
   */
  userOf(token: string): string | undefined;
  /** @returns `undefined` where there is no such user, or it has no password */
  passwordHashOf(user: string): string | undefined;
  /** Names, sorted. */
  users(): string[];
  roles(): string[];
  /** The user's roles, sorted. @throws {Failure} `user-not-found` */
  rolesOf(user: string): string[];
  /** By ascending key. @throws {Failure} `role-not-found` */
  permissionsOf(role: string): Permission[];
  /** Users, roles and whether it is enabled; no tokens: who has one asks for another. */
  snapshot(): Uint8Array;
  /** @param state what `snapshot` gave; nothing for no users, no roles, not enabled */
  restore(state: Uint8Array | undefined): void;
}

/** The user, and the role, that may do everything. */
const root = 'root';

interface User {
  passwordHash?: string;
  roles: string[];
}

interface AuthState {
  enabled: boolean;
  users: Record<string, User>;
  roles: Record<string, Permission[]>;
}

/** @param clock for how long a token is good */
export function createAuth(clock: Clock): Auth {
  const tokens = createTokens(clock);
  let enabled = false;
  let users = new Map<string, User>();
  let roles = new Map<string, Permission[]>();

  function getUser(name: string): User {
    const user = users.get(name);
    if (!user) throw etcdFailure('user-not-found');
    return user;
  }

  function getRole(name: string): Permission[] {
    const role = roles.get(name);
    if (!role) throw etcdFailure('role-not-found');
    return role;
  }

  /** A user who is known, where authentication is enabled. */
  function known(name: string | undefined): User {
    if (!name) throw etcdFailure('user-empty');
    const user = users.get(name);
    if (!user) throw etcdFailure('permission-denied');
    return user;
  }

  /** Root must not lock itself out. */
  function protect(isRoot: boolean): void {
    if (enabled && isRoot) throw etcdFailure('invalid-auth-management');
  }

  const changes: { [Type in AuthChange['type']]: (change: Extract<AuthChange, { type: Type }>) => void } = {
    enable() {
      todo('4.10', 'Only where there is a root who may do everything.');
    },
    disable() {
      enabled = false;
      tokens.forgetAll();
    },
    token({ name, token, passwordHash }) {
      todo('4.10', "Only while authentication is enabled, and the password that was shown is still the user's.");
    },
    'user-add'({ name, passwordHash }) {
      if (name === '') throw etcdFailure('user-empty');
      if (users.has(name)) throw etcdFailure('user-exists');
      users.set(name, { ...(passwordHash !== undefined && { passwordHash }), roles: [] });
    },
    'user-delete'({ name }) {
      protect(name === root);
      getUser(name);
      users.delete(name);
      tokens.forget(name);
    },
    'user-change-password'({ name, passwordHash }) {
      getUser(name).passwordHash = passwordHash;
      tokens.forget(name);
    },
    'user-grant-role'({ name, role }) {
      todo('4.10', 'Add the role once; the role root need not have been made.');
    },
    'user-revoke-role'({ name, role }) {
      todo('4.10', 'Take the role away, if the user has it.');
    },
    'role-add'({ role }) {
      if (role === '') throw etcdFailure('role-empty');
      if (roles.has(role)) throw etcdFailure('role-exists');
      roles.set(role, []);
    },
    'role-delete'({ role }) {
      todo('4.10', 'Forget the role, and take it from every user.');
    },
    'role-grant-permission'({ role, permission }) {
      todo('4.10', 'It replaces one for just these keys.');
    },
    'role-revoke-permission'({ role, key, rangeEnd }) {
      todo('4.10', 'Take away the one for just these keys.');
    },
  };

  const auth: Auth = {
    isEnabled: () => enabled,
    check(name, request, keysOf = () => []) {
      if (!enabled) return;
      todo('4.10', 'Tokens are for everybody, other changes for root; all else for whoever has the permissions.');
    },
    checkRoot(name) {
      if (enabled && !known(name).roles.includes(root)) throw etcdFailure('permission-denied');
    },
    apply: (change) => (changes[change.type] as (change: AuthChange) => void)(change),
    userOf: (token) => (enabled ? tokens.userOf(token) : undefined),
    passwordHashOf: (name) => users.get(name)?.passwordHash,
    users: () => [...users.keys()].sort(),
    roles: () => [...roles.keys()].sort(),
    rolesOf: (name) => [...getUser(name).roles],
    permissionsOf: (name) => [...getRole(name)],
    snapshot: () =>
      utf8(toJson({ enabled, users: Object.fromEntries(users), roles: Object.fromEntries(roles) } satisfies AuthState)),
    restore(state) {
      const restored = state ? (fromJson(text(state)) as AuthState) : { enabled: false, users: {}, roles: {} };
      enabled = restored.enabled;
      users = new Map(Object.entries(restored.users));
      roles = new Map(Object.entries(restored.roles));
      tokens.forgetAll();
    },
  };
  return auth;
}

type Keys = Pick<Permission, 'key' | 'rangeEnd'>;

const none = new Uint8Array(0);

function byKeys(a: Keys, b: Keys): number {
  return compareBytes(a.key, b.key) || compareBytes(a.rangeEnd ?? none, b.rangeEnd ?? none);
}

function hasSameKeys(a: Keys, b: Keys): boolean {
  return byKeys(a, b) === 0;
}
