/**
 * How a request of this member's client gets into the log, and its answer back to the client.
 *
 *     put at a follower ──► request 12 of member 2 ──► the leader ──► log ──► every member applies it
 *                                 │                                             │
 *              the client ◄── waits for (2, 12) ◄────────────── member 2 ◄──────┘
 *
 * The answer is given by the member that was asked, once the command is applied *there*. So a client that then reads from
 * this member, even without asking the leader, finds what it has written.
 *
 * A command must never be done twice, and nobody but the log can tell whether it was done. So it is sent again only where
 * it is certain that it never will be: where the leader did not take it, or another leader has put something else
 * in its place. Otherwise the client gets `request-timed-out` and does not know: at once where nobody will ever tell, else when
 * its time is over.
 */
import type { EtcdErrorCode } from '#kit/etcd/errors.ts';
import { etcdFailure } from '#kit/etcd/errors.ts';
import { codeOf } from '#kit/failure.ts';
import type { Random } from '#kit/random.ts';
import { todo } from '#kit/todo.ts';
import type { Replica } from '#raft/replica.ts';
import { type Command, encodeProposal, type Proposal } from './command.ts';
import type { PeerMessage } from './peer-message.ts';
import type { Outcome } from './state-machine.ts';
import type { Waiting } from './waiting.ts';

export interface Proposer {
  /**
   * Resolves with the response once the command is applied here.
   *
   * @throws {Failure} what the command is refused with; `request-too-large`, `request-timed-out`, `stopped`
   */
  propose(command: Command, user?: string): Promise<unknown>;
  /** A command was applied here, perhaps one that a client of this member waits for. */
  applied(proposal: Proposal, outcome: Outcome): void;
  /** Another member asks to have its command put into the log: see {@link PeerMessage}. */
  takeOver(message: Extract<PeerMessage, { type: 'propose' }>): void;
  /** The leader did not take this command, and nobody else has it. */
  notProposed(number: number): void;
  /** Sends what could not be sent before, if there is a leader now. */
  flush(): void;
}

export interface ProposerOptions {
  /** This member's raft number. */
  id: number;
  random: Random;
  waiting: Waiting;
  replica: Pick<Replica<Outcome>, 'propose' | 'status'>;
  send(to: number, message: PeerMessage): void;
}

/** A request's limit, in bytes: 1.5 MiB, as etcd's. */
export const requestBytesMax = 1.5 * 1024 * 1024;

/** A command for whose outcome a client waits. */
interface Pending {
  bytes: Uint8Array;
  resolve(outcome: Outcome): void;
  reject(why: unknown): void;
}

export function createProposer({ id, random, waiting, replica, send }: ProposerOptions): Proposer {
  const pending = new Map<number, Pending>();
  /** Those for which there was no leader. */
  let held: number[] = [];
  /** Commands of an earlier life may still be applied, so the numbers of each life begin anywhere. */
  let lastNumber = random.integer(1, 2 ** 32 - 1) * 2 ** 20;

  /** Brings a command to the leader, or holds it back until there is one. */
  function route(number: number): void {
    todo('4.8', 'Propose it here, or send it to the leader, or hold it; where it is certainly not done, hold it too.');
  }

  return {
    async propose(command, user) {
      todo('4.8', 'Number the command, route it, and wait until it is applied here.');
    },
    applied({ member, number }, outcome) {
      todo('4.8', "If it is one of this member's, tell who waits for it.");
    },
    takeOver({ from, number, command }) {
      todo('4.8', 'Propose it; say so to the other member where it is certainly not done.');
    },
    notProposed: (number) => void held.push(number),
    flush() {
      if (held.length === 0 || replica.status().leader === 0) return;
      const again = held;
      held = [];
      for (const number of again) route(number);
    },
  };

  function begin(number: number, bytes: Uint8Array): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      pending.set(number, { bytes, resolve, reject });
      route(number);
    });
  }
}

/** Whether a proposal that was rejected so was not done and never will be. */
function isUndone(why: unknown): boolean {
  const code = codeOf(why);
  return code === 'not-leader' || code === 'proposal-lost';
}

/** Whether it may have been done. */
function isUnknown(why: unknown): boolean {
  const code = codeOf(why);
  return code === 'outcome-unknown' || code === 'closed';
}

function responseOf(outcome: Outcome): unknown {
  if (outcome.type === 'done') return outcome.response;
  throw etcdFailure(outcome.type === 'refused' ? outcome.code : ('request-timed-out' satisfies EtcdErrorCode));
}
