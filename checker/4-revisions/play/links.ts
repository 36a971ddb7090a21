/**
 * The links between the members. A message takes one tick, and none overtakes another; a link that is cut loses what is
 * on it. So a put at a follower can be watched on its way: to the leader, to the others, and back.
 */
import type { PeerMessage } from '#revisions/peer-message.ts';

export interface Parcel {
  from: number;
  to: number;
  message: PeerMessage;
}

export interface Links {
  send(parcel: Parcel): void;
  /** Takes out what has arrived by the next tick. */
  arrivals(): Parcel[];
  isCut(a: number, b: number): boolean;
  /** Both ways. */
  cut(a: number, b: number): void;
  mend(a: number, b: number): void;
}

export function createLinks(): Links {
  const cuts = new Set<string>();
  let onTheWay: Parcel[] = [];
  const isCut = (a: number, b: number) => cuts.has(linkOf(a, b));
  return {
    send(parcel) {
      if (!isCut(parcel.from, parcel.to)) onTheWay.push(parcel);
    },
    arrivals() {
      const arrived = onTheWay;
      onTheWay = [];
      return arrived;
    },
    isCut,
    cut(a, b) {
      cuts.add(linkOf(a, b));
      onTheWay = onTheWay.filter(({ from, to }) => !isCut(from, to));
    },
    mend: (a, b) => void cuts.delete(linkOf(a, b)),
  };
}

function linkOf(a: number, b: number): string {
  return `${Math.min(a, b)}-${Math.max(a, b)}`;
}
