/**
 * The messages of etcd's Lease, Cluster and Maintenance services on the wire.
 *
 * Source: etcd 3.4, rpc.proto.
 */
import type {
  HashKvResponse,
  LeaseGrantRequest,
  LeaseGrantResponse,
  LeaseKeepAliveResponse,
  LeaseLeasesResponse,
  LeaseTimeToLiveRequest,
  LeaseTimeToLiveResponse,
  Member,
  MemberListResponse,
  ResponseHeader,
  StatusResponse,
} from './api.ts';
import { responseHeader } from './messages.ts';
import { always, bytes, bytesList, flag, id, int, list, mapped, message, nested, text, texts } from './protobuf.ts';

const header = always(1, responseHeader);

/** A request that says nothing. */
export const emptyRequest = message<object>({});

/** A request that names a lease or a member and nothing else. */
export const idRequest = message<{ id: bigint }>({ id: id(1) });

export const leaseGrantRequest = message<LeaseGrantRequest>({ ttl: int(1), id: id(2) });
export const leaseGrantResponse = message<LeaseGrantResponse>({ header, id: id(2), ttl: int(3) });
export const leaseKeepAliveResponse = message<LeaseKeepAliveResponse>({ header, id: id(2), ttl: int(3) });
export const leaseTimeToLiveRequest = message<LeaseTimeToLiveRequest>({ id: id(1), keys: flag(2) });

export const leaseTimeToLiveResponse = message<LeaseTimeToLiveResponse>({
  header,
  id: id(2),
  ttl: int(3),
  grantedTtl: int(4),
  keys: bytesList(5),
});

export const leaseLeasesResponse = mapped<LeaseLeasesResponse, { header: ResponseHeader; leases: { id: bigint }[] }>(
  message({ header, leases: list(nested(2, idRequest)) }),
  ({ header, leases }) => ({ header, leases: leases.map((id) => ({ id })) }),
  ({ header, leases }) => ({ header, leases: leases.map(({ id }) => id) }),
);

const member = message<Member>({
  id: id(1),
  name: text(2),
  peerUrls: texts(3),
  clientUrls: texts(4),
  isLearner: flag(5),
});

export const memberListResponse = message<MemberListResponse>({ header, members: list(nested(2, member)) });

export const statusResponse = message<StatusResponse>({
  header,
  version: text(2),
  dbSize: int(3),
  leader: id(4),
  raftIndex: int(5),
  raftTerm: int(6),
  raftAppliedIndex: int(7),
  errors: texts(8),
  dbSizeInUse: int(9),
  isLearner: flag(10),
});

export const hashKvRequest = message<{ revision: number }>({ revision: int(1) });
export const hashKvResponse = message<HashKvResponse>({ header, hash: int(2), compactRevision: int(3) });
export const hashResponse = message<{ header: ResponseHeader; hash: number }>({ header, hash: int(2) });

export const snapshotResponse = message<{ header?: ResponseHeader; remainingBytes: number; blob: Uint8Array }>({
  header: nested(1, responseHeader),
  remainingBytes: int(2),
  blob: bytes(3),
});
