/**
 * Serves an etcd over gRPC, as real clients expect it: what stands behind it is the {@link Backend}.
 *
 *     etcdctl ──HTTP/2──► ../grpc ──bytes──► here ──requests of api.ts──► backend
 */
import { codeOf } from '../failure.ts';
import type { CallReceiver, Method, ServerCall } from '../grpc/call.ts';
import { type GrpcServer, serveGrpc, type TlsFiles } from '../grpc/server.ts';
import type { GrpcStatus } from '../grpc/status.ts';
import { authMethods } from './auth-service.ts';
import { etcdFailure, wireErrorOf } from './errors.ts';
import { serveHttp1 } from './http1.ts';
import { unaryMethods } from './methods.ts';
import type { Backend, Service, Unary } from './service.ts';
import { keepAlive, snapshot, watch } from './streams.ts';

export interface EtcdServiceOptions {
  host: string;
  /** 0: any that is free. */
  port: number;
  tls?: TlsFiles;
  /** Told of whatever is thrown that is no answer of etcd's: a bug, or an exercise that is still to do. */
  onError?(thrown: unknown): void;
}

/** Bytes of a request that changes something, as etcd counts them. */
const requestMax = 1536 * 1024;

/** Rejects with the system's error, such as `EADDRINUSE`. */
export function serveEtcd(backend: Backend, options: EtcdServiceOptions): Promise<GrpcServer> {
  const service: Service = {
    backendFor({ headers }) {
      const token = headers.get('token') ?? headers.get('authorization');
      return token && backend.withToken ? backend.withToken(token) : backend;
    },
    statusOf(thrown) {
      const known = wireErrorOf(codeOf(thrown));
      if (known) return { code: known.grpcCode, message: known.message };
      options.onError?.(thrown);
      return otherStatus(thrown);
    },
  };
  const methods = new Map<string, Method>([
    ...Object.entries({ ...unaryMethods, ...authMethods }).map(
      ([path, unary]) => [path, serveUnary(service, unary)] as const,
    ),
    ['/etcdserverpb.Watch/Watch', watch(service)],
    ['/etcdserverpb.Lease/LeaseKeepAlive', keepAlive(service)],
    ['/etcdserverpb.Maintenance/Snapshot', snapshot(service)],
  ]);
  return serveGrpc({ ...options, methods, http1: serveHttp1(backend) });
}

function otherStatus(thrown: unknown): GrpcStatus {
  const message = String((thrown as Error)?.message ?? thrown);
  const code = { todo: 'UNIMPLEMENTED', malformed: 'INTERNAL' } as const;
  return { code: code[codeOf(thrown) as keyof typeof code] ?? 'UNKNOWN', message };
}

function serveUnary(service: Service, { request, response, isChange, run }: Unary<unknown, unknown>): Method {
  async function answer(call: ServerCall, message: Uint8Array): Promise<void> {
    try {
      if (isChange && message.length > requestMax) throw etcdFailure('request-too-large');
      call.send(response.encode(await run(service.backendFor(call), request.decode(message))));
      call.end();
    } catch (thrown) {
      call.end(service.statusOf(thrown));
    }
  }
  return (call): CallReceiver => {
    let message: Uint8Array | undefined;
    return {
      message(bytes) {
        message = bytes;
      },
      ended() {
        if (message) answer(call, message);
        else call.end({ code: 'INTERNAL', message: 'there is no request' });
      },
    };
  };
}
