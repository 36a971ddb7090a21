/**
 * A recording without what only passes the time: heartbeats that changed nothing, and what they caused.
 */
import type { RecordedEvent, Recording, SentMessage } from './recording.ts';

export function withoutIdleHeartbeats(recording: Recording): Recording {
  const { events } = recording;
  const arrivals = new Map<number, RecordedEvent>();
  for (const event of events) if (event.message !== undefined) arrivals.set(event.message, event);
  const idle = new Set<RecordedEvent>();
  const isIdleMessage = ({ type, lost, message }: SentMessage) => {
    if (type !== 'heartbeat' || lost === 'lost') return false;
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
    const isCandidate = event.kind === 'timer' || (event.kind === 'message' && heartbeats.has(event.message!));
    if (isCandidate && Object.keys(event.beliefs).length === 0 && event.sent.every(isIdleMessage)) idle.add(event);
  }
  return {
    ...recording,
    events: events.filter((event) => !idle.has(event)).map((event) => withoutIdleSent(event, isIdleMessage)),
  };
}

function withoutIdleSent(event: RecordedEvent, isIdle: (sent: SentMessage) => boolean): RecordedEvent {
  return { ...event, sent: event.sent.filter((sent) => !isIdle(sent)) };
}
