/**
 * The calls of etcd's API that are conversations: watches, leases that are kept alive, and the stream of a backup.
 */
import type { CallReceiver, Method, ServerCall } from '../grpc/call.ts';
import type { WatchStream } from './api.ts';
import { etcdFailure } from './errors.ts';
import { idRequest, leaseKeepAliveResponse, snapshotResponse } from './lease-messages.ts';
import type { Served, Service } from './service.ts';
import { watchRequest, watchResponse } from './watch-messages.ts';

/** One stream of a client with any number of watches. That the client has nothing more to ask does not end it. */
export function watch(service: Service): Method {
  return conversation(service, (call, backend, fail) => {
    const stream: WatchStream = backend.watch((response) => call.send(watchResponse.encode(response)), fail);
    if (call.headers.get('hasleader') === 'true') requireLeader(backend, fail);
    return {
      message: (message) => stream.receive(watchRequest.decode(message)),
      drained: () => stream.resume(),
      broken: () => stream.close(),
    };
  });
}

/** Some clients would rather have no stream than one that is cut off from the cluster. */
function requireLeader(backend: Served, fail: (thrown: unknown) => void): void {
  backend.status().then(({ leader }) => {
    if (leader === 0n) fail(etcdFailure('no-leader'));
  }, fail);
}

export function keepAlive(service: Service): Method {
  return conversation(service, (call, backend, fail) => {
    let pending = 0;
    let isEnded = false;
    async function renew(id: bigint): Promise<void> {
      pending++;
      try {
        call.send(leaseKeepAliveResponse.encode(await backend.leaseKeepAlive(id)));
      } catch (thrown) {
        fail(thrown);
      }
      if (--pending === 0 && isEnded) call.end();
    }
    return {
      message: (message) => void renew(idRequest.decode(message).id),
      ended() {
        isEnded = true;
        if (pending === 0) call.end();
      },
    };
  });
}

/** Bytes of a backup that go into one message. */
const blobSize = 64 * 1024;

export function snapshot(service: Service): Method {
  return conversation(service, (call, backend, fail) => {
    const parts: Uint8Array[] = [];
    let isBroken = false;

    async function begin(): Promise<void> {
      for (const part of await backend.snapshot()) {
        for (let at = 0; at < part.length; at += blobSize) parts.push(part.subarray(at, at + blobSize));
      }
      parts.reverse();
      goOn();
    }

    function goOn(): void {
      let remainingBytes = parts.reduce((bytes, part) => bytes + part.length, 0);
      while (parts.length > 0 && !isBroken) {
        const blob = parts.pop()!;
        remainingBytes -= blob.length;
        if (!call.send(snapshotResponse.encode({ remainingBytes, blob })) && parts.length > 0) return;
      }
      call.end();
    }

    return {
      message() {},
      ended: () => void begin().catch(fail),
      drained: goOn,
      broken() {
        isBroken = true;
      },
    };
  });
}

type Converse = (call: ServerCall, backend: Served, fail: (thrown: unknown) => void) => CallReceiver;

/** A conversation that ends with the first error. */
function conversation(service: Service, converse: Converse): Method {
  return (call) => {
    let receiver: CallReceiver | undefined;
    function fail(thrown: unknown): void {
      receiver?.broken?.();
      receiver = { message() {} };
      call.end(service.statusOf(thrown));
    }
    function guarded(action: () => void): void {
      try {
        action();
      } catch (thrown) {
        fail(thrown);
      }
    }
    guarded(() => {
      receiver = converse(call, service.backendFor(call), fail);
    });
    return {
      message: (message) => guarded(() => receiver?.message(message)),
      ended: () => guarded(() => receiver?.ended?.()),
      drained: () => guarded(() => receiver?.drained?.()),
      broken: () => guarded(() => receiver?.broken?.()),
    };
  };
}
