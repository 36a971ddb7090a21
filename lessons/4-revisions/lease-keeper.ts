/**
 * A member's part in the life of leases: the leader counts their time, the others ask it.
 *
 *     elected ──► has applied what its forerunners committed ──► promote ──► expired ──► proposes to revoke
 *        │                                                                      │
 *        └──────── deposed: demote ◄────────────────────────────────────────────┘
 *
 * Whoever no longer leads may not know it yet. A lease that it takes for expired was perhaps renewed by its successor. So
 * an expiry is proposed in the leader's own log and nowhere else: where another leads, that proposal comes to nothing. And a
 * renewal is confirmed only after a majority has confirmed the leader.
 */
import { codeOf } from '#kit/failure.ts';
import type { Random } from '#kit/random.ts';
import { todo } from '#kit/todo.ts';
import type { Replica } from '#raft/replica.ts';
import type { Leases } from './leases.ts';
import type { PeerMessage } from './peer-message.ts';
import type { Outcome } from './state-machine.ts';
import type { Waiting } from './waiting.ts';

export interface LeaseKeeper {
  /** Looks whether this member leads, and at what has expired; asks again what has had no answer. */
  tick(): void;
  /**
   * Gives a lease its full time again, wherever the leader is.
   *
   * @returns the seconds that it has from now; 0 where there is no such lease
   * @throws {Failure} `request-timed-out`, `stopped`
   */
  renew(lease: bigint): Promise<number>;
  /** Whole seconds left; 0 too where there is no such lease. Throws as `renew` does. */
  remaining(lease: bigint): Promise<number>;
  /** Another member asks. */
  asked(question: Extract<PeerMessage, { type: 'lease-question' }>): void;
  /** The leader has answered. */
  answered(answer: Extract<PeerMessage, { type: 'lease-answer' }>): void;
}

export interface LeaseKeeperOptions {
  id: number;
  leases: Leases;
  waiting: Waiting;
  random: Random;
  replica: Pick<Replica<Outcome>, 'propose' | 'read' | 'status'>;
  /** A lease's revocation as bytes for the log. */
  encodeRevoke(lease: bigint): Uint8Array;
  send(to: number, message: PeerMessage): void;
}

/** At most so many revocations are on their way at a time. */
const revocationsMax = 500;

interface Question {
  lease: bigint;
  renew: boolean;
  resolve(ttl: number): void;
  reject(why: unknown): void;
}

export function createLeaseKeeper(options: LeaseKeeperOptions): LeaseKeeper {
  const { id, leases, waiting, random, replica, encodeRevoke, send } = options;
  /** The term in which this member leads, as far as it knows; 0 where it does not lead. */
  let ledTerm = 0;
  /** The term in which it counts the leases' time. */
  let promotedTerm = 0;
  const revoking = new Map<bigint, Promise<unknown>>();
  const questions = new Map<number, Question>();
  let lastNumber = random.integer(1, 2 ** 32 - 1) * 2 ** 20;

  /** The term in which it leads now. */
  function termAsLeader(): number {
    const { role, term } = replica.status();
    return role === 'leader' ? term : 0;
  }

  /** Whether it leads and the deadlines are those of its own lead. */
  function isPromoted(): boolean {
    return promotedTerm !== 0 && promotedTerm === termAsLeader();
  }

  /** Begins or ends to count time where this member's lead has begun or ended. */
  function followLead(): void {
    todo('4.8', 'In another term, demote; as a leader, wait for a read, and promote if it still leads that term.');
  }

  /** Proposes to revoke what has expired, unless that is on its way. */
  function revokeExpired(): void {
    todo('4.8', "Propose it, straight into this leader's log, and remember until it is settled that it is on its way.");
  }

  /** What the leader says: undefined where this member cannot tell. */
  async function look(lease: bigint, renew: boolean): Promise<number | undefined> {
    todo('4.8', 'Be sure to lead; renew if asked to; of an expired lease wait for the end before saying 0.');
  }

  /** Given: asks whoever leads, which may be this member. Without a leader it is asked again at the next tick. */
  function ask(number: number, { lease, renew }: Question): void {
    const { role, leader } = replica.status();
    if (role === 'leader')
      look(lease, renew).then(
        (ttl) => settle(number, ttl),
        (why) => fail(number, why),
      );
    else if (leader !== 0) send(leader, { type: 'lease-question', from: id, number, lease, renew });
  }

  function settle(number: number, ttl: number | undefined): void {
    if (ttl !== undefined) questions.get(number)?.resolve(ttl);
  }

  function fail(number: number, why: unknown): void {
    if (!isOrdinary(why)) questions.get(number)?.reject(why);
  }

  async function answerTo(lease: bigint, renew: boolean): Promise<number> {
    const number = ++lastNumber;
    const begin = () =>
      new Promise<number>((resolve, reject) => {
        const question = { lease, renew, resolve, reject };
        questions.set(number, question);
        ask(number, question);
      });
    try {
      return await waiting.wait(begin);
    } finally {
      questions.delete(number);
    }
  }

  return {
    tick() {
      followLead();
      revokeExpired();
      // Asking twice does no harm, so whatever was lost is asked again.
      for (const [number, question] of questions) ask(number, question);
    },
    renew: (lease) => answerTo(lease, true),
    remaining: (lease) => answerTo(lease, false),
    asked({ from, number, lease, renew }) {
      if (termAsLeader() === 0) return;
      look(lease, renew).then((ttl) => {
        if (ttl !== undefined) send(from, { type: 'lease-answer', number, ttl });
      }, ignore);
    },
    answered: ({ number, ttl }) => settle(number, ttl),
  };
}

/** Whoever waits for an answer asks again, or runs out of time. */
function ignore(thrown: unknown): void {
  if (!isOrdinary(thrown)) throw thrown;
}

/** Whether it is one of the things that happen to a replica. */
function isOrdinary(thrown: unknown): boolean {
  return ['not-leader', 'proposal-lost', 'outcome-unknown', 'closed'].includes(codeOf(thrown) ?? '');
}
