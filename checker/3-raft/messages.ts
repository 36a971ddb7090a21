/** Messages as another server would send them, for the tests that play it. */
import { utf8 } from '#kit/bytes.ts';
import type { Entry, Message } from '#raft/message.ts';

interface Way {
  from: number;
  /** n1 unless said. */
  to?: number;
  term: number;
}

export function requestVote({ from, to = 1, term }: Way, lastIndex = 0, lastTerm = 0): Message {
  return { type: 'RequestVote', from, to, term, lastIndex, lastTerm, transfer: false };
}

export function vote({ from, to = 1, term }: Way, granted = true): Message {
  return { type: 'RequestVoteResponse', from, to, term, granted };
}

export function preVote({ from, to = 1, term }: Way, lastIndex = 0, lastTerm = 0): Message {
  return { type: 'PreVote', from, to, term, lastIndex, lastTerm };
}

export function preVoteAnswer({ from, to = 1, term }: Way, granted = true): Message {
  return { type: 'PreVoteResponse', from, to, term, granted };
}

export function heartbeat({ from, to = 1, term }: Way, commit = 0, round = 0): Message {
  return { type: 'Heartbeat', from, to, term, commit, round };
}

/** Entries of these terms, behind the entry `prevIndex` of term `prevTerm`. */
export function append(
  { from, to = 1, term }: Way,
  [prevIndex, prevTerm]: [number, number],
  terms: number[],
  commit = 0,
): Message {
  const entries = terms.map((each, i) => entryAt(prevIndex + 1 + i, each));
  return { type: 'AppendEntries', from, to, term, prevIndex, prevTerm, entries, commit };
}

export function appended({ from, to = 1, term }: Way, index: number): Message {
  const none = { conflictIndex: 0, conflictTerm: 0 };
  return { type: 'AppendEntriesResponse', from, to, term, success: true, index, ...none };
}

/** A refusal that tells nothing but where: the whole log may differ. */
export function refused({ from, to = 1, term }: Way, index: number): Message {
  const nothing = { conflictIndex: 0, conflictTerm: 0 };
  return { type: 'AppendEntriesResponse', from, to, term, success: false, index, ...nothing };
}

/** The same as the presets of a script have it at this place. */
export function entryAt(index: number, term: number): Entry {
  const letter = 'abcdefghijklmnopqrstuvwxyz'[(index - 1) % 26];
  return { index, term, type: 'command', data: utf8(`${letter}${term}`) };
}
