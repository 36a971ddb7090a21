/**
 * Watches onto the wire: one line of JSON an event, for as long as both sides like.
 *
 *     send(event) ──► line ──► socket      true: more, please
 *                                          false: the socket is full. Nothing more before resume()
 *     socket has room again ──► resume()
 *     the client is gone    ──► close()
 */
import type { ServerResponse } from 'node:http';
import type { ApiResponse, WatchEvent, WatchStream } from './http.ts';
import { headersOf } from './serve-response.ts';

export interface Watches {
  /** @param answer one with a `stream` */
  begin(answer: ApiResponse, response: ServerResponse): void;
  /** Ends them all, as a server does that goes away: clients begin again elsewhere. */
  end(): void;
}

/** A client that does not read the end of its watch is gone after so long. */
const lingerMs = 30_000;

export function openWatches(): Watches {
  const ends = new Set<() => void>();

  function begin(answer: ApiResponse, response: ServerResponse): void {
    const { status, stream } = answer;
    // The client may have gone while its request was looked at.
    if (response.destroyed) return void stream!(() => false, ignored).close();
    let watch: WatchStream | undefined;
    let isOver = false;
    let isFull = false;

    function end(): void {
      if (isOver) return;
      over();
      response.end();
      setTimeout(() => response.destroy(), lingerMs).unref();
    }

    function over(): void {
      isOver = true;
      ends.delete(end);
      watch?.close();
    }

    function send(event: WatchEvent): boolean {
      if (isOver) return false;
      isFull = !response.write(lineOf(event));
      return !isFull;
    }

    ends.add(end);
    response.once('close', () => {
      if (!isOver) over();
    });
    response.on('drain', () => {
      if (!isFull || isOver) return;
      isFull = false;
      watch?.resume();
    });
    response.writeHead(status, headersOf(answer));
    // A client waits for the head before anything happens.
    response.flushHeaders();
    watch = stream!(send, end);
    // It has ended itself before it was known here.
    if (isOver) watch.close();
  }

  return {
    begin,
    end() {
      for (const end of [...ends]) end();
    },
  };
}

function ignored(): void {}

/**
 * The same object goes to many clients, and is made into a text once for all of them who are told the same of it. So an
 * object that was sent must not change any more.
 */
const lines = new WeakMap<object, { type: string; line: Buffer }>();

function lineOf({ type, object }: WatchEvent): Buffer {
  const known = lines.get(object);
  if (known?.type === type) return known.line;
  const line = Buffer.from(`${JSON.stringify({ type, object })}\n`);
  lines.set(object, { type, line });
  return line;
}
