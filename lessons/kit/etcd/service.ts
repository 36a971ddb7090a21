/**
 * What stands behind the wire, and how one call of it is described.
 */
import type { ServerCall } from '../grpc/call.ts';
import type { GrpcStatus } from '../grpc/status.ts';
import type { EtcdApi, EtcdMaintenance } from './api.ts';
import type { EtcdAuth } from './auth-api.ts';
import type { Codec } from './protobuf.ts';

/** What a client sees of a server. */
export type Served = EtcdApi & EtcdMaintenance & Partial<EtcdAuth>;

export interface Backend extends Served {
  /** The same, for a client that has shown who it is. Throws `invalid-auth-token` now or with its first request. */
  withToken?(token: string): Served;
}

/** What the methods need. */
export interface Service {
  /** @throws {Failure} `invalid-auth-token` */
  backendFor(call: ServerCall): Served;
  statusOf(thrown: unknown): GrpcStatus;
}

/** A call with one request and one response. */
export interface Unary<Request, Response> {
  request: Codec<Request>;
  response: Codec<Response>;
  /** Whether its size is limited. */
  isChange?: boolean;
  run(backend: Served, request: Request): Promise<Response>;
}

/** Forgets the types, so that methods of all kinds go into one table. */
export function unary<Request, Response>(method: Unary<Request, Response>): Unary<unknown, unknown> {
  return method as unknown as Unary<unknown, unknown>;
}
