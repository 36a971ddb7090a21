/**
 * The links between the nodes, and what is on its way on them. A message takes some ticks, so that it can be seen; on
 * one link none overtakes another. A link that is cut loses what is on it.
 */
import type { Random } from '#kit/random.ts';
import type { Message } from '#raft/message.ts';

export interface Flight {
  message: Message;
  /** In ticks of the show. */
  sentAt: number;
  arrivesAt: number;
}

export interface Wires {
  /** Oldest first. */
  readonly flights: readonly Flight[];
  send(message: Message, now: number): void;
  /** Takes out what has arrived by now. */
  arrivals(now: number): Message[];
  isCut(a: number, b: number): boolean;
  /** Both ways. */
  cut(a: number, b: number): void;
  mend(a: number, b: number): void;
}

const ticksMin = 2;
const ticksMax = 4;

export function createWires(random: Random): Wires {
  const cuts = new Set<string>();
  let flights: Flight[] = [];
  const isCut = (a: number, b: number) => cuts.has(linkOf(a, b));
  return {
    get flights() {
      return flights;
    },
    send(message, now) {
      if (isCut(message.from, message.to)) return;
      const ahead = flights.findLast(
        (flight) => flight.message.from === message.from && flight.message.to === message.to,
      );
      const arrivesAt = Math.max(now + random.integer(ticksMin, ticksMax), ahead?.arrivesAt ?? 0);
      flights.push({ message, sentAt: now, arrivesAt });
    },
    arrivals(now) {
      const arrived = flights.filter(({ arrivesAt }) => arrivesAt <= now);
      flights = flights.filter(({ arrivesAt }) => arrivesAt > now);
      return arrived.map(({ message }) => message);
    },
    isCut,
    cut(a, b) {
      cuts.add(linkOf(a, b));
      flights = flights.filter(({ message }) => !isCut(message.from, message.to));
    },
    mend: (a, b) => void cuts.delete(linkOf(a, b)),
  };
}

function linkOf(a: number, b: number): string {
  return `${Math.min(a, b)}-${Math.max(a, b)}`;
}
