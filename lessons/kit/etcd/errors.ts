/**
 * The errors of etcd's API. Go's client tells them apart by the gRPC code and the exact message, so both must be etcd's
 * to the letter.
 *
 *     throw etcdFailure('compacted')
 *     etcdctl:  Error: etcdserver: mvcc: required revision has been compacted
 *
 * Source: etcd 3.4, as its own server answers.
 */
import { Failure } from '../failure.ts';

const errors = {
  'key-required': ['INVALID_ARGUMENT', 'etcdserver: key is not provided'],
  'key-not-found': ['INVALID_ARGUMENT', 'etcdserver: key not found'],
  'value-provided': ['INVALID_ARGUMENT', 'etcdserver: value is provided'],
  'lease-provided': ['INVALID_ARGUMENT', 'etcdserver: lease is provided'],
  'duplicate-key': ['INVALID_ARGUMENT', 'etcdserver: duplicate key given in txn request'],
  'too-many-operations': ['INVALID_ARGUMENT', 'etcdserver: too many operations in txn request'],
  'request-too-large': ['INVALID_ARGUMENT', 'etcdserver: request is too large'],
  compacted: ['OUT_OF_RANGE', 'etcdserver: mvcc: required revision has been compacted'],
  'future-revision': ['OUT_OF_RANGE', 'etcdserver: mvcc: required revision is a future revision'],
  'lease-not-found': ['NOT_FOUND', 'etcdserver: requested lease not found'],
  'lease-exists': ['FAILED_PRECONDITION', 'etcdserver: lease already exists'],
  'ttl-too-large': ['OUT_OF_RANGE', 'etcdserver: too large lease TTL'],
  'no-space': ['RESOURCE_EXHAUSTED', 'etcdserver: mvcc: database space exceeded'],
  'no-leader': ['UNAVAILABLE', 'etcdserver: no leader'],
  'not-leader': ['FAILED_PRECONDITION', 'etcdserver: not leader'],
  'leader-changed': ['UNAVAILABLE', 'etcdserver: leader changed'],
  'request-timed-out': ['UNAVAILABLE', 'etcdserver: request timed out'],
  'too-many-requests': ['RESOURCE_EXHAUSTED', 'etcdserver: too many requests'],
  'member-not-found': ['NOT_FOUND', 'etcdserver: member not found'],
  'bad-leader-transferee': ['FAILED_PRECONDITION', 'etcdserver: bad leader transferee'],
  stopped: ['UNAVAILABLE', 'etcdserver: server stopped'],
  corrupt: ['DATA_LOSS', 'etcdserver: corrupt cluster'],
  'root-user-missing': ['FAILED_PRECONDITION', 'etcdserver: root user does not exist'],
  'root-role-missing': ['FAILED_PRECONDITION', 'etcdserver: root user does not have root role'],
  'user-exists': ['FAILED_PRECONDITION', 'etcdserver: user name already exists'],
  'user-empty': ['INVALID_ARGUMENT', 'etcdserver: user name is empty'],
  'user-not-found': ['FAILED_PRECONDITION', 'etcdserver: user name not found'],
  'role-empty': ['INVALID_ARGUMENT', 'etcdserver: role name is empty'],
  'role-exists': ['FAILED_PRECONDITION', 'etcdserver: role name already exists'],
  'role-not-found': ['FAILED_PRECONDITION', 'etcdserver: role name not found'],
  'role-not-granted': ['FAILED_PRECONDITION', 'etcdserver: role is not granted to the user'],
  'permission-not-granted': ['FAILED_PRECONDITION', 'etcdserver: permission is not granted to the role'],
  'permission-denied': ['PERMISSION_DENIED', 'etcdserver: permission denied'],
  'authentication-failed': ['INVALID_ARGUMENT', 'etcdserver: authentication failed, invalid user ID or password'],
  'invalid-auth-management': ['INVALID_ARGUMENT', 'etcdserver: invalid auth management'],
  'auth-not-enabled': ['FAILED_PRECONDITION', 'etcdserver: authentication is not enabled'],
  'invalid-auth-token': ['UNAUTHENTICATED', 'etcdserver: invalid auth token'],
} as const;

/** Each code is one error of etcd's. */
export type EtcdErrorCode = keyof typeof errors;

/** The names of the gRPC status codes in use. */
export type GrpcCode = (typeof errors)[EtcdErrorCode][0];

/** An error of etcd's, ready to be thrown. */
export function etcdFailure(code: EtcdErrorCode): Failure<EtcdErrorCode> {
  return new Failure(code, errors[code][1]);
}

/** How an error goes over the wire; nothing for a code that is not etcd's. */
export function wireErrorOf(code: string | undefined): { grpcCode: GrpcCode; message: string } | undefined {
  if (code === undefined || !Object.hasOwn(errors, code)) return undefined;
  const [grpcCode, message] = errors[code as EtcdErrorCode];
  return { grpcCode, message };
}

/** The code of an error that came over the wire with this message; nothing for one that is not known. */
export function codeOfMessage(message: string): EtcdErrorCode | undefined {
  return (Object.keys(errors) as EtcdErrorCode[]).find((code) => errors[code][1] === message);
}
