/**
 * A gRPC server. HTTP/1.1 on the same port goes to a handler of its own, as in etcd.
 *
 *     a connection begins with "PRI * HTTP/2.0"  ──► gRPC
 *                         with anything else     ──► HTTP/1.1
 */
import { createServer as createHttp1, type RequestListener } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { Failure } from '../failure.ts';
import { type Calls, serveCall } from './call.ts';
import { type Connection, serverConnection } from './connection.ts';
import { preface } from './frame.ts';

/** PEM, as in the files of the usual tools. */
export interface TlsFiles {
  cert?: string;
  key?: string;
  /** Whom to trust. A server that has it asks its clients for certificates, and takes none without. */
  ca?: string;
}

export interface GrpcServerOptions extends Calls {
  host: string;
  /** 0: any that is free. */
  port: number;
  tls?: TlsFiles;
  http1?: RequestListener;
}

export interface GrpcServer {
  port: number;
  /** Takes no more calls, lets those that are under way end for so long, and hangs up. */
  close(graceMs: number): Promise<void>;
}

/** Rejects with the system's error, such as `EADDRINUSE`. */
export async function serveGrpc(options: GrpcServerOptions): Promise<GrpcServer> {
  const sockets = new Set<Socket>();
  const connections = new Set<Connection>();
  const http1 = createHttp1(options.http1 ?? ((_, response) => response.writeHead(404).end()));
  const server = options.tls ? createTlsServer(tlsOptions(options.tls)) : createServer();

  function accept(socket: Socket): void {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.setKeepAlive(true, 30_000);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
    socket.once('data', (first) => {
      if (preface.subarray(0, first.length).equals(first.subarray(0, preface.length))) serveHttp2(socket, first);
      else serveHttp1(socket, first);
    });
  }

  function serveHttp2(socket: Socket, first: Buffer): void {
    const connection = serverConnection(
      socket,
      {
        onStream: (stream, headers) => serveCall(stream, headers, options),
        onClose: () => connections.delete(connection),
      },
      first,
    );
    connections.add(connection);
  }

  function serveHttp1(socket: Socket, first: Buffer): void {
    socket.pause();
    http1.emit('connection', socket);
    socket.unshift(first);
    socket.resume();
  }

  server.on(options.tls ? 'secureConnection' : 'connection', accept);
  server.on('tlsClientError', () => {});
  await listen(server, options);
  return {
    port: (server.address() as AddressInfo).port,
    async close(graceMs) {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const connection of connections) connection.close();
      const grace = new Promise<void>((resolve) => setTimeout(resolve, graceMs).unref());
      if (connections.size > 0) await Promise.race([closed, grace]);
      for (const connection of connections) connection.destroy(new Failure('lost', 'the server was closed'));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function tlsOptions({ cert, key, ca }: TlsFiles): object {
  const asks = ca === undefined ? {} : { ca, requestCert: true, rejectUnauthorized: true };
  return { cert, key, ...asks, ALPNProtocols: ['h2', 'http/1.1'] };
}

function listen(server: Server, { host, port }: GrpcServerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
