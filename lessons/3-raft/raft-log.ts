/**
 * A server's log in memory. What has been compacted away is in a snapshot; the edge between the two is remembered as an
 * index and a term, since the entry right behind it must still be compared with it.
 *
 *     index      1 2 3 4 │ 5 6 7 │ 8 9
 *     ───────────────────┼───────┼─────
 *       in the snapshot  │durable│ not yet durable          firstIndex 5, durableIndex 7, lastIndex 9
 *       edge: 4, and its term
 *
 *     firstIndex - 1 <= durableIndex <= lastIndex
 *
 * Terms never go down along a log. Nothing here knows what is committed: whoever calls must not have committed entries
 * overwritten.
 */
import { invariant } from '#kit/invariant.ts';
import { todo } from '#kit/todo.ts';
import type { Entry } from './message.ts';

export interface RaftLog {
  /** The first entry that is held, or the next to come where none is. */
  firstIndex(): number;
  /** The last entry's index; the edge's where no entry is held; 0 for a log that never had one. */
  lastIndex(): number;
  lastTerm(): number;
  /** Entries up to here are known to be on disk. */
  durableIndex(): number;
  /**
   * The term of the entry at `index`: 0 for index 0, and known for the edge too.
   *
   * @returns `undefined` where the log cannot tell: in front of the edge, or behind the last entry
   */
  term(index: number): number | undefined;
  /** Whether a log whose last entry has this index and term is at least as up to date as this one (section 5.4.1). */
  isUpToDate(lastIndex: number, lastTerm: number): boolean;
  /** The entry at `index`, or `undefined` where it is not held. */
  entry(index: number): Entry | undefined;
  /** The entries from `index` on, at most `max` of them. @param index `firstIndex` to `lastIndex + 1` */
  entriesFrom(index: number, max?: number): Entry[];
  /** Adds an entry at the end. @param entry its index is `lastIndex + 1` */
  append(entry: Entry): void;
  /**
   * What a follower does with entries from its leader (section 5.3, and Figure 2, AppendEntries, steps 2 to 4): refuses
   * them unless it has the entry that goes before; deletes its own from the first that conflicts on, and only from
   * there; adds what it does not have. What it deletes or adds is not durable yet, and `durableIndex` goes back if need
   * be.
   *
   * @param entries in order, the first with index `prevIndex + 1`; may be none
   * @returns the last index up to which the log now agrees with the leader's, or `undefined` where they were refused
   */
  maybeAppend(prevIndex: number, prevTerm: number, entries: readonly Entry[]): number | undefined;
  /** Entries up to this one have reached the disk. Does nothing where it was replaced by another in the meantime. */
  persisted(index: number, term: number): void;
  /** Forgets the entries up to `index`, which becomes the edge. @param index `firstIndex - 1` to `lastIndex` */
  compactTo(index: number): void;
  /** Forgets all entries. The edge is this one now, and the disk is about to be told so. */
  restore(index: number, term: number): void;
}

/**
 * The log that the disk holds.
 *
 * @param edge index and term of the last entry that the snapshot covers; 0 and 0 for none
 * @param durable the entries behind it
 */
export function createRaftLog(edge: { index: number; term: number }, durable: readonly Entry[]): RaftLog {
  const held = {
    edgeIndex: edge.index,
    edgeTerm: edge.term,
    /** `entries[i].index === edgeIndex + 1 + i` */
    entries: [...durable],
    durableIndex: edge.index + durable.length,
  };
  const at = (index: number): Entry | undefined => held.entries[index - held.edgeIndex - 1];

  const log: RaftLog = {
    firstIndex: () => held.edgeIndex + 1,
    lastIndex: () => held.edgeIndex + held.entries.length,
    lastTerm: () => log.term(log.lastIndex())!,
    durableIndex: () => held.durableIndex,
    term(index) {
      todo('3.1', 'Say the term of an entry, of the edge, or that the log cannot tell.');
    },
    isUpToDate(lastIndex, lastTerm) {
      todo('3.1', 'Compare the last terms first, and the lengths only where those are equal.');
    },
    entry: at,
    entriesFrom(index, max = Number.POSITIVE_INFINITY) {
      const start = index - log.firstIndex();
      const found = held.entries[start] ?? { index };
      invariant(
        found.index === index,
        `the log has entry ${found.index} in the place of ${index}: was it cut rightly?`,
      );
      return held.entries.slice(start, Math.min(start + max, held.entries.length));
    },
    append: (entry) => void held.entries.push(entry),
    maybeAppend(prevIndex, prevTerm, entries) {
      todo('3.2', 'Check the entry before; find the first entry that is new or conflicts; replace from there on.');
    },
    persisted(index, term) {
      if (log.term(index) === term) held.durableIndex = Math.max(held.durableIndex, index);
    },
    compactTo(index) {
      todo('3.6', 'Drop the entries up to the index, and remember its term.');
    },
    restore(index, term) {
      todo('3.6', 'Begin again behind the given edge.');
    },
  };
  return log;
}
