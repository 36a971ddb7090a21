/**
 * Leases: keys that go away unless somebody keeps saying "I am still here".
 *
 *     grant(7n, 10)      every replica knows: lease 7, 10 seconds
 *     attach(7n, "a")    the store put "a" with lease 7
 *     renew(7n)          only the leader counts time: 10 seconds from now
 *     …silence…
 *     expired()          only the leader: [7n], so it *proposes* to revoke it
 *     revoke(7n)         every replica, at the same place of the log: lease 7 is gone, and so is "a"
 *
 * Clocks differ, so nothing may happen on a replica because time has passed there. Which leases exist and what keys they
 * have is replicated; how long they still have is the leader's own knowledge, and dies with its lead. A new leader does
 * not know when a lease was renewed last, so it gives each its full time again: a lease may live longer than it was
 * promised, never shorter.
 *
 * Known limits: a cluster that changes its leader again and again never lets a lease run out.
 */
import { compareBytes } from '#kit/bytes.ts';
import type { Clock } from '#kit/clock.ts';
import { etcdFailure } from '#kit/etcd/errors.ts';
import { todo } from '#kit/todo.ts';
import { createOrderedMap, type OrderedMap } from '#kv-store/ordered-map.ts';
import type { LeaseBook } from './revision-store.ts';

/** A lease as a snapshot has it. Its keys are not in it: the store knows the lease of each key. */
export interface SavedLease {
  id: bigint;
  /** Seconds. */
  ttl: number;
}

/** The leases of one replica. What is replicated must be called on each replica in the order of the log. */
export interface Leases extends LeaseBook {
  /**
   * Makes a lease, without keys. Replicated.
   *
   * @param id chosen by whoever proposed it; not 0n
   * @param ttl seconds; less than 2 counts as 2
   * @returns the seconds granted
   * @throws {Failure} `lease-exists`; `ttl-too-large` above 9,000,000,000
   */
  grant(id: bigint, ttl: number): number;
  /**
   * Removes a lease. Replicated; the caller deletes the keys.
   *
   * @returns its keys, sorted
   * @throws {Failure} `lease-not-found`
   */
  revoke(id: bigint): Uint8Array[];
  /** Sorted; none where there is no such lease. */
  keysOf(id: bigint): Uint8Array[];
  /** Seconds; `undefined` where there is no such lease. */
  grantedTtl(id: bigint): number | undefined;
  /** By ascending id. */
  list(): bigint[];

  /** This replica leads from now on: it counts the time of every lease, from the full one. */
  promote(): void;
  /** It leads no more. */
  demote(): void;
  /**
   * Gives a lease its full time again. Only on the leader.
   *
   * @returns the seconds that it has from now
   * @throws {Failure} `lease-not-found`, also where its time is over: somebody is about to revoke it. `not-leader`
   */
  renew(id: bigint): number;
  /** Whole seconds left, rounded down, never below 0; `undefined` where there is no such lease or this is no leader. */
  remaining(id: bigint): number | undefined;
  /**
   * The leases whose time is over, those first that have been so for longest; none where this is no leader. They stay
   * until they are revoked. Looks at no other lease, however many there are.
   *
   * @param limit at most so many; all unless said
   */
  expired(limit?: number): bigint[];

  /** What is replicated, by ascending id. */
  snapshot(): SavedLease[];
  /** Replaces everything. No lease has keys afterwards: the store's are attached anew. No leader. */
  restore(saved: SavedLease[]): void;
}

/** The shortest time to live, in seconds: what a leader needs to be replaced without a lease running out. */
export const ttlMin = 2;
/** The longest, in seconds. */
export const ttlMax = 9_000_000_000;

interface Lease {
  id: bigint;
  ttl: number;
  keys: OrderedMap<Uint8Array, true>;
  /** When its time is over, in the clock's milliseconds; only on a leader. */
  deadline?: number;
}

/** When which lease runs out. */
interface Deadline {
  at: number;
  id: bigint;
}

/** @param clock only what it says on a leader counts */
export function createLeases(clock: Clock): Leases {
  let leases = new Map<bigint, Lease>();
  let isLeader = false;
  /** Of every lease on a leader, the earliest first; empty on others. */
  let deadlines = createOrderedMap<Deadline, true>(byTime);

  return {
    has: (id) => leases.has(id),
    attach(id, key) {
      todo('4.7', 'Note that the key goes away with the lease.');
    },
    detach(id, key) {
      todo('4.7', 'Forget that it does. The lease may be gone already.');
    },
    grant(id, ttl) {
      todo('4.7', 'Refuse what may not be granted; make the lease; on a leader its time begins.');
    },
    revoke(id) {
      todo('4.7', 'Forget the lease and its deadline, and return its keys.');
    },
    keysOf(id) {
      const lease = leases.get(id);
      return lease ? keysOf(lease) : [];
    },
    grantedTtl: (id) => leases.get(id)?.ttl,
    list: () => [...leases.keys()].sort(byId),

    promote() {
      todo('4.7', 'Give every lease its full time.');
    },
    demote() {
      todo('4.7', 'Forget all deadlines: whoever leads now knows better.');
    },
    renew(id) {
      todo('4.7', 'Give the lease its full time, unless its time is over: then it is as good as gone.');
    },
    remaining(id) {
      todo('4.7', 'How long until the deadline?');
    },
    expired(limit) {
      todo('4.7', 'Take the earliest deadlines, as far as they have passed.');
    },

    snapshot: () => [...leases.values()].map(({ id, ttl }) => ({ id, ttl })).sort((a, b) => byId(a.id, b.id)),
    restore(saved) {
      isLeader = false;
      deadlines = createOrderedMap(byTime);
      leases = new Map(saved.map(({ id, ttl }) => [id, { id, ttl, keys: createOrderedMap(compareBytes) }]));
    },
  };
}

/** Behind every lease's id. */
const idEnd = 2n ** 64n;

function keysOf({ keys }: Lease): Uint8Array[] {
  return keys.range(undefined, undefined).map(([key]) => key);
}

function byId(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function byTime(a: Deadline, b: Deadline): number {
  return a.at - b.at || byId(a.id, b.id);
}
