/** Users and roles in the hands of a script: each change is a step of the report. */
import type { AuthChange, Permission } from '#kit/etcd/auth-api.ts';
import { wireErrorOf } from '#kit/etcd/errors.ts';
import { codeOf } from '#kit/failure.ts';
import { type Auth, createAuth } from '#revisions/auth.ts';
import type { KeysOf, Request } from '#revisions/permissions.ts';
import { Rendered, show, type TestContext } from '../judge/exercise.ts';
import { createVirtualClock, type VirtualClock } from '../sim/virtual-clock.ts';
import { type Keys, selection } from './requests.ts';
import { selectionInWords } from './words.ts';

export interface AuthHand {
  auth: Auth;
  clock: VirtualClock;
  apply(change: AuthChange): void;
  /** A user with these roles. */
  user(name: string, ...roles: string[]): void;
  /** A role with these permissions. */
  role(role: string, ...permissions: Permission[]): void;
  /** Fails unless the user may do this. */
  allows(user: string | undefined, request: Request, because: string, keysOf?: KeysOf): void;
  /** The user root with the role root, and authentication is on. */
  enable(): void;
}

export function may(type: Permission['type'], keys: Keys): Permission {
  return { type, ...selection(keys) };
}

export function authInHand(t: TestContext): AuthHand {
  const clock = createVirtualClock();
  const auth = createAuth(clock);
  const apply = (change: AuthChange) => {
    t.step(changeInWords(change));
    auth.apply(change);
  };
  const hand: AuthHand = {
    auth,
    clock,
    apply,
    user(name, ...roles) {
      apply({ type: 'user-add', name, passwordHash: `the hash of ${name}'s` });
      for (const role of roles) apply({ type: 'user-grant-role', name, role });
    },
    role(role, ...permissions) {
      apply({ type: 'role-add', role });
      for (const permission of permissions) apply({ type: 'role-grant-permission', role, permission });
    },
    allows(user, request, because, keysOf) {
      try {
        auth.check(user, request, keysOf);
      } catch (thrown) {
        const code = codeOf(thrown);
        if (!wireErrorOf(code)) throw thrown;
        t.fail({ message: because, expected: new Rendered('nothing thrown'), actual: new Rendered(`${code}`) });
      }
    },
    enable() {
      hand.user('root', 'root');
      apply({ type: 'enable' });
    },
  };
  return hand;
}

function changeInWords(change: AuthChange): string {
  switch (change.type) {
    case 'role-grant-permission': {
      const { type, ...keys } = change.permission;
      return `role-grant-permission: ${change.role} may ${type} ${selectionInWords(keys)}`;
    }
    case 'role-revoke-permission':
      return `role-revoke-permission: ${change.role} on ${selectionInWords(change)}`;
    default: {
      const { type, ...rest } = change;
      const words = Object.values(rest).map((value) => (typeof value === 'string' ? value : show(value)));
      return words.length > 0 ? `${type}: ${words.join(', ')}` : type;
    }
  }
}
