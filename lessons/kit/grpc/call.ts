/** One gRPC call on the server's side. */
import { codeOf } from '../failure.ts';
import { errorCode } from './frame.ts';
import type { Headers } from './hpack.ts';
import { createMessageReader, prefixed } from './messages.ts';
import { answerBlock, endBlock, type GrpcStatus } from './status.ts';
import type { Stream, StreamHandler } from './stream.ts';

export interface ServerCall {
  /** What the client has sent along, such as `token`. */
  headers: Headers;
  /** @returns whether there is room for more; if not, the receiver's `drained` will be called */
  send(message: Uint8Array): boolean;
  end(status?: GrpcStatus): void;
}

/** Told what the client says. */
export interface CallReceiver {
  message(message: Uint8Array): void;
  /** The client says no more, and waits. */
  ended?(): void;
  /** There is room again. */
  drained?(): void;
  /** The client has gone, or has given up. */
  broken?(): void;
}

export type Method = (call: ServerCall) => CallReceiver;

const ok: GrpcStatus = { code: 'OK', message: '' };

export interface Calls {
  /** By path, such as `/etcdserverpb.KV/Range`. */
  methods: ReadonlyMap<string, Method>;
  /** Bytes of a message of the client's; 2 MiB unless said. */
  messageMax?: number;
}

export function serveCall(stream: Stream, headers: Headers, { methods, messageMax = 2 << 20 }: Calls): StreamHandler {
  let isBegun = false;
  const call: ServerCall = {
    headers,
    send(message) {
      begin();
      return stream.sendData(prefixed(message));
    },
    end(status = ok) {
      if (isBegun) stream.end(endBlock(status, false));
      else stream.sendHeaders(endBlock(status, true), true);
      isBegun = true;
    },
  };

  function begin(): void {
    if (!isBegun) stream.sendHeaders(answerBlock);
    isBegun = true;
  }

  const path = headers.get(':path') ?? '';
  const method = methods.get(path);
  const receiver = method ? method(call) : refuse(call, path);
  // Whoever opens a conversation learns at once that it is open.
  const reader = createMessageReader(messageMax, (message) => receiver.message(message));
  return {
    headers() {},
    data(bytes, isEnd) {
      try {
        reader.take(bytes);
        if (isEnd) end();
      } catch (thrown) {
        call.end(statusOfThrown(thrown));
      }
    },
    drained: () => receiver.drained?.(),
    broken: () => receiver.broken?.(),
  };

  function end(): void {
    if (!reader.isWhole()) stream.reset(errorCode.protocol);
    else receiver.ended?.();
  }
}

function refuse(call: ServerCall, path: string): CallReceiver {
  const [, service, method] = path.split('/');
  call.end({ code: 'UNIMPLEMENTED', message: `unknown method ${method} for service ${service}` });
  return { message() {} };
}

/** For what a client does wrong; anything else is a bug. */
function statusOfThrown(thrown: unknown): GrpcStatus {
  const { message } = thrown as Error;
  const code = codeOf(thrown);
  if (code === 'too-large') return { code: 'RESOURCE_EXHAUSTED', message };
  if (code === 'compressed') return { code: 'UNIMPLEMENTED', message };
  if (code === 'malformed') return { code: 'INTERNAL', message };
  throw thrown;
}
