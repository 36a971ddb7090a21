/**
 * The state machine of the bare cluster: its state is a digest of everything applied. Since all servers apply the same
 * (the invariants see to that), the state at an index is known once for all of them.
 */
import { text, utf8 } from '#kit/bytes.ts';
import type { Ready } from '#raft/raft.ts';
import { breakRule } from '../../oracles/raft/rules.ts';
import type { RaftInvariants } from '../../oracles/raft-invariants.ts';
import { nameOf } from './message.ts';

export interface Machine {
  /** Restores and applies what a Ready says. @returns how far the machine is then */
  apply(id: number, applied: number, ready: Ready): number;
  /** The state right after the entry at `index`. */
  snapshot(index: number): Uint8Array;
}

export function createMachine({ chosen }: Pick<RaftInvariants, 'chosen'>): Machine {
  const digests = [0];

  /** The state after `index` entries: each digest builds on the one before. */
  function stateAt(index: number): string {
    for (let i = digests.length; i <= index; i++)
      digests.push(Math.imul(digests[i - 1] ^ chosen[i - 1].content, 0x01000193));
    return `state ${index} ${(digests[index] >>> 0).toString(16)}`;
  }

  return {
    apply(id, applied, { snapshot, committed }) {
      if (snapshot && text(snapshot.data) !== stateAt(snapshot.index)) {
        const words = `${nameOf(id)} restores "${text(snapshot.data)}" where the state was "${stateAt(snapshot.index)}"`;
        breakRule('state machine safety', words, [id], [snapshot.index]);
      }
      return committed.at(-1)?.index ?? snapshot?.index ?? applied;
    },
    snapshot: (index) => utf8(stateAt(index)),
  };
}
