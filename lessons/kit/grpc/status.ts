/**
 * How a gRPC call ends: a code and a sentence, in the headers behind the answer.
 *
 *     grpc-status: 5   grpc-message: etcdserver: requested lease not found
 *
 * Source: gRPC over HTTP/2.
 */
import { text, utf8 } from '../bytes.ts';
import { headerBlock } from './hpack.ts';

export const grpcCode = {
  OK: 0,
  CANCELLED: 1,
  UNKNOWN: 2,
  INVALID_ARGUMENT: 3,
  DEADLINE_EXCEEDED: 4,
  NOT_FOUND: 5,
  ALREADY_EXISTS: 6,
  PERMISSION_DENIED: 7,
  RESOURCE_EXHAUSTED: 8,
  FAILED_PRECONDITION: 9,
  ABORTED: 10,
  OUT_OF_RANGE: 11,
  UNIMPLEMENTED: 12,
  INTERNAL: 13,
  UNAVAILABLE: 14,
  DATA_LOSS: 15,
  UNAUTHENTICATED: 16,
} as const;

export type GrpcCodeName = keyof typeof grpcCode;

export interface GrpcStatus {
  code: GrpcCodeName;
  message: string;
}

const begin = { ':status': '200', 'content-type': 'application/grpc' };

/** What an answer begins with. */
export const answerBlock = headerBlock(begin);

const okBlock = headerBlock({ 'grpc-status': '0' });

/** What an answer ends with. @param isAll whether nothing was sent before */
export function endBlock({ code, message }: GrpcStatus, isAll: boolean): Uint8Array {
  if (code === 'OK' && !isAll) return okBlock;
  const end = { 'grpc-status': String(grpcCode[code]), 'grpc-message': percentEncoded(message) };
  return headerBlock(isAll ? { ...begin, ...end } : end);
}

/** The status in the headers that end an answer; nothing where they do not say any. */
export function statusOf(headers: Map<string, string>): GrpcStatus | undefined {
  const number = headers.get('grpc-status');
  if (number === undefined) return undefined;
  const [name] = Object.entries(grpcCode).find(([, code]) => String(code) === number) ?? ['UNKNOWN'];
  return { code: name as GrpcCodeName, message: percentDecoded(headers.get('grpc-message') ?? '') };
}

/** Headers carry printable ASCII only. */
function percentEncoded(message: string): string {
  const escaped = (byte: number) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  const isPlain = (byte: number) => byte >= 0x20 && byte <= 0x7e && byte !== 0x25;
  return Array.from(utf8(message), (byte) => (isPlain(byte) ? String.fromCharCode(byte) : escaped(byte))).join('');
}

function percentDecoded(message: string): string {
  const plain = message.replace(/%([0-9a-f]{2})/gi, (_, digits) => String.fromCharCode(Number.parseInt(digits, 16)));
  return text(Uint8Array.from(plain, (character) => character.charCodeAt(0)));
}
