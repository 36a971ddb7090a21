/**
 * Puts a handler of plain requests behind HTTPS.
 *
 *     socket ──► read (body, certificate) ──► ApiRequest ──► handle ──► ApiResponse ──► write (JSON, gzip) ──► socket
 *                                                                       └─► stream ──► one JSON line an event
 *
 * A client may show a certificate, and need not. Who shows one that is not good is turned away here: to go on without it
 * would make somebody else of them.
 *
 * Known limits: HTTP/1.1 only, which every client of Kubernetes speaks.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { ApiRequest, ApiResponse } from './http.ts';
import { readRequest } from './serve-request.ts';
import { failureResponse, writeResponse } from './serve-response.ts';
import { openWatches, type Watches } from './serve-watch.ts';
import { apiFailure } from './status.ts';

export interface ServeOptions {
  host: string;
  /** 0: any that is free. */
  port: number;
  /** Plain HTTP where it is missing. */
  tls?: ServerTls;
  handle(request: ApiRequest): Promise<ApiResponse>;
  /** Takes over a connection that wants to speak something other than HTTP. Without it, the request is like any other. */
  upgrade?(upgrade: Upgrade): void;
  /** Told of whatever `handle` rejects with, which it should not. */
  onError?(thrown: unknown): void;
  /** Told of clients that are turned away before they are heard. */
  onRefused?(why: string): void;
  /** Of a request's body; 3 MiB unless said, as in Kubernetes. */
  bodyBytesMax?: number;
  /** How long a request may take until its answer begins; 60,000 ms unless said, as in Kubernetes. */
  timeoutMs?: number;
}

/** In PEM. */
export interface ServerTls {
  certificate: string;
  key: string;
  /** Whose certificates of clients are believed. */
  clientAuthority: string;
}

export interface Upgrade {
  /** With the certificate, if there is one, and an empty body. */
  request: ApiRequest;
  message: IncomingMessage;
  socket: Duplex;
  /** What has come in already of the other protocol. */
  head: Uint8Array;
}

export interface ApiService {
  port: number;
  /** Takes no more requests, ends the watches, lets the rest go on for so long, and hangs up. */
  close(graceMs: number): Promise<void>;
}

const mebibyte = 1024 * 1024;
/** As Go's server of Kubernetes. */
const idleMs = 90_000;
const headerBytesMax = 64 * 1024;

/** Rejects with the system's error, such as `EADDRINUSE`. */
export async function serveApi(options: ServeOptions): Promise<ApiService> {
  const { tls, upgrade, onRefused } = options;
  const watches = openWatches();
  const server = tls ? tlsServer(tls) : createServer({ maxHeaderSize: headerBytesMax });
  server.keepAliveTimeout = idleMs;
  server.on('request', answerer(options, watches));
  if (upgrade) server.on('upgrade', upgrader(upgrade, onRefused));
  server.on('clientError', (_, socket) => refuse(socket));
  const sockets = socketsOf(server, tls !== undefined);
  await listen(server, options);
  return {
    port: (server.address() as AddressInfo).port,
    close: (graceMs) => close(server, watches, sockets, graceMs),
  };
}

/** Reads a request, has it handled, and writes the answer, whatever happens. */
function answerer(
  { handle, onError, onRefused, bodyBytesMax = 3 * mebibyte, timeoutMs = 60_000 }: ServeOptions,
  watches: Watches,
): (message: IncomingMessage, response: ServerResponse) => Promise<void> {
  async function answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await readRequest(message, { bodyBytesMax, onRefused });
    // The client has gone while it was still telling what it wants.
    if (!request) return;
    const answered = await inTime(handle(request), timeoutMs);
    if (answered.stream) watches.begin(answered, response);
    else await writeResponse(answered, message, response);
  }

  async function fail(thrown: unknown, message: IncomingMessage, response: ServerResponse): Promise<void> {
    const failure = failureResponse(thrown);
    if (failure.status === 500) onError?.(thrown);
    if (response.headersSent) response.destroy();
    else await writeResponse(failure, message, response).catch(() => response.destroy());
  }

  return (message, response) => answer(message, response).catch((thrown) => fail(thrown, message, response));
}

/** Hands a connection over, once it is known whose it is. */
function upgrader(
  upgrade: (upgrade: Upgrade) => void,
  onRefused: ServeOptions['onRefused'],
): (message: IncomingMessage, socket: Duplex, head: Uint8Array) => Promise<void> {
  return async (message, socket, head) => {
    socket.on('error', () => socket.destroy());
    const request = await readRequest(message, { bodyBytesMax: 0, onRefused }).catch(() => undefined);
    if (request) upgrade({ request, message, socket, head });
    else socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  };
}

/** The connections that are open now, those that speak something other than HTTP included. */
function socketsOf(server: Server, isTls: boolean): ReadonlySet<Socket> {
  const sockets = new Set<Socket>();
  server.on(isTls ? 'secureConnection' : 'connection', (socket: Socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.setKeepAlive(true, 30_000);
    socket.once('close', () => sockets.delete(socket));
  });
  return sockets;
}

async function close(server: Server, watches: Watches, sockets: ReadonlySet<Socket>, graceMs: number): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  watches.end();
  server.closeIdleConnections();
  const timer = setTimeout(() => {
    for (const socket of sockets) socket.destroy();
    server.closeAllConnections();
  }, graceMs);
  await closed;
  clearTimeout(timer);
}

function tlsServer({ certificate, key, clientAuthority }: ServerTls): Server {
  return createTlsServer({
    ...{ cert: certificate, key, ca: clientAuthority },
    ...{ requestCert: true, rejectUnauthorized: false },
    ...{ minVersion: 'TLSv1.2', maxHeaderSize: headerBytesMax },
  });
}

/** The time is the request's; what it has begun goes on, and nobody hears of its end. */
function inTime(answer: Promise<ApiResponse>, timeoutMs: number): Promise<ApiResponse> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(apiFailure('Timeout', `request did not complete within the allotted timeout of ${timeoutMs} ms`));
      // A watch that begins after all is nobody's.
      answer.then(
        ({ stream }) =>
          stream?.(
            () => false,
            () => undefined,
          ).close(),
        () => undefined,
      );
    }, timeoutMs);
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** What has come in is no HTTP, or a head without end. */
function refuse(socket: Duplex): void {
  if (!socket.writable) return void socket.destroy();
  socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
}

function listen(server: Server, { host, port }: ServeOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
