/**
 * The calls of etcd's API with one request and one response, by the path that clients ask for.
 */

import * as lease from './lease-messages.ts';
import * as kv from './messages.ts';
import { flag, id, int, list, message, nested } from './protobuf.ts';
import { unary } from './service.ts';

/** Alarms are raised by nobody here: there is no quota, and a damaged member stops. */
const alarmResponse = message<{ header: { revision: number }; alarms: { memberId: bigint; alarm: number }[] }>({
  header: nested(1, kv.responseHeader),
  alarms: list(nested(2, message({ memberId: id(1), alarm: int(2) }))),
});

const memberListRequest = message<{ linearizable: boolean }>({ linearizable: flag(1) });

export const unaryMethods = {
  '/etcdserverpb.KV/Range': unary({
    request: kv.rangeRequest,
    response: kv.rangeResponse,
    run: (backend, request) => backend.range(request),
  }),
  '/etcdserverpb.KV/Put': unary({
    request: kv.putRequest,
    response: kv.putResponse,
    isChange: true,
    run: (backend, request) => backend.put(request),
  }),
  '/etcdserverpb.KV/DeleteRange': unary({
    request: kv.deleteRangeRequest,
    response: kv.deleteRangeResponse,
    isChange: true,
    run: (backend, request) => backend.deleteRange(request),
  }),
  '/etcdserverpb.KV/Txn': unary({
    request: kv.txnRequest,
    response: kv.txnResponse,
    isChange: true,
    run: (backend, request) => backend.txn(request),
  }),
  '/etcdserverpb.KV/Compact': unary({
    request: kv.compactionRequest,
    response: kv.compactionResponse,
    run: (backend, request) => backend.compact(request),
  }),
  '/etcdserverpb.Lease/LeaseGrant': unary({
    request: lease.leaseGrantRequest,
    response: lease.leaseGrantResponse,
    run: (backend, request) => backend.leaseGrant(request),
  }),
  '/etcdserverpb.Lease/LeaseRevoke': unary({
    request: lease.idRequest,
    response: kv.headerOnly,
    run: (backend, { id }) => backend.leaseRevoke(id),
  }),
  '/etcdserverpb.Lease/LeaseTimeToLive': unary({
    request: lease.leaseTimeToLiveRequest,
    response: lease.leaseTimeToLiveResponse,
    run: (backend, request) => backend.leaseTimeToLive(request),
  }),
  '/etcdserverpb.Lease/LeaseLeases': unary({
    request: lease.emptyRequest,
    response: lease.leaseLeasesResponse,
    run: (backend) => backend.leaseLeases(),
  }),
  '/etcdserverpb.Cluster/MemberList': unary({
    request: memberListRequest,
    response: lease.memberListResponse,
    run: (backend) => backend.memberList(),
  }),
  '/etcdserverpb.Maintenance/Alarm': unary({
    request: lease.emptyRequest,
    response: alarmResponse,
    run: async (backend) => ({ header: (await backend.status()).header, alarms: [] }),
  }),
  '/etcdserverpb.Maintenance/Status': unary({
    request: lease.emptyRequest,
    response: lease.statusResponse,
    run: (backend) => backend.status(),
  }),
  '/etcdserverpb.Maintenance/Defragment': unary({
    request: lease.emptyRequest,
    response: kv.headerOnly,
    // What compaction frees is free at once.
    run: async (backend) => ({ header: (await backend.status()).header }),
  }),
  '/etcdserverpb.Maintenance/Hash': unary({
    request: lease.emptyRequest,
    response: lease.hashResponse,
    run: (backend) => backend.hashKv(0),
  }),
  '/etcdserverpb.Maintenance/HashKV': unary({
    request: lease.hashKvRequest,
    response: lease.hashKvResponse,
    run: (backend, { revision }) => backend.hashKv(revision),
  }),
  '/etcdserverpb.Maintenance/MoveLeader': unary({
    request: lease.idRequest,
    response: kv.headerOnly,
    run: async (backend, { id }) => {
      await backend.moveLeader(id);
      return { header: (await backend.status()).header };
    },
  }),
};
