/**
 * What one side of an HTTP/2 connection does with each frame that comes in.
 *
 *     HEADERS, CONTINUATION   ──► a stream begins, or an answer does; all of a block is read before anything is done
 *     DATA, RST_STREAM        ──► the stream
 *     WINDOW_UPDATE           ──► what waits to be sent
 *     SETTINGS, PING          ──► are answered
 *     GOAWAY                  ──► no more streams
 *
 * Whatever no honest peer would send throws `protocol`, and is the end of the connection.
 */
import { concatBytes } from '../bytes.ts';
import { Failure } from '../failure.ts';
import {
  contentOf,
  errorCode,
  type Frame,
  flagAck,
  flagEndHeaders,
  flagEndStream,
  frameType,
  readSettings,
  readUint31,
  readUint32,
  setting,
  uint32,
} from './frame.ts';
import { createHeaderReader, type Headers } from './hpack.ts';
import type { Outbox } from './outbox.ts';
import type { Sending } from './sending.ts';
import { Stream, type StreamHandler, type StreamHost } from './stream.ts';

/** What a connection knows of its streams. */
export interface ConnectionState {
  readonly isServer: boolean;
  readonly outbox: Outbox;
  readonly sending: Sending;
  readonly host: StreamHost;
  /** Those that are not over, by id. */
  readonly streams: Map<number, Stream>;
  /** Of the last stream that the client has opened. Ids only go up. */
  lastId: number;
  /** No more streams are opened. */
  isClosing: boolean;
  /** Of a server: takes a stream that the client has opened. */
  onStream?(stream: Stream, headers: Headers, isEnd: boolean): StreamHandler;
  /** Nothing is left to do. */
  hangUp(): void;
}

export const connectionWindow = 1 << 24;
export const concurrentStreamsMax = 16384;
export const headerBlockMax = 65536;
/** Answers that a peer does not read may not pile up. */
const unreadMax = 16 << 20;

/** @returns takes the next frame; throws {@link Failure} `protocol` */
export function createIncoming(state: ConnectionState): (frame: Frame) => void {
  const headerReader = createHeaderReader();
  /** A block of headers that goes on in the next frame. */
  let unfinished: { frame: Frame; block: Uint8Array } | undefined;
  /** Bytes of data that came in and that the other side was not told to be room again. */
  let consumed = 0;

  const handlers: Record<number, (frame: Frame) => void> = {
    [frameType.data](frame) {
      const size = frame.payload.length;
      consumed += size;
      streamOf(state, frame.stream)?.receivedData(contentOf(frame), size, endsStream(frame));
      if (consumed < connectionWindow / 2) return;
      state.outbox.frame(frameType.windowUpdate, 0, 0, uint32(consumed));
      consumed = 0;
    },
    [frameType.headers]: (frame) => onBlock(frame, contentOf(frame), frame.flags),
    [frameType.continuation]({ flags, payload, stream }) {
      if (unfinished?.frame.stream !== stream) throw protocolError('there are no headers to go on with');
      const block = concatBytes(unfinished.block, payload);
      if (block.length > headerBlockMax) throw protocolError('the headers are too large');
      onBlock(unfinished.frame, block, flags);
    },
    [frameType.windowUpdate]: (frame) => onWindowUpdate(state, frame),
    [frameType.reset]: (frame) => onReset(state, frame),
    [frameType.settings]: (frame) => onSettings(state, frame),
    [frameType.ping]({ flags, payload }) {
      if (payload.length !== 8) throw protocolError('a ping is cut short');
      if ((flags & flagAck) === 0) answer(state, frameType.ping, payload);
    },
    [frameType.goAway]: (frame) => onGoAway(state, frame),
    [frameType.pushPromise]() {
      throw protocolError('nobody asked for a push');
    },
  };

  /** @param frame the one that the block began with */
  function onBlock(frame: Frame, block: Uint8Array, flags: number): void {
    if ((flags & flagEndHeaders) === 0) {
      unfinished = { frame, block: new Uint8Array(block) };
      return;
    }
    unfinished = undefined;
    // Every block is read, wanted or not: it may say what the next ones refer to.
    const headers = headerReader.read(block);
    if (state.isServer && frame.stream > state.lastId) accept(state, frame.stream, headers, endsStream(frame));
    else streamOf(state, frame.stream)?.receivedHeaders(headers, endsStream(frame));
  }

  return (frame) => {
    if (unfinished && frame.type !== frameType.continuation) throw protocolError('a block of headers is interrupted');
    // Kinds of frames that nobody here knows are to be passed over.
    handlers[frame.type]?.(frame);
  };
}

function endsStream({ flags }: Frame): boolean {
  return (flags & flagEndStream) !== 0;
}

function accept(state: ConnectionState, id: number, headers: Headers, isEnd: boolean): void {
  if (id % 2 === 0) throw protocolError(`${id} is no id of a client's stream`);
  state.lastId = id;
  if (state.isClosing || state.streams.size >= concurrentStreamsMax) {
    state.outbox.frame(frameType.reset, 0, id, uint32(errorCode.refused));
    return;
  }
  const stream = new Stream(id, state.host);
  state.streams.set(id, stream);
  if (isEnd) stream.endedWithHeaders();
  stream.handler = state.onStream!(stream, headers, isEnd);
}

/** Nothing for a stream that is over. */
function streamOf({ lastId, streams }: ConnectionState, id: number): Stream | undefined {
  if (id === 0 || id > lastId) throw protocolError(`there is no stream ${id}`);
  return streams.get(id);
}

function onWindowUpdate(state: ConnectionState, { stream, payload }: Frame): void {
  const bytes = readUint31(payload, 0);
  if (payload.length !== 4 || bytes === 0) throw protocolError('a window is widened by nothing');
  const widened = stream === 0 ? undefined : streamOf(state, stream);
  // What comes for a stream that is over is of no use any more.
  if (widened || stream === 0) state.sending.widen(widened, bytes);
}

function onReset(state: ConnectionState, { stream, payload }: Frame): void {
  if (payload.length !== 4) throw protocolError('a reset is cut short');
  const code = readUint32(payload, 0);
  streamOf(state, stream)?.cutShort(
    code === errorCode.refused
      ? new Failure('refused', 'the stream was refused')
      : new Failure('reset', `the stream was reset with ${code}`),
  );
}

function onSettings(state: ConnectionState, { flags, payload }: Frame): void {
  if (flags & flagAck) return;
  const window = readSettings(payload).get(setting.initialWindow);
  if (window !== undefined) {
    for (const stream of state.streams.values()) stream.window += window - state.host.otherWindow;
    state.host.otherWindow = window;
  }
  answer(state, frameType.settings, new Uint8Array(0));
  state.sending.pump();
}

function answer({ outbox }: ConnectionState, type: number, payload: Uint8Array): void {
  if (outbox.waiting() > unreadMax) throw protocolError('the other side does not read its answers');
  outbox.frame(type, flagAck, 0, payload);
}

function onGoAway(state: ConnectionState, { payload }: Frame): void {
  const last = readUint31(payload, 0);
  state.isClosing = true;
  for (const stream of [...state.streams.values()]) {
    if (!state.isServer && stream.id > last) stream.cutShort(new Failure('refused', 'the server is going away'));
  }
  if (state.streams.size === 0) state.hangUp();
}

export function protocolError(what: string): Failure {
  return new Failure('protocol', what);
}
