/**
 * The frames of HTTP/2: nine bytes, then what they announce.
 *
 *     length (3)  type (1)  flags (1)  stream (4)  payload …
 *
 * Source: RFC 9113, sections 4 and 6.
 */
import { Failure } from '../failure.ts';

export const frameType = {
  data: 0,
  headers: 1,
  priority: 2,
  reset: 3,
  settings: 4,
  pushPromise: 5,
  ping: 6,
  goAway: 7,
  windowUpdate: 8,
  continuation: 9,
} as const;

export const flagEndStream = 1;
export const flagAck = 1;
export const flagEndHeaders = 4;
const flagPadded = 8;
const flagPriority = 32;

export const errorCode = {
  none: 0,
  protocol: 1,
  internal: 2,
  flowControl: 3,
  streamClosed: 5,
  refused: 7,
  cancel: 8,
  enhanceYourCalm: 11,
} as const;

/** What a client says first. */
export const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'latin1');

/** The largest payload that either side here sends and takes: what everybody must be able to take. */
export const payloadMax = 16384;

export interface Frame {
  type: number;
  flags: number;
  stream: number;
  /** A part of what came in; copy what is to be kept. */
  payload: Uint8Array;
}

/** Cuts what comes in into frames. */
export interface FrameReader {
  /** @throws {Failure} `protocol` */
  take(chunk: Uint8Array, onFrame: (frame: Frame) => void): void;
}

export function createFrameReader(): FrameReader {
  let rest: Uint8Array = new Uint8Array(0);
  return {
    take(chunk, onFrame) {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      let at = 0;
      while (bytes.length - at >= 9) {
        const length = (bytes[at] << 16) | (bytes[at + 1] << 8) | bytes[at + 2];
        if (length > payloadMax) throw new Failure('protocol', `a frame of ${length} bytes is too large`);
        if (bytes.length - at - 9 < length) break;
        const payload = bytes.subarray(at + 9, at + 9 + length);
        onFrame({ type: bytes[at + 3], flags: bytes[at + 4], stream: readUint31(bytes, at + 5), payload });
        at += 9 + length;
      }
      rest = bytes.subarray(at);
    },
  };
}

export function readUint31(bytes: Uint8Array, at: number): number {
  return ((bytes[at] & 127) << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
}

export function readUint32(bytes: Uint8Array, at: number): number {
  return ((bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3]) >>> 0;
}

export function uint32(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}

/** The payload of a DATA or HEADERS frame without its padding and, of headers, without the old way to say priority. */
export function contentOf({ type, flags, payload }: Frame): Uint8Array {
  if ((flags & (flagPadded | flagPriority)) === 0) return payload;
  const padding = flags & flagPadded ? payload[0] : 0;
  const begin = (flags & flagPadded ? 1 : 0) + (type === frameType.headers && flags & flagPriority ? 5 : 0);
  const end = payload.length - padding;
  if (begin > end || padding === undefined) throw new Failure('protocol', 'a frame is all padding and more');
  return payload.subarray(begin, end);
}

/** Settings by number. */
export function readSettings(payload: Uint8Array): Map<number, number> {
  if (payload.length % 6 !== 0) throw new Failure('protocol', 'settings are cut short');
  const settings = new Map<number, number>();
  for (let at = 0; at < payload.length; at += 6) {
    settings.set((payload[at] << 8) | payload[at + 1], readUint32(payload, at + 2));
  }
  return settings;
}

export function writeSettings(settings: Record<number, number>): Uint8Array {
  const pairs = Object.entries(settings);
  return Uint8Array.from(pairs.flatMap(([number, value]) => [0, Number(number), ...uint32(value)]));
}

export const setting = {
  enablePush: 2,
  concurrentStreamsMax: 3,
  initialWindow: 4,
  frameSizeMax: 5,
  headersSizeMax: 6,
} as const;
