/** A client whose watch stays open: what it has been told, newest last. */
import type { WatchEvent, WatchStart, WatchStream } from '#kit/kubernetes/http.ts';

export interface Watcher {
  readonly events: readonly WatchEvent[];
  isOn(): boolean;
  begin(start: WatchStart): void;
  stop(): void;
  /** Called with each event. */
  onEvent(hear: () => void): void;
}

const eventsKept = 200;

export function createWatcher(): Watcher {
  const events: WatchEvent[] = [];
  let stream: WatchStream | undefined;
  let hear = () => {};

  return {
    events,
    isOn: () => stream !== undefined,
    begin(start) {
      events.length = 0;
      stream = start(
        (event) => {
          events.push(event);
          events.splice(0, Math.max(0, events.length - eventsKept));
          hear();
          return true;
        },
        () => {
          stream = undefined;
        },
      );
    },
    stop() {
      stream?.close();
      stream = undefined;
    },
    onEvent(listener) {
      hear = listener;
    },
  };
}
