/**
 * The messages of etcd's Watch service on the wire.
 *
 * Source: etcd 3.4, rpc.proto and kv.proto.
 */
import type { Event, WatchCreateRequest, WatchRequest, WatchResponse } from './api.ts';
import { keyValue, responseHeader } from './messages.ts';
import { always, bytes, choice, choices, flag, int, list, mapped, message, nested, text } from './protobuf.ts';

const event = message<Event>({
  type: choice(1, ['put', 'delete']),
  kv: always(2, keyValue),
  prevKv: nested(3, keyValue),
});

const watchCreateRequest = message<WatchCreateRequest>({
  key: bytes(1),
  rangeEnd: bytes(2),
  startRevision: int(3),
  progressNotify: flag(4),
  filters: choices(5, ['no-put', 'no-delete']),
  prevKv: flag(6),
  watchId: int(7),
});

interface WireWatchRequest {
  create?: WatchCreateRequest;
  cancel?: { watchId: number };
  progress?: object;
}

export const watchRequest = mapped<WatchRequest, WireWatchRequest>(
  message({
    create: nested(1, watchCreateRequest),
    cancel: nested(2, message<{ watchId: number }>({ watchId: int(1) })),
    progress: nested(3, message<object>({})),
  }),
  (request) => {
    if (request.type === 'create') return { create: request.request };
    return request.type === 'cancel' ? { cancel: { watchId: request.watchId } } : { progress: {} };
  },
  ({ create, cancel }) => {
    if (create) return { type: 'create', request: create };
    return cancel ? { type: 'cancel', watchId: cancel.watchId } : { type: 'progress' };
  },
);

export const watchResponse = message<WatchResponse>({
  header: always(1, responseHeader),
  watchId: int(2),
  created: flag(3),
  canceled: flag(4),
  compactRevision: int(5),
  cancelReason: text(6),
  events: list(nested(11, event)),
});
