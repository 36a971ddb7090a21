/**
 * What an administrator asks about users and roles, as plain data. A user has roles, a role has permissions on keys.
 *
 *     etcdctl user add alice            { type: 'user-add', name: 'alice', password: 'secret' }
 *     etcdctl role add reader           { type: 'role-add', role: 'reader' }
 *     etcdctl role grant-permission reader read a c
 *     etcdctl user grant-role alice reader
 *     etcdctl auth enable               { type: 'enable' }, once there is a user root with the role root
 *
 * Source: the etcd v3 API reference, service Auth.
 */
import type { KeySelection, ResponseHeader } from './api.ts';

export interface Permission extends KeySelection {
  type: 'read' | 'write' | 'readwrite';
}

/** Changes that carry no password. */
type PlainAuthChange =
  | { type: 'enable' }
  | { type: 'disable' }
  | { type: 'user-delete'; name: string }
  | { type: 'user-grant-role'; name: string; role: string }
  | { type: 'user-revoke-role'; name: string; role: string }
  | { type: 'role-add'; role: string }
  | { type: 'role-delete'; role: string }
  | { type: 'role-grant-permission'; role: string; permission: Permission }
  | { type: 'role-revoke-permission'; role: string; key: Uint8Array; rangeEnd?: Uint8Array };

/** As clients ask for it. */
export type AuthRequest =
  | PlainAuthChange
  /** Without a password a user cannot authenticate. */
  | { type: 'user-add'; name: string; password?: string }
  | { type: 'user-change-password'; name: string; password: string };

/** As it goes through the log: whoever reads the log learns no password. */
export type AuthChange =
  | PlainAuthChange
  | { type: 'user-add'; name: string; passwordHash?: string }
  | { type: 'user-change-password'; name: string; passwordHash: string }
  /** The user has shown the password with this hash; the token stands for the user from now on. */
  | { type: 'token'; name: string; token: string; passwordHash: string };

export interface EtcdAuth {
  /** Rejects with `authentication-failed`, `auth-not-enabled`. */
  authenticate(name: string, password: string): Promise<{ header: ResponseHeader; token: string }>;
  /** Only root may, once authentication is enabled. */
  changeAuth(request: AuthRequest): Promise<{ header: ResponseHeader }>;
  /** Their names, sorted. */
  users(): Promise<{ header: ResponseHeader; users: string[] }>;
  /** The names of its roles, sorted. Rejects with `user-not-found`. */
  user(name: string): Promise<{ header: ResponseHeader; roles: string[] }>;
  roles(): Promise<{ header: ResponseHeader; roles: string[] }>;
  /** Rejects with `role-not-found`. */
  role(name: string): Promise<{ header: ResponseHeader; permissions: Permission[] }>;
}
