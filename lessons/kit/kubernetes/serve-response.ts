/** A response onto the wire. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import { utf8 } from '../bytes.ts';
import type { ApiResponse } from './http.ts';
import { statusOf } from './status.ts';

/** Less is not worth the work, says Kubernetes, and so is a better compression. */
const gzipBytesMin = 128 * 1024;
const gzipLevel = constants.Z_BEST_SPEED;

const compress = promisify(gzip);

export async function writeResponse(
  answer: ApiResponse,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const headers = headersOf(answer);
  let bytes = bytesOf(answer.body);
  if (bytes.length >= gzipBytesMin && acceptsGzip(message) && headers['content-encoding'] === undefined) {
    bytes = await compress(bytes, { level: gzipLevel });
    headers['content-encoding'] = 'gzip';
    headers.vary = 'Accept-Encoding';
  }
  headers['content-length'] = String(bytes.length);
  if (!message.complete) {
    headers.connection = 'close';
    readOn(message);
  }
  response.writeHead(answer.status, headers);
  response.end(bytes);
}

/** So long a client may go on telling what nobody listens to. */
const lingerMs = 500;

/**
 * Of a request that was turned away unread. If the connection broke off at once, the client would learn of that, and not
 * why.
 */
function readOn(message: IncomingMessage): void {
  message.resume();
  const timer = setTimeout(() => message.socket.destroy(), lingerMs);
  message.socket.once('close', () => clearTimeout(timer));
}

/** What a client is told of something thrown. */
export function failureResponse(thrown: unknown): ApiResponse {
  const status = statusOf(thrown);
  const seconds = status.details?.retryAfterSeconds;
  return {
    status: status.code,
    ...(seconds === undefined ? {} : { headers: { 'retry-after': String(seconds) } }),
    body: status,
  };
}

/** Names in small letters, with a content type unless there is one. */
export function headersOf(answer: ApiResponse): Record<string, string> {
  const own = Object.entries(answer.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]);
  return { ...contentTypeOf(answer), ...Object.fromEntries(own) };
}

function contentTypeOf({ body, stream }: ApiResponse): Record<string, string> {
  if (stream) return { 'content-type': 'application/json' };
  if (body === undefined) return {};
  if (body instanceof Uint8Array) return { 'content-type': 'application/octet-stream' };
  return { 'content-type': typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json' };
}

function bytesOf(body: ApiResponse['body']): Uint8Array {
  if (body === undefined) return utf8('');
  if (body instanceof Uint8Array) return body;
  return utf8(typeof body === 'string' ? body : `${JSON.stringify(body)}\n`);
}

function acceptsGzip({ headers }: IncomingMessage): boolean {
  return /(^|,)\s*gzip\s*(;\s*q=(?!0(\.0*)?\s*(,|$))|,|$)/.test(String(headers['accept-encoding'] ?? ''));
}
