/**
 * Clients that wait for a linearizable read, in groups: one question to the leader serves all who came before it was
 * asked.
 *
 *     waiting ──► asked, with a context ──► confirmed: index 7 ──► served once 7 is applied
 *        ▲             │ no answer for a while: ask again, with another context
 *        └ who comes while a question is on its way waits for the next: the answer may be older than they are
 */
import type { Failure } from '#kit/failure.ts';
import type { Random } from '#kit/random.ts';
import { todo } from '#kit/todo.ts';
import type { Raft, ReadState } from './raft.ts';
import type { ReplicaErrorCode } from './replica.ts';

export interface Reads {
  /** Resolves when the state machine is new enough. */
  wait(): Promise<void>;
  /** Time passes: one tick. */
  tick(): void;
  /** Raft has answered: called with the reads of every Ready, of which there may be none. */
  confirmed(reads: readonly ReadState[]): void;
  /** Everything up to here is applied: called after every Ready. */
  applied(index: number): void;
  /** Everyone who still waits is told so. */
  refuseAll(why: Failure<ReplicaErrorCode>): void;
}

export interface Reader {
  resolve(): void;
  reject(why: Failure<ReplicaErrorCode>): void;
}

/** @param patienceTicks after so many ticks without an answer the question is asked again */
export function createReads(raft: Pick<Raft, 'readIndex'>, random: Random, patienceTicks: number): Reads {
  let waiting: Reader[] = [];
  let asked: Reader[] = [];
  let confirmed: { index: number; readers: Reader[] }[] = [];
  /** Of the last question. Begins anywhere: an answer to a question of an earlier life may still be on its way. */
  let context = random.integer(1, 2 ** 32 - 1) * 2 ** 20;
  let ticks = 0;

  /** Asks for all who wait, unless a question is on its way already. */
  function ask(): void {
    todo('3.7', 'Everyone who waits has a question on its way now, with a context that was never used.');
  }

  return {
    wait: () =>
      new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
        ask();
      }),
    tick() {
      if (asked.length === 0) return;
      todo('3.7', 'Count, and ask again when the question or its answer seems to be lost.');
    },
    confirmed(reads) {
      if (reads.length === 0) return;
      todo(
        '3.7',
        'Take the answer to the question that is on its way, and no other; then ask for those who came since.',
      );
    },
    applied(index) {
      if (confirmed.length === 0) return;
      todo('3.7', 'Serve those who wait for nothing more.');
    },
    refuseAll(why) {
      const everyone = [...waiting, ...asked, ...confirmed.flatMap(({ readers }) => readers)];
      [waiting, asked, confirmed] = [[], [], []];
      for (const { reject } of everyone) reject(why);
    },
  };
}
