/**
 * What waits to be sent on the streams of one HTTP/2 connection. The other side says how many bytes of data it will
 * take, on each stream and in all; and the socket takes only so much at a time. Headers are not counted.
 *
 *     stream 5  ▓▓▓▓▓▓  window 65535  ┐
 *     stream 7  ▓       window 0      ├─► window of the connection ─► socket
 *     stream 9  ▓▓▓     window 300    ┘   a frame each, in turn
 *
 * Source: RFC 9113, section 5.2.
 */
import { Failure } from '../failure.ts';
import { flagEndHeaders, flagEndStream, frameType, payloadMax } from './frame.ts';
import type { Outbox } from './outbox.ts';

/** A stream as far as sending goes. */
export interface Outgoing {
  readonly id: number;
  /** Bytes that the other side takes now; below 0 where it has changed its mind. */
  window: number;
  queue: Uint8Array[];
  /** How much of the first in the queue is sent. */
  offset: number;
  queued: number;
  /** Headers that end the stream, to go behind the data. */
  trailers?: Uint8Array;
  /** Whether the last data end the stream. */
  isEnding: boolean;
  /** Whether someone waits for the queue to be empty. */
  isFull: boolean;
  drained(): void;
  /** All is sent, the end included. */
  sentAll(): void;
}

export interface Sending {
  headers(stream: Outgoing, block: Uint8Array, isEnd: boolean): void;
  /** @returns whether more may be sent now; if not, `drained` will be called */
  data(stream: Outgoing, bytes: Uint8Array, isEnd: boolean): boolean;
  end(stream: Outgoing, trailers?: Uint8Array): void;
  /** The other side takes more. @throws {Failure} `protocol` */
  widen(stream: Outgoing | undefined, bytes: number): void;
  forget(stream: Outgoing): void;
  /** Sends what can be sent. */
  pump(): void;
}

export const initialWindow = 65535;
const windowMax = 2 ** 31 - 1;
const queuedMax = 65536;
const socketMax = 1 << 20;

export function createSending(outbox: Outbox): Sending {
  let window = initialWindow;
  /** Streams with something to send, in turn. */
  const waiting = new Set<Outgoing>();

  function pump(): void {
    let sent = true;
    while (sent && waiting.size > 0) {
      sent = false;
      for (const stream of waiting) if (sendNext(stream)) sent = true;
    }
  }

  /** Sends a frame of the stream's, if there is room for one. */
  function sendNext(stream: Outgoing): boolean {
    if (stream.queued === 0) return finish(stream);
    if (outbox.waiting() > socketMax) return false;
    const [first] = stream.queue;
    const size = Math.min(first.length - stream.offset, payloadMax, stream.window, window);
    if (size <= 0) return false;
    const part = first.subarray(stream.offset, stream.offset + size);
    take(stream, size);
    const isEnd = stream.queued === 0 && stream.isEnding && !stream.trailers;
    outbox.frame(frameType.data, isEnd ? flagEndStream : 0, stream.id, part);
    if (isEnd) ended(stream);
    else if (stream.queued === 0) finish(stream);
    return true;
  }

  function take(stream: Outgoing, size: number): void {
    window -= size;
    stream.window -= size;
    stream.queued -= size;
    stream.offset += size;
    if (stream.offset < stream.queue[0].length) return;
    stream.queue.shift();
    stream.offset = 0;
  }

  /** The stream's data are sent. */
  function finish(stream: Outgoing): boolean {
    waiting.delete(stream);
    if (stream.trailers) outbox.frame(frameType.headers, flagEndHeaders | flagEndStream, stream.id, stream.trailers);
    else if (stream.isEnding) outbox.frame(frameType.data, flagEndStream, stream.id);
    if (stream.isEnding) ended(stream);
    else if (stream.isFull) {
      stream.isFull = false;
      stream.drained();
    }
    return true;
  }

  function ended(stream: Outgoing): void {
    waiting.delete(stream);
    stream.sentAll();
  }

  return {
    headers(stream, block, isEnd) {
      outbox.frame(frameType.headers, flagEndHeaders | (isEnd ? flagEndStream : 0), stream.id, block);
      if (!isEnd) return;
      stream.isEnding = true;
      ended(stream);
    },
    data(stream, bytes, isEnd) {
      stream.isEnding = isEnd;
      if (bytes.length > 0) stream.queue.push(bytes);
      stream.queued += bytes.length;
      const isNext = !waiting.has(stream);
      waiting.add(stream);
      if (isNext) while (waiting.has(stream) && sendNext(stream));
      stream.isFull = stream.queued > queuedMax;
      return !stream.isFull;
    },
    end(stream, trailers) {
      stream.isEnding = true;
      stream.trailers = trailers;
      if (stream.queued === 0) finish(stream);
    },
    widen(stream, bytes) {
      if (stream) stream.window += bytes;
      else window += bytes;
      if ((stream?.window ?? window) > windowMax) throw new Failure('protocol', 'a window is too large');
      pump();
    },
    forget(stream) {
      waiting.delete(stream);
    },
    pump,
  };
}
