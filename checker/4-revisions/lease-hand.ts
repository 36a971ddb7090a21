/** A book of leases in the hands of a script, with a clock that moves when it is told to. */
import { text, utf8 } from '#kit/bytes.ts';
import { createLeases, type Leases } from '#revisions/leases.ts';
import { show, type TestContext } from '../judge/exercise.ts';
import { createVirtualClock } from '../sim/virtual-clock.ts';

export interface LeaseHand {
  leases: Leases;
  grant(id: bigint, ttl: number): number;
  revoke(id: bigint): string[];
  renew(id: bigint): number;
  attach(id: bigint, key: string): void;
  detach(id: bigint, key: string): void;
  keysOf(id: bigint): string[];
  expired(limit?: number): bigint[];
  promote(): void;
  demote(): void;
  /** So many milliseconds go by. */
  pass(ms: number): void;
  now(): number;
}

export function leasesInHand(t: TestContext, { leads = true } = {}): LeaseHand {
  const clock = createVirtualClock();
  const leases = createLeases(clock);
  function passUntil(then: number): void {
    while (clock.step(then));
  }
  function stepped<T>(words: string, call: () => T): T {
    t.step(words);
    return call();
  }
  const hand: LeaseHand = {
    leases,
    grant: (id, ttl) => stepped(`grant(${id}n, ${ttl})`, () => leases.grant(id, ttl)),
    revoke: (id) => stepped(`revoke(${id}n)`, () => leases.revoke(id).map(text)),
    renew: (id) => stepped(`renew(${id}n)`, () => leases.renew(id)),
    attach: (id, key) => stepped(`attach(${id}n, ${show(key)})`, () => leases.attach(id, utf8(key))),
    detach: (id, key) => stepped(`detach(${id}n, ${show(key)})`, () => leases.detach(id, utf8(key))),
    keysOf: (id) => leases.keysOf(id).map(text),
    expired: (limit) => stepped(`expired(${limit ?? ''})`, () => leases.expired(limit)),
    promote: () => stepped('promote()', () => leases.promote()),
    demote: () => stepped('demote()', () => leases.demote()),
    pass: (ms) => stepped(`${ms / 1000} s pass`, () => passUntil(clock.now() + ms)),
    now: () => clock.now(),
  };
  if (leads) hand.promote();
  return hand;
}
