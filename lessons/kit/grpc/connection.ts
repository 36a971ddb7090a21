/**
 * An HTTP/2 connection over a socket, for either side: as much of it as gRPC needs, without server push and priorities.
 *
 *     socket ──► frames ──► incoming ──► streams ──► handlers
 *     socket ◄── outbox ◄── sending ◄──────┘
 *
 * Why not Node's own: it refuses requests of Go's clients whose `:authority` is a URL, such as those of
 * `etcdctl endpoint status`, before a program can see them; and it costs three times as much a request.
 *
 * Source: RFC 9113.
 */
import type { Duplex } from 'node:stream';
import { codeOf, Failure } from '../failure.ts';
import {
  createFrameReader,
  errorCode,
  frameType,
  payloadMax,
  preface,
  setting,
  uint32,
  writeSettings,
} from './frame.ts';
import type { Headers } from './hpack.ts';
import {
  type ConnectionState,
  concurrentStreamsMax,
  connectionWindow,
  createIncoming,
  headerBlockMax,
  protocolError,
} from './incoming.ts';
import { createOutbox } from './outbox.ts';
import { createSending, initialWindow } from './sending.ts';
import { type ErrorCode, Stream, type StreamHandler } from './stream.ts';

export interface ConnectionOptions {
  /** Of a server: takes a stream that the client has opened. */
  onStream?(stream: Stream, headers: Headers, isEnd: boolean): StreamHandler;
  /** Told once. */
  onClose?(why: Failure): void;
  /** Asks so often, in milliseconds, whether the other side is there, and hangs up when no answer has come. */
  keepAliveMs?: number;
}

export interface Connection {
  /** Of a client: opens a stream. Nothing where the connection takes no more. */
  open(block: Uint8Array, handler: StreamHandler): Stream | undefined;
  isOpen(): boolean;
  streams(): number;
  /** Takes no new streams, and hangs up once those that there are have ended. */
  close(): void;
  /** Hangs up. */
  destroy(why: Failure): void;
}

const streamWindow = 1 << 20;
const streamIdMax = 2 ** 31 - 3;

export function clientConnection(socket: Duplex, options: ConnectionOptions): Connection {
  socket.write(preface);
  return connection(socket, options, stateOf(socket, options, false), new Uint8Array(0));
}

/** @param first what was read from the socket already */
export function serverConnection(socket: Duplex, options: ConnectionOptions, first?: Uint8Array): Connection {
  const state = stateOf(socket, options, true);
  const served = connection(socket, options, state, preface);
  if (first) socket.unshift(first);
  return served;
}

function stateOf(socket: Duplex, { onStream }: ConnectionOptions, isServer: boolean): ConnectionState {
  const outbox = createOutbox(socket);
  const sending = createSending(outbox);
  const streams = new Map<number, Stream>();
  const state: ConnectionState = {
    ...{ isServer, outbox, sending, streams, onStream, isClosing: false },
    lastId: isServer ? 0 : -1,
    host: {
      ...{ outbox, sending, isServer, ownWindow: streamWindow, otherWindow: initialWindow },
      closed({ id }) {
        streams.delete(id);
        if (state.isClosing && streams.size === 0) state.hangUp();
      },
    },
    // Once what is written in this turn is on its way.
    hangUp: () => process.nextTick(() => socket.end()),
  };
  return state;
}

/** @param expected what the other side has to say before its first frame */
function connection(
  socket: Duplex,
  { onClose, keepAliveMs }: ConnectionOptions,
  state: ConnectionState,
  expected: Uint8Array,
): Connection {
  const { outbox, streams, sending } = state;
  const frames = createFrameReader();
  const onFrame = createIncoming(state);
  let prefaceLeft = expected;
  let isOver = false;
  let isHeard = true;

  function take(chunk: Uint8Array): void {
    isHeard = true;
    if (isOver) return;
    try {
      frames.take(afterPreface(asBytes(chunk)), onFrame);
    } catch (thrown) {
      if (codeOf(thrown) !== 'protocol') throw thrown;
      goAway(errorCode.protocol);
      process.nextTick(() => destroy(thrown as Failure));
    }
  }

  function afterPreface(chunk: Uint8Array): Uint8Array {
    if (prefaceLeft.length === 0) return chunk;
    const size = Math.min(prefaceLeft.length, chunk.length);
    if (Buffer.compare(prefaceLeft.subarray(0, size), chunk.subarray(0, size)) !== 0) {
      throw protocolError('this is not HTTP/2');
    }
    prefaceLeft = prefaceLeft.subarray(size);
    return chunk.subarray(size);
  }

  function goAway(code: ErrorCode): void {
    outbox.frame(frameType.goAway, 0, 0, uint32(state.isServer ? state.lastId : 0), uint32(code));
  }

  function destroy(why: Failure): void {
    socket.destroy();
    over(why);
  }

  function over(why: Failure): void {
    if (isOver) return;
    isOver = true;
    clearInterval(keepAlive);
    for (const stream of [...streams.values()]) stream.cutShort(why);
    onClose?.(why);
  }

  function askForLife(): void {
    if (!isHeard) destroy(new Failure('lost', 'the other side does not answer any more'));
    else outbox.frame(frameType.ping, 0, 0, new Uint8Array(8));
    isHeard = false;
  }

  const takesMore = () => !isOver && !state.isClosing && state.lastId < streamIdMax;
  const keepAlive = keepAliveMs ? setInterval(askForLife, keepAliveMs).unref() : undefined;
  outbox.frame(frameType.settings, 0, 0, ownSettings(state.isServer));
  outbox.frame(frameType.windowUpdate, 0, 0, uint32(connectionWindow - initialWindow));
  socket.on('data', take);
  socket.on('drain', () => sending.pump());
  socket.on('error', (error) => over(new Failure('lost', error.message)));
  socket.on('close', () => over(new Failure('lost', 'the connection was closed')));
  socket.on('end', () => socket.end());

  return {
    open(block, handler) {
      if (!takesMore()) return undefined;
      state.lastId += 2;
      const stream = new Stream(state.lastId, state.host);
      stream.handler = handler;
      streams.set(state.lastId, stream);
      stream.sendHeaders(block);
      return stream;
    },
    isOpen: takesMore,
    streams: () => streams.size,
    close() {
      if (state.isClosing || isOver) return;
      state.isClosing = true;
      goAway(errorCode.none);
      if (streams.size === 0) state.hangUp();
    },
    destroy,
  };
}

/** The same bytes without a Buffer's own ways: to take parts of it costs a tenth. */
function asBytes({ buffer, byteOffset, length }: Uint8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, length);
}

function ownSettings(isServer: boolean): Uint8Array {
  return writeSettings({
    ...(isServer ? { [setting.concurrentStreamsMax]: concurrentStreamsMax } : { [setting.enablePush]: 0 }),
    [setting.initialWindow]: streamWindow,
    [setting.frameSizeMax]: payloadMax,
    [setting.headersSizeMax]: headerBlockMax,
  });
}
