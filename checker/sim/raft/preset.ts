/**
 * What is on a disk before the first start, in short: terms stand for entries, and what they hold follows from their
 * place.
 *
 *     { term: 3, log: [1, 1, 2] }    1@1 "a1", 2@1 "b1", 3@2 "c2"
 */
import { utf8 } from '#kit/bytes.ts';
import type { Entry, Snapshot } from '#raft/message.ts';
import { blankDisk, type DurableState } from '../../oracles/raft/durable.ts';
import { logInWords, nameOf } from './message.ts';

/** A disk's contents in short. */
export interface Preset {
  term: number;
  vote?: number;
  commit?: number;
  /** The terms of the entries from 1 on, or behind the snapshot. An entry of the same place is the same in all presets. */
  log?: number[];
  snapshot?: Snapshot;
}

export function diskOf({ term, vote = 0, commit = 0, log = [], snapshot }: Preset): DurableState {
  const base = snapshot?.index ?? 0;
  const entries = logOfTerms([...Array(base).fill(0), ...log]).slice(base);
  return { ...blankDisk(), hardState: { term, vote, commit }, entries, ...(snapshot && { snapshot }) };
}

export function diskInWords({ hardState, entries, snapshot }: DurableState): string {
  const vote = hardState.vote === 0 ? '' : `, its vote given to ${nameOf(hardState.vote)}`;
  const before = snapshot ? `a snapshot up to ${snapshot.index} and ` : '';
  return `term ${hardState.term}${vote}, ${before}the log ${logInWords(entries)}`;
}

/** Entries of these terms from index 1 on. */
function logOfTerms(terms: readonly number[]): Entry[] {
  return terms.map((term, i) => ({
    index: i + 1,
    term,
    type: 'command',
    data: utf8(`${'abcdefghijklmnopqrstuvwxyz'[i % 26]}${term}`),
  }));
}
