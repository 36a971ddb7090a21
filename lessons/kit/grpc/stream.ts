/**
 * One stream of an HTTP/2 connection: a request and its answer, or a conversation. Each side ends its half by itself.
 *
 *     open ──we end──► half closed ──they end──► closed          either side may cut it short with a reset
 */
import type { Failure } from '../failure.ts';
import { type errorCode, frameType, uint32 } from './frame.ts';
import type { Headers } from './hpack.ts';
import type { Outbox } from './outbox.ts';
import type { Outgoing, Sending } from './sending.ts';

export type ErrorCode = (typeof errorCode)[keyof typeof errorCode];

/** Told what comes in on a stream. */
export interface StreamHandler {
  /** Of the answer, then perhaps once more, behind the data. */
  headers(headers: Headers, isEnd: boolean): void;
  /** @param bytes part of what came in; copy what is to be kept */
  data(bytes: Uint8Array, isEnd: boolean): void;
  /** There is room again, after a send has said that there was none. */
  drained(): void;
  /** It was cut short, by the other side or with the connection. Nothing follows. */
  broken(why: Failure): void;
}

/** What the stream needs of its connection. */
export interface StreamHost {
  outbox: Outbox;
  sending: Sending;
  isServer: boolean;
  /** Of a stream that has begun: what we take at once. */
  ownWindow: number;
  /** What the other side takes at once. */
  otherWindow: number;
  closed(stream: Stream): void;
}

export class Stream implements Outgoing {
  readonly id: number;
  readonly #host: StreamHost;
  handler!: StreamHandler;
  window: number;
  queue: Uint8Array[] = [];
  offset = 0;
  queued = 0;
  trailers?: Uint8Array;
  isEnding = false;
  isFull = false;
  #isSent = false;
  #isReceived = false;
  #isPaused = false;
  /** Bytes that came in and that the other side was not told to be room again. */
  #consumed = 0;

  constructor(id: number, host: StreamHost) {
    this.id = id;
    this.#host = host;
    this.window = host.otherWindow;
  }

  sendHeaders(block: Uint8Array, isEnd = false): void {
    if (!this.isOver()) this.#host.sending.headers(this, block, isEnd);
  }

  /** @returns whether more may be sent now; if not, the handler's `drained` is called */
  sendData(bytes: Uint8Array, isEnd = false): boolean {
    if (this.isOver() || this.isEnding) return true;
    return this.#host.sending.data(this, bytes, isEnd);
  }

  /** Ends our half, with more headers if there are some to say. */
  end(trailers?: Uint8Array): void {
    if (!this.isOver() && !this.isEnding) this.#host.sending.end(this, trailers);
  }

  /** Cuts it short. The handler hears no more. */
  reset(code: ErrorCode): void {
    if (this.isOver()) return;
    this.#host.outbox.frame(frameType.reset, 0, this.id, uint32(code));
    this.#close();
  }

  /** Lets the other side send no more than it was allowed already. */
  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    this.#makeRoom();
  }

  isOver(): boolean {
    return this.#isSent && this.#isReceived;
  }

  drained(): void {
    this.handler.drained();
  }

  sentAll(): void {
    this.#isSent = true;
    if (this.#isReceived) this.#host.closed(this);
    // Whatever else the client wanted to say, the answer is out.
    else if (this.#host.isServer) this.reset(0);
  }

  receivedHeaders(headers: Headers, isEnd: boolean): void {
    // An answer may be on its way out before the handler returns.
    if (isEnd) this.#receivedAll();
    this.handler.headers(headers, isEnd);
  }

  receivedData(bytes: Uint8Array, size: number, isEnd: boolean): void {
    if (this.#isReceived) return;
    this.#consumed += size;
    if (isEnd) this.#receivedAll();
    this.handler.data(bytes, isEnd);
    this.#makeRoom();
  }

  /** Ended by the other side, or with the connection. */
  cutShort(why: Failure): void {
    if (this.isOver()) return;
    this.#close();
    this.handler.broken(why);
  }

  /** The request has no body. */
  endedWithHeaders(): void {
    this.#isReceived = true;
  }

  #receivedAll(): void {
    if (this.isOver()) return;
    this.#isReceived = true;
    if (this.#isSent) this.#host.closed(this);
  }

  #close(): void {
    this.#isSent = true;
    this.#isReceived = true;
    this.queue = [];
    this.queued = 0;
    this.#host.sending.forget(this);
    this.#host.closed(this);
  }

  #makeRoom(): void {
    if (this.#isPaused || this.#isReceived || this.#consumed < this.#host.ownWindow / 2) return;
    this.#host.outbox.frame(frameType.windowUpdate, 0, this.id, uint32(this.#consumed));
    this.#consumed = 0;
  }
}
