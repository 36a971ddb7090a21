/**
 * What a whole replica believes, as far as it shows: its status, and what it has applied. Terms are known from the
 * messages that carried the entries.
 */
import type { Message } from '#raft/message.ts';
import type { RaftStatus } from '#raft/raft.ts';
import { nameOf } from '../raft/message.ts';
import type { Belief, LoggedEntry } from '../recording.ts';

export interface Beliefs {
  sent(message: Message): void;
  of(id: number): Belief;
}

export interface BeliefSources {
  /** Index to the command that a replica's state machine was given there. */
  commandsOf(id: number): ReadonlyMap<number, { words: string }>;
  /** A command, as `commandsOf` has it. */
  wordsOf(data: Uint8Array): string;
  /** What a replica shows, and how far its state machine is; nothing of one that is down. */
  standing(id: number): { status: RaftStatus; applied: number } | undefined;
}

export function createBeliefs({ commandsOf, wordsOf, standing }: BeliefSources): Beliefs {
  /** Index to the entries that were sent with it, by their words. */
  const terms = new Map<number, Map<string, number>>();
  const last = new Map<number, Belief>();

  function logUpTo(applied: number, id: number): LoggedEntry[] {
    return [...commandsOf(id)]
      .filter(([index]) => index <= applied)
      .sort(([a], [b]) => a - b)
      .map(([index, { words }]) => ({ index, term: terms.get(index)?.get(words) ?? 0, words }));
  }

  return {
    sent(message) {
      if (message.type !== 'AppendEntries') return;
      for (const { index, term, type, data } of message.entries) {
        if (type !== 'command') continue;
        const known = terms.get(index) ?? new Map<string, number>();
        terms.set(index, known.set(wordsOf(data), term));
      }
    },
    of(id) {
      const found = standing(id);
      if (!found) return down(last.get(id));
      const { role, term, vote, leader, commit, lastIndex } = found.status;
      const belief: Belief = {
        isUp: true,
        role,
        term,
        vote: vote === 0 ? null : nameOf(vote),
        leader: leader === 0 ? null : nameOf(leader),
        commit,
        applied: found.applied,
        snapshot: 0,
        log: logUpTo(found.applied, id),
        lastIndex,
      };
      last.set(id, belief);
      return belief;
    },
  };
}

/** What is on its disk, the judge does not read: it is shown as it was seen last. */
function down(before: Belief | undefined): Belief {
  const unknown = { term: 0, vote: null, snapshot: 0, log: [] };
  return { ...(before ?? unknown), isUp: false, role: 'down', leader: null, commit: 0, applied: 0 };
}
