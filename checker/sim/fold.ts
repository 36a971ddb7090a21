/**
 * A recording without what only passes the time: heartbeats that changed nothing, and what they caused.
 */
import type { RecordedEvent, Recording, SentMessage } from './recording.ts';

export function withoutIdleHeartbeats(recording: Recording): Recording {
  const { idle, isIdleMessage } = idleIn(recording);
  return {
    ...recording,
    events: recording.events.filter((event) => !idle.has(event)).map((event) => withoutIdleSent(event, isIdleMessage)),
  };
}

/** Leaves out idle heartbeats, the earliest first, until so many events are left or no more can go. */
export function shortened(recording: Recording, most: number): Recording {
  let surplus = recording.events.length - most;
  if (surplus <= 0) return recording;
  const { idle } = idleIn(recording);
  const events = recording.events.filter((event) => surplus <= 0 || !idle.has(event) || surplus-- <= 0);
  return { ...recording, events };
}

interface Idle {
  idle: Set<RecordedEvent>;
  isIdleMessage(sent: SentMessage): boolean;
}

function idleIn({ events, unit }: Recording): Idle {
  const arrivals = new Map<number, RecordedEvent>();
  for (const event of events) if (event.message !== undefined) arrivals.set(event.message, event);
  const idle = new Set<RecordedEvent>();
  // In a script of reads, the rounds are the point.
  const isOfARead = (words: string) => unit === 'step' && words.includes('round=');
  const isIdleMessage = ({ type, lost, message, words }: SentMessage) => {
    if (type !== 'heartbeat' || lost === 'lost' || isOfARead(words)) return false;
    const arrival = arrivals.get(message);
    return !arrival || idle.has(arrival);
  };
  const heartbeats = new Set(
    events
      .flatMap(({ sent }) => sent)
      .filter(({ type }) => type === 'heartbeat')
      .map(({ message }) => message),
  );
  // From the end, since whether a message was idle shows in what it caused.
  for (const event of events.toReversed()) {
    const isCandidate =
      event.kind === 'timer' || (event.kind === 'message' && heartbeats.has(event.message!) && !isOfARead(event.words));
    if (isCandidate && Object.keys(event.beliefs).length === 0 && event.sent.every(isIdleMessage)) idle.add(event);
  }
  return { idle, isIdleMessage };
}

function withoutIdleSent(event: RecordedEvent, isIdle: (sent: SentMessage) => boolean): RecordedEvent {
  return { ...event, sent: event.sent.filter((sent) => !isIdle(sent)) };
}
