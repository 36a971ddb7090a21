/**
 * Given: a stream of watches on which each watch needs the permission to read what it watches (exercise 4.10).
 */
import type { ResponseHeader, WatchCreateRequest, WatchResponse, WatchStream } from '#kit/etcd/api.ts';
import { wireErrorOf } from '#kit/etcd/errors.ts';
import { codeOf } from '#kit/failure.ts';
import type { Auth } from './auth.ts';

export interface WatchGuardOptions {
  auth: Auth;
  /** Who asks. */
  asker(): string | undefined;
  header(): ResponseHeader;
  send(response: WatchResponse): boolean;
}

/** As etcd words it: the gRPC error in full. */
const cancelReason = 'rpc error: code = PermissionDenied desc = etcdserver: permission denied';

export function guardWatches(stream: WatchStream, { auth, asker, header, send }: WatchGuardOptions): WatchStream {
  function isAllowed({ key, rangeEnd }: WatchCreateRequest): boolean {
    // For a watch, no key is the smallest one.
    const request = { key: key.length > 0 ? key : new Uint8Array(1), rangeEnd };
    try {
      auth.check(asker(), { type: 'range', request });
      return true;
    } catch (thrown) {
      if (!wireErrorOf(codeOf(thrown))) throw thrown;
      return false;
    }
  }

  return {
    ...stream,
    receive(request) {
      if (request.type !== 'create' || isAllowed(request.request)) stream.receive(request);
      else
        send({
          header: header(),
          watchId: -1,
          created: true,
          canceled: true,
          compactRevision: 0,
          cancelReason,
          events: [],
        });
    },
  };
}
