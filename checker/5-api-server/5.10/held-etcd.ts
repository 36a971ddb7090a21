/**
 * One API server's line to etcd, with a hand on what watches are told: it can be held back for a while, given on change by
 * change, or lost. What is asked goes through at once.
 */
import type { EtcdApi, WatchResponse } from '#kit/etcd/api.ts';

interface Line {
  isHeld: boolean;
  waiting: WatchResponse[];
  send(response: WatchResponse): boolean;
  failed(why: unknown): void;
  close(): void;
}

export interface HeldEtcd {
  etcd: EtcdApi;
  /** From now on watches are told nothing; it is kept for them. */
  hold(): void;
  /** Those that are held back stay so; new ones are told at once. */
  passNew(): void;
  /** They are told what was kept, and at once from now on. */
  release(): void;
  /** The oldest watch breaks off, with what was kept for it. */
  breakOldest(): void;
  /** All watches break off. */
  breakAll(): void;
}

/** @param splits whether a watch is told one revision at a time, as an etcd may do it */
export function heldEtcd(api: EtcdApi, { splits = false } = {}): HeldEtcd {
  let isHeld = false;
  const lines = new Set<Line>();

  function watch(send: Line['send'], failed: Line['failed'] = () => undefined) {
    const line: Line = { isHeld, waiting: [], send, failed, close: () => undefined };
    lines.add(line);
    const stream = api.watch((response) => {
      for (const part of splits ? byRevision(response) : [response]) {
        if (line.isHeld) line.waiting.push(part);
        else if (lines.has(line)) send(part);
      }
      return true;
    }, failed);
    line.close = () => {
      lines.delete(line);
      stream.close();
    };
    return { receive: stream.receive, resume: stream.resume, close: line.close };
  }

  function breakOff(line: Line): void {
    line.close();
    line.failed(new Error('the connection is gone'));
  }

  return {
    etcd: { ...api, watch } as EtcdApi,
    hold() {
      isHeld = true;
      for (const line of lines) line.isHeld = true;
    },
    passNew() {
      isHeld = false;
    },
    release() {
      isHeld = false;
      for (const line of [...lines]) {
        line.isHeld = false;
        for (const response of line.waiting.splice(0)) if (lines.has(line)) line.send(response);
      }
    },
    breakOldest() {
      const [line] = lines;
      if (line) breakOff(line);
    },
    breakAll() {
      for (const line of [...lines]) breakOff(line);
    },
  };
}

function byRevision(response: WatchResponse): WatchResponse[] {
  const parts: WatchResponse[] = [];
  for (const event of response.events) {
    const last = parts.at(-1);
    if (last?.events[0].kv.modRevision === event.kv.modRevision) last.events.push(event);
    else parts.push({ ...response, events: [event] });
  }
  return parts.length > 0 ? parts : [response];
}
