/**
 * The messages of etcd's Auth service on the wire.
 *
 * Source: etcd 3.4, rpc.proto and auth.proto.
 */
import type { ResponseHeader } from './api.ts';
import type { Permission } from './auth-api.ts';
import { responseHeader } from './messages.ts';
import { always, bytes, choice, list, message, nested, text, texts } from './protobuf.ts';

const header = always(1, responseHeader);

const permission = message<Permission>({
  type: choice(1, ['read', 'write', 'readwrite']),
  key: bytes(2),
  rangeEnd: bytes(3),
});

export const nameRequest = message<{ name: string }>({ name: text(1) });
export const userRoleRequest = message<{ name: string; role: string }>({ name: text(1), role: text(2) });
export const passwordRequest = message<{ name: string; password: string }>({ name: text(1), password: text(2) });

export const userAddRequest = message<{ name: string; password: string; options?: { noPassword: string } }>({
  name: text(1),
  password: text(2),
  options: nested(3, message<{ noPassword: string }>({ noPassword: choice(1, ['', 'true']) })),
});

export const grantRequest = message<{ role: string; permission: Permission }>({
  role: text(1),
  permission: always(2, permission),
});

export const revokeRequest = message<{ role: string; key: Uint8Array; rangeEnd: Uint8Array }>({
  role: text(1),
  key: bytes(2),
  rangeEnd: bytes(3),
});

export const authenticateResponse = message<{ header: ResponseHeader; token: string }>({ header, token: text(2) });

/** Names of users or of roles. */
export const namesResponse = message<{ header: ResponseHeader; names: string[] }>({ header, names: texts(2) });

export const roleResponse = message<{ header: ResponseHeader; permissions: Permission[] }>({
  header,
  permissions: list(nested(2, permission)),
});
