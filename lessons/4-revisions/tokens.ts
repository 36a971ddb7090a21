/**
 * Given: tokens, each of which stands for a user who has shown the password. A member knows those that were made while it
 * ran, and forgets one that nobody has used with it for five minutes.
 */
import type { Clock } from '#kit/clock.ts';
import { etcdFailure } from '#kit/etcd/errors.ts';

export interface Tokens {
  add(token: string, user: string): void;
  /** @throws {Failure} `invalid-auth-token` */
  userOf(token: string): string;
  /** All of a user's. */
  forget(user: string): void;
  forgetAll(): void;
}

const lifetimeMs = 300_000;

export function createTokens(clock: Clock): Tokens {
  /** In the order of last use. */
  const tokens = new Map<string, { user: string; usedAt: number }>();

  function use(token: string, user: string): void {
    tokens.delete(token);
    tokens.set(token, { user, usedAt: clock.now() });
  }

  function forgetOld(): void {
    for (const [token, { usedAt }] of tokens) {
      if (clock.now() - usedAt < lifetimeMs) return;
      tokens.delete(token);
    }
  }

  return {
    add(token, user) {
      forgetOld();
      use(token, user);
    },
    userOf(token) {
      forgetOld();
      const known = tokens.get(token);
      if (!known) throw etcdFailure('invalid-auth-token');
      use(token, known.user);
      return known.user;
    },
    forget(user) {
      for (const [token, known] of tokens) if (known.user === user) tokens.delete(token);
    },
    forgetAll: () => tokens.clear(),
  };
}
