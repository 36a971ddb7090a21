/**
 * What members say to each other besides Raft: it comes at most once, in the order in which it was sent, or not at all.
 */
import type { Random } from '#kit/random.ts';
import type { PeerMessage } from '#revisions/etcd-server.ts';
import type { Conditions } from '../raft/conditions.ts';
import type { RunningHash } from '../running-hash.ts';
import type { VirtualClock } from '../virtual-clock.ts';

export interface Wires {
  send(from: number, to: number, message: PeerMessage): void;
}

export interface WiresOptions {
  clock: VirtualClock;
  conditions: Conditions;
  random: Random;
  hash: RunningHash;
  /** Does nothing where nobody is there. */
  deliver(to: number, message: PeerMessage): void;
}

export function createWires({ clock, conditions, random, hash, deliver }: WiresOptions): Wires {
  /** When the last message on this way arrives. */
  const busyUntil = new Map<string, number>();

  function arrive(to: number, message: PeerMessage): void {
    const until = conditions.pausedUntil(to);
    if (until > clock.now()) {
      clock.at(until, () => arrive(to, message));
      return;
    }
    hash.addText(message.type);
    deliver(to, message);
  }

  return {
    send(from, to, message) {
      const { loss, delayMs } = conditions.weather();
      const [min, max] = conditions.isCalm() ? [1, 1] : delayMs;
      const isLost = conditions.links.isCut(from, to) || (!conditions.isCalm() && loss > 0 && random.next() < loss);
      if (isLost) return;
      const way = `${from} ${to}`;
      const at = Math.max(busyUntil.get(way) ?? 0, clock.now() + random.integer(min, max));
      busyUntil.set(way, at);
      clock.at(at, () => arrive(to, message));
    },
  };
}
