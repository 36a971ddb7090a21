/**
 * Linearizable reads, as ReadIndex promises them: an answer covers everything that was applied anywhere, so all that any
 * client may know of, at the moment at which the read was asked for.
 */
import type { ReadState } from '#raft/raft.ts';
import { breakRule } from '../../oracles/raft/rules.ts';
import { nameOf } from './message.ts';

export interface Reads {
  /** Somebody has applied up to here. */
  applied(index: number): void;
  /** A read is asked for now. @returns the number under which */
  ask(): number;
  answered(id: number, read: ReadState): void;
}

export function createReads(): Reads {
  let highest = 0;
  const needed: number[] = [];
  return {
    applied(index) {
      highest = Math.max(highest, index);
    },
    ask: () => needed.push(highest),
    answered(id, { context, index }) {
      const least = needed[context - 1];
      if (least === undefined) {
        breakRule('keeps its shape', `${nameOf(id)} answers a read #${context} that nobody asked for`, [id]);
      }
      if (index >= least) return;
      const words = `${nameOf(id)} serves read #${context} at index ${index}, though ${least} was applied before it was asked for`;
      breakRule('reads see writes', words, [id], [index, least]);
    },
  };
}

export function servedInWords(id: number, { context, index }: ReadState): string {
  return `${nameOf(id)} serves read #${context}, at index ${index}`;
}
