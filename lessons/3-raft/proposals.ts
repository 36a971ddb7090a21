/**
 * Who waits for which place in the log, and what they are told.
 *
 *     propose("x") ──► place 7, term 3 ──► wait
 *
 *     7 is applied with term 3          it is "x": here is the result
 *     6, 7 or more is applied, term 4   7 of term 3 is not committed, and never will be: proposal-lost
 *     a snapshot of 9 is installed      7 is in it, as "x" or as something else: outcome-unknown
 */
import { Failure } from '#kit/failure.ts';
import { todo } from '#kit/todo.ts';
import type { Entry } from './message.ts';
import type { Proposed } from './raft.ts';
import type { ReplicaErrorCode } from './replica.ts';

export interface Proposals<Result> {
  /** Resolves or rejects when one of the calls below decides about that place. */
  wait(proposed: Proposed): Promise<Result>;
  /** The entry is applied; `result` is what the state machine said. */
  applied(entry: Entry, result: Result): void;
  /** The state machine is now that of a snapshot. */
  installed(snapshotIndex: number): void;
  /** Everyone who still waits is told so. */
  refuseAll(why: Failure<ReplicaErrorCode>): void;
}

interface Waiting<Result> extends Proposed {
  resolve(result: Result): void;
  reject(why: Failure<ReplicaErrorCode>): void;
}

export function createProposals<Result>(): Proposals<Result> {
  /** In the order of the calls, so by ascending term, and within a term by ascending index. */
  let waiting: Waiting<Result>[] = [];

  /** Everyone of whom `isOver` is true waits no longer, and is told why. */
  function refuse(isOver: (each: Proposed) => boolean, why: () => Failure<ReplicaErrorCode>): void {
    const refused = waiting.filter(isOver);
    waiting = waiting.filter((each) => !isOver(each));
    for (const { reject } of refused) reject(why());
  }

  return {
    wait: ({ index, term }) => new Promise((resolve, reject) => void waiting.push({ index, term, resolve, reject })),
    applied(entry, result) {
      if (waiting.length === 0) return;
      todo('3.4', 'Tell those about whom this entry decides: one has its result, others have lost.');
    },
    installed(snapshotIndex) {
      todo('3.6', 'Tell those whose place is in the snapshot.');
    },
    refuseAll: (why) =>
      refuse(
        () => true,
        () => why,
      ),
  };
}

function lost(): Failure<ReplicaErrorCode> {
  return new Failure('proposal-lost', 'another leader has put something else in its place');
}

function unknown(): Failure<ReplicaErrorCode> {
  return new Failure('outcome-unknown', 'its place is in a snapshot that was installed');
}
