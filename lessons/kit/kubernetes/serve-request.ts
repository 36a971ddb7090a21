/** A request off the wire, as plain data. */
import type { IncomingMessage } from 'node:http';
import type { PeerCertificate, TLSSocket } from 'node:tls';
import type { ApiRequest } from './http.ts';
import { requestTooLarge, unauthorized } from './status.ts';

export interface ReadOptions {
  bodyBytesMax: number;
  onRefused?(why: string): void;
}

/**
 * @returns nothing where the client is gone before it has said everything
 * @throws {Failure} `RequestEntityTooLarge`; `Unauthorized` for a certificate that is not good
 */
export async function readRequest(message: IncomingMessage, options: ReadOptions): Promise<ApiRequest | undefined> {
  const certificate = certificateOf(message, options.onRefused);
  const body = await readBody(message, options.bodyBytesMax);
  if (!body) return undefined;
  const { method = 'GET', url = '/' } = message;
  return { method, url, headers: headersOf(message), body, ...(certificate && { certificate }) };
}

/** Of a header that comes several times, Node has joined the values, or kept the first where one only is allowed. */
function headersOf(message: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return headers;
}

const empty = new Uint8Array(0);

function readBody(message: IncomingMessage, bytesMax: number): Promise<Uint8Array | undefined> {
  const announced = Number(message.headers['content-length'] ?? 0);
  if (announced > bytesMax) throw requestTooLarge(bytesMax);
  if (announced === 0 && message.headers['transfer-encoding'] === undefined) return Promise.resolve(empty);
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let size = 0;
    message.on('data', (part: Buffer) => {
      size += part.length;
      if (size > bytesMax) {
        message.removeAllListeners('data').pause();
        return reject(requestTooLarge(bytesMax));
      }
      parts.push(part);
    });
    message.once('end', () => resolve(new Uint8Array(Buffer.concat(parts))));
    message.once('error', () => resolve(undefined));
    message.once('close', () => resolve(undefined));
  });
}

/**
 * Nobody needs to show a certificate, since there are tokens; but one that is shown, and no token with it, must be good:
 * signed by the authority, for a client, and in its time.
 *
 * A TLS session that goes on later does not have its certificate looked at again; so its time is.
 */
function certificateOf(message: IncomingMessage, onRefused?: (why: string) => void): ApiRequest['certificate'] {
  const socket = message.socket as TLSSocket;
  if (!socket.encrypted) return undefined;
  const { subject, valid_to: validTo } = peerOf(socket);
  if (!subject) return undefined;
  const isOver = Date.parse(String(validTo)) < Date.now();
  if (socket.authorized && !isOver) {
    const organizations = ([] as string[]).concat(subject.O ?? []);
    return { commonName: String(subject.CN ?? ''), organizations };
  }
  if (message.headers.authorization !== undefined) return undefined;
  const why = isOver ? `it has expired on ${validTo}` : String(socket.authorizationError);
  onRefused?.(`the certificate of ${subject.CN} from ${socket.remoteAddress} is not good: ${why}`);
  throw unauthorized();
}

const peers = new WeakMap<TLSSocket, Partial<PeerCertificate>>();

/** A connection keeps its certificate, and to take it apart for each request costs as much as a small request does. */
function peerOf(socket: TLSSocket): Partial<PeerCertificate> {
  const peer = peers.get(socket) ?? socket.getPeerCertificate() ?? {};
  peers.set(socket, peer);
  return peer;
}
