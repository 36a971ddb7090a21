/**
 * A client of any etcd, the real one included, with the same face as a server of lesson 4.
 *
 *     const etcd = connectEtcd({ endpoints: ['127.0.0.1:2379'] });
 *     await etcd.put({ key: utf8('a'), value: utf8('1') });
 *
 * A call that has not begun on one endpoint is tried on the next. One that may have been done is never tried again: it
 * rejects with `request-timed-out`, and who called must look.
 */
import { Failure } from '../failure.ts';
import type { ClientCall } from '../grpc/client.ts';
import type { TlsFiles } from '../grpc/server.ts';
import type { GrpcStatus } from '../grpc/status.ts';
import type { EtcdApi, EtcdMaintenance, WatchRequest } from './api.ts';
import type { EtcdAuth } from './auth-api.ts';
import * as authMessages from './auth-messages.ts';
import { createBalancer } from './balancer.ts';
import { codeOfMessage, type EtcdErrorCode } from './errors.ts';
import * as lease from './lease-messages.ts';
import * as kv from './messages.ts';
import type { Codec } from './protobuf.ts';
import { watchRequest, watchResponse } from './watch-messages.ts';

export interface EtcdClientOptions {
  /** Such as `127.0.0.1:2379`; `http://` or `https://` may stand in front. The first that answers is used. */
  endpoints: string[];
  tls?: TlsFiles;
  /** What `authenticate` has given. */
  token?: string;
  /** How long a call may take, in milliseconds; 10,000 unless said. */
  timeoutMs?: number;
}

/** `unreachable`: no endpoint answers, nothing was done. `unknown`: an error that is none of etcd's, with its message. */
export type EtcdClientErrorCode = EtcdErrorCode | 'unreachable' | 'unknown';

export interface EtcdClient extends EtcdApi, EtcdMaintenance, Pick<EtcdAuth, 'authenticate'> {
  close(): void;
}

export function connectEtcd(options: EtcdClientOptions): EtcdClient {
  const { timeoutMs = 10_000 } = options;
  const balancer = createBalancer(options);

  /** A call with one request and one response. */
  function ask<Request, Response>(path: string, request: Codec<Request>, response: Codec<Response>) {
    return async (asked: Request): Promise<Response> => {
      const answers = await conversation(path, [request.encode(asked)]);
      if (answers.length !== 1) throw new Failure<EtcdClientErrorCode>('unknown', `${path} gave no answer`);
      return response.decode(answers[0]);
    };
  }

  /** Says something and hears everything. */
  async function conversation(path: string, requests: Uint8Array[]): Promise<Uint8Array[]> {
    for (;;) {
      const client = await balancer.connected();
      const outcome = await new Promise<GrpcStatus & { answers: Uint8Array[]; isRefused?: boolean }>((resolve) => {
        const answers: Uint8Array[] = [];
        const call = client.call(path, {
          message: (answer) => answers.push(answer),
          ended(status, isRefused) {
            clearTimeout(timer);
            resolve({ ...(status ?? lost), answers, isRefused });
          },
        });
        const timer = setTimeout(() => {
          call.cancel();
          resolve({ ...lost, answers });
        }, timeoutMs);
        for (const request of requests) call.send(request);
        call.end();
      });
      if (outcome.isRefused) continue;
      if (outcome.code !== 'OK') throw failureOf(outcome);
      return outcome.answers;
    }
  }

  const compact = ask('/etcdserverpb.KV/Compact', kv.compactionRequest, kv.compactionResponse);
  const revoke = ask('/etcdserverpb.Lease/LeaseRevoke', lease.idRequest, kv.headerOnly);
  const leases = ask('/etcdserverpb.Lease/LeaseLeases', lease.emptyRequest, lease.leaseLeasesResponse);
  const members = ask('/etcdserverpb.Cluster/MemberList', lease.emptyRequest, lease.memberListResponse);
  const status = ask('/etcdserverpb.Maintenance/Status', lease.emptyRequest, lease.statusResponse);
  const hashKv = ask('/etcdserverpb.Maintenance/HashKV', lease.hashKvRequest, lease.hashKvResponse);
  const authenticate = ask(
    '/etcdserverpb.Auth/Authenticate',
    authMessages.passwordRequest,
    authMessages.authenticateResponse,
  );
  const moveLeader = ask('/etcdserverpb.Maintenance/MoveLeader', lease.idRequest, kv.headerOnly);

  return {
    range: ask('/etcdserverpb.KV/Range', kv.rangeRequest, kv.rangeResponse),
    put: ask('/etcdserverpb.KV/Put', kv.putRequest, kv.putResponse),
    deleteRange: ask('/etcdserverpb.KV/DeleteRange', kv.deleteRangeRequest, kv.deleteRangeResponse),
    txn: ask('/etcdserverpb.KV/Txn', kv.txnRequest, kv.txnResponse),
    compact,
    leaseGrant: ask('/etcdserverpb.Lease/LeaseGrant', lease.leaseGrantRequest, lease.leaseGrantResponse),
    leaseRevoke: (id) => revoke({ id }),
    async leaseKeepAlive(id) {
      const [answer] = await conversation('/etcdserverpb.Lease/LeaseKeepAlive', [lease.idRequest.encode({ id })]);
      return lease.leaseKeepAliveResponse.decode(answer);
    },
    leaseTimeToLive: ask(
      '/etcdserverpb.Lease/LeaseTimeToLive',
      lease.leaseTimeToLiveRequest,
      lease.leaseTimeToLiveResponse,
    ),
    leaseLeases: () => leases({}),
    memberList: () => members({}),
    status: () => status({}),
    hashKv: (revision) => hashKv({ revision }),
    async moveLeader(id) {
      await moveLeader({ id });
    },
    async snapshot() {
      const answers = await conversation('/etcdserverpb.Maintenance/Snapshot', [new Uint8Array(0)]);
      return answers.map((answer) => lease.snapshotResponse.decode(answer).blob);
    },
    authenticate: (name, password) => authenticate({ name, password }),
    watch(send, failed = () => undefined) {
      let call: ClientCall | undefined;
      let isOver = false;
      /** What was asked before there was a connection. */
      let asked: WatchRequest[] = [];

      function over(why: unknown): void {
        if (isOver) return;
        isOver = true;
        failed(why);
      }

      async function open(): Promise<void> {
        const client = await balancer.connected();
        if (isOver) return;
        call = client.call('/etcdserverpb.Watch/Watch', {
          message(message) {
            if (!isOver && !send(watchResponse.decode(message))) call?.pause();
          },
          ended: (status) => over(failureOf(status ?? lost)),
        });
        for (const request of asked) call.send(watchRequest.encode(request));
        asked = [];
      }

      open().catch(over);
      return {
        receive(request) {
          if (call) call.send(watchRequest.encode(request));
          else asked.push(request);
        },
        resume: () => call?.resume(),
        close() {
          isOver = true;
          call?.cancel();
        },
      };
    },
    close: () => balancer.close(),
  };
}

/** The connection broke, or the answer took too long: it may have been done. */
const lost: GrpcStatus = { code: 'UNAVAILABLE', message: 'etcdserver: request timed out' };

function failureOf({ message }: GrpcStatus): Failure<EtcdClientErrorCode> {
  return new Failure(codeOfMessage(message) ?? 'unknown', message);
}
