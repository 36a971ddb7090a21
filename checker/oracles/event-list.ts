/**
 * The calls and answers of a history in the order of time, as a list from which an operation can be lifted and put back
 * in constant time, as long as the last one lifted is the first put back.
 */
import { type HistoryOperation, isComplete } from './history.ts';

/** A call or an answer. */
export interface ListedEvent {
  /** Position of the operation in the history. */
  operation: number;
  isCall: boolean;
  /** Its place among all events in time. */
  rank: number;
  /** Of a call: its answer, unless none came. */
  answer?: ListedEvent;
  previous?: ListedEvent;
  next?: ListedEvent;
}

export interface EventList {
  /** Stands before the first event; what follows it is the list. */
  head: ListedEvent;
  /** Calls that were never answered, by time. They are not in the list. */
  open: ListedEvent[];
}

export function listEvents(history: readonly HistoryOperation<unknown, unknown>[]): EventList {
  const events: (ListedEvent & { at: number })[] = [];
  for (const [operation, { invokedAt, returnedAt }] of history.entries()) {
    const call = { operation, at: invokedAt, isCall: true, rank: 0, answer: undefined as ListedEvent | undefined };
    events.push(call);
    if (!isComplete(history[operation])) continue;
    const answer = { operation, at: returnedAt!, isCall: false, rank: 0 };
    call.answer = answer;
    events.push(answer);
  }
  events.sort((a, b) => a.at - b.at || Number(b.isCall) - Number(a.isCall) || a.operation - b.operation);
  for (const [rank, event] of events.entries()) event.rank = rank;
  return link(events);
}

function link(events: ListedEvent[]): EventList {
  const head: ListedEvent = { operation: -1, isCall: true, rank: -1 };
  let last = head;
  for (const event of events) {
    if (event.isCall && !event.answer) continue;
    event.previous = last;
    last.next = event;
    last = event;
  }
  return { head, open: events.filter(({ isCall, answer }) => isCall && !answer) };
}

/** Takes a call and its answer out of the list; they remember their places. */
export function lift(call: ListedEvent): void {
  for (const event of [call, call.answer!]) {
    event.previous!.next = event.next;
    if (event.next) event.next.previous = event.previous;
  }
}

/** The reverse of {@link lift}, in the reverse order. */
export function putBack(call: ListedEvent): void {
  for (const event of [call.answer!, call]) {
    event.previous!.next = event;
    if (event.next) event.next.previous = event;
  }
}
