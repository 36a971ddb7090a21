/**
 * A gRPC client: one connection, opened when it is needed and opened anew when it is lost.
 */
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { Failure } from '../failure.ts';
import { type Connection, clientConnection } from './connection.ts';
import { errorCode } from './frame.ts';
import { type Headers, headerBlock } from './hpack.ts';
import { createMessageReader, prefixed } from './messages.ts';
import type { TlsFiles } from './server.ts';
import { type GrpcStatus, statusOf } from './status.ts';
import type { Stream } from './stream.ts';

export interface GrpcClientOptions {
  host: string;
  port: number;
  tls?: TlsFiles;
  /** Sent along with every call. */
  headers?: Record<string, string>;
  connectTimeoutMs?: number;
  /** See {@link ConnectionOptions}. */
  keepAliveMs?: number;
}

/** Told what the server says. */
export interface CallListener {
  message(message: Uint8Array): void;
  /** There is room again. */
  drained?(): void;
  /**
   * It is over. `undefined` stands for a connection that was lost; `isRefused` says that the server has not even begun.
   */
  ended(status: GrpcStatus | undefined, isRefused: boolean): void;
}

export interface ClientCall {
  /** @returns whether there is room for more; if not, the listener's `drained` is called */
  send(message: Uint8Array): boolean;
  /** Nothing more to say. */
  end(): void;
  cancel(): void;
  /** Asks the server to pause, and to go on. */
  pause(): void;
  resume(): void;
}

export interface GrpcClient {
  /** Resolves once there is a connection. @throws {Failure} `unreachable` */
  connect(): Promise<void>;
  isConnected(): boolean;
  /** @throws {Failure} `unreachable` where there is no connection */
  call(path: string, listener: CallListener): ClientCall;
  close(): void;
}

/** A response may be a whole range of the store. */
const messageMax = 2 ** 31 - 1;

export function createGrpcClient(options: GrpcClientOptions): GrpcClient {
  let connection: Connection | undefined;
  let connecting: Promise<void> | undefined;
  let isClosed = false;
  /** The headers of each path, which are the same every time. */
  const blocks = new Map<string, Uint8Array>();

  async function connect(): Promise<void> {
    const socket = await openSocket(options);
    if (isClosed) return void socket.destroy();
    connection = clientConnection(socket, { keepAliveMs: options.keepAliveMs });
  }

  return {
    async connect() {
      if (connection?.isOpen()) return;
      connecting ??= connect().finally(() => {
        connecting = undefined;
      });
      await connecting;
    },
    isConnected: () => connection?.isOpen() === true,
    call(path, listener) {
      const block = blocks.get(path) ?? requestBlock(path, options);
      blocks.set(path, block);
      return openCall(connection, block, listener) ?? refuse(options);
    },
    close() {
      isClosed = true;
      connection?.destroy(new Failure('lost', 'the client was closed'));
    },
  };
}

function refuse({ host, port }: GrpcClientOptions): never {
  throw new Failure('unreachable', `there is no connection to ${host}:${port}`);
}

function openCall(
  connection: Connection | undefined,
  block: Uint8Array,
  listener: CallListener,
): ClientCall | undefined {
  const reader = createMessageReader(messageMax, (message) => listener.message(message));
  const stream = connection?.open(block, {
    headers(headers, isEnd) {
      if (!isEnd) return;
      // Whatever we still wanted to say, the answer is here.
      stream?.reset(errorCode.cancel);
      listener.ended(statusOf(headers) ?? httpStatus(headers), false);
    },
    data(bytes, isEnd) {
      reader.take(bytes);
      if (isEnd) listener.ended({ code: 'INTERNAL', message: 'the server has not said how the call ended' }, false);
    },
    drained: () => listener.drained?.(),
    broken: ({ code }) => listener.ended(undefined, code === 'refused'),
  });
  return stream && callOn(stream);
}

function callOn(stream: Stream): ClientCall {
  return {
    send: (message) => stream.sendData(prefixed(message)),
    end: () => stream.sendData(new Uint8Array(0), true),
    cancel: () => stream.reset(errorCode.cancel),
    pause: () => stream.pause(),
    resume: () => stream.resume(),
  };
}

/** What stands before gRPC may answer too, and knows HTTP only. */
function httpStatus(headers: Headers): GrpcStatus {
  return { code: 'UNKNOWN', message: `HTTP status ${headers.get(':status')}` };
}

function requestBlock(path: string, { host, port, tls, headers = {} }: GrpcClientOptions): Uint8Array {
  return headerBlock({
    ':method': 'POST',
    ':scheme': tls ? 'https' : 'http',
    ':path': path,
    ':authority': `${host}:${port}`,
    te: 'trailers',
    'content-type': 'application/grpc',
    'user-agent': 'slipway',
    ...headers,
  });
}

function openSocket({ host, port, tls, connectTimeoutMs = 3000 }: GrpcClientOptions): Promise<Socket> {
  const socket = tls
    ? connectTls({ host, port, ...tls, servername: /[a-z]/i.test(host) ? host : '', ALPNProtocols: ['h2'] })
    : connectTcp({ host, port });
  socket.setNoDelay(true);
  return new Promise((resolve, reject) => {
    const unreachable = (why: string) => {
      socket.destroy();
      reject(new Failure('unreachable', `${host}:${port} does not answer: ${why}`));
    };
    const timer = setTimeout(() => unreachable('no connection in time'), connectTimeoutMs);
    const onError = (error: Error) => unreachable(error.message);
    socket.once('error', onError);
    socket.once('close', () => clearTimeout(timer));
    socket.once(tls ? 'secureConnect' : 'connect', () => {
      clearTimeout(timer);
      socket.off('error', onError);
      resolve(socket);
    });
  });
}
