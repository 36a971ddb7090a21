/**
 * The rules about what is committed. An entry counts as committed from the moment at which some server hands it out to
 * be applied; from then on it must stand at its index for ever, everywhere.
 */
import type { Entry } from '#raft/message.ts';
import type { RaftStatus, Ready } from '#raft/raft.ts';
import { entryInWords, nameOf, place } from '../../sim/raft/message.ts';
import { baseOf, type DurableState, lastIndexOf, termAt } from './durable.ts';
import { contentOf } from './logs.ts';
import { breakRule } from './rules.ts';

/** An entry that is committed. */
export interface Chosen {
  term: number;
  content: number;
  /** The term of the server that was first to know. */
  committedIn: number;
  by: number;
}

export interface CommitRules {
  /** What is committed, from index 1 on at position 0. */
  readonly chosen: readonly Chosen[];
  started(status: RaftStatus, disk: DurableState, applied: number): void;
  /** Called before the Ready is persisted. */
  committing(id: number, ready: Ready, status: RaftStatus, disk: DurableState): void;
  /** Called once it is persisted. */
  applying(id: number, ready: Ready, disk: DurableState): void;
  /** Called once it is persisted: a leader's log is looked at when it is first seen to lead. */
  persisted(status: RaftStatus, disk: DurableState): void;
}

interface Standing {
  applied: number;
  commit: number;
  /** The last term in which its log was looked at as a leader's. */
  lead: number;
}

/** @param isAnyTerm whether leaders may commit entries of older terms by counting, too */
export function createCommitRules(isAnyTerm: boolean): CommitRules {
  const chosen: Chosen[] = [];
  const standings = new Map<number, Standing>();

  function choose(entry: Entry, { id, term }: RaftStatus): void {
    const content = contentOf(entry);
    const known = chosen[entry.index - 1];
    if (!known) {
      chosen.push({ term: entry.term, content, committedIn: term, by: id });
    } else if (known.term !== entry.term || known.content !== content) {
      const words =
        `${nameOf(id)} applies ${place(entry.index, entry.term)} "${entryInWords(entry)}", ` +
        `where ${nameOf(known.by)} applied ${place(entry.index, known.term)}`;
      breakRule('state machine safety', words, [known.by, id], [entry.index]);
    }
  }

  /** Whether the leader advanced the commit index to an entry of its own term. */
  function checkOwnTerm({ id, role, term, commit }: RaftStatus, disk: DurableState, ready: Ready): void {
    const before = standings.get(id)!.commit;
    standings.get(id)!.commit = commit;
    if (isAnyTerm || role !== 'leader' || commit <= before) return;
    const first = ready.entries[0]?.index ?? Number.POSITIVE_INFINITY;
    const of = commit >= first ? ready.entries[commit - first]?.term : termAt(disk, commit);
    if (of === undefined || of === term) return;
    const words = `${nameOf(id)}, the leader of term ${term}, commits ${place(commit, of)}: an entry of term ${of} may not be committed by counting who has it`;
    breakRule('commit by own term', words, [id], [commit]);
  }

  return {
    chosen,
    started({ id, commit }, _disk, applied) {
      standings.set(id, { applied, commit, lead: 0 });
    },
    committing(id, ready, status, disk) {
      const { committed, snapshot } = ready;
      checkOwnTerm(status, disk, ready);
      const standing = standings.get(id)!;
      if (snapshot) {
        checkSnapshot(id, snapshot.index, snapshot.term, chosen, disk);
        standing.applied = snapshot.index;
      }
      for (const entry of committed) {
        if (entry.index !== standing.applied + 1) {
          const words = `${nameOf(id)} applies entry ${entry.index} after entry ${standing.applied}`;
          breakRule('applied in order', words, [id], [entry.index]);
        }
        choose(entry, status);
        standing.applied = entry.index;
      }
    },
    applying(id, { committed }, disk) {
      for (const { index, term } of committed) {
        const own = termAt(disk, index);
        if (own === term || index <= baseOf(disk)) continue;
        const there =
          own === undefined ? `its log ends at ${lastIndexOf(disk)}` : `its log has ${place(index, own)} there`;
        breakRule('applied in order', `${nameOf(id)} applies ${place(index, term)}, but ${there}`, [id], [index]);
      }
    },
    persisted({ id, role, term, lastIndex }, disk) {
      const standing = standings.get(id)!;
      if (role !== 'leader' || standing.lead === term) return;
      const needed = lastChosenBefore(term, chosen);
      // With a slow disk a part of the log may not be there to be looked at yet.
      if (needed > lastIndexOf(disk) && needed <= lastIndex) return;
      standing.lead = term;
      if (needed > baseOf(disk)) checkComplete(id, term, needed, disk, chosen);
    },
  };
}

/** A snapshot stands for entries that were committed, the last one as it was. */
function checkSnapshot(id: number, index: number, term: number, chosen: readonly Chosen[], disk: DurableState): void {
  const known = chosen[index - 1];
  if (known?.term === term) return;
  if (!known && termAt(disk, index) === term) {
    const had = `${nameOf(id)} had ${place(index, term)} already: it must keep its log, and not restore the snapshot`;
    breakRule('snapshots take nothing back', had, [id], [index]);
  }
  const words = known ? `but ${place(index, known.term)} was committed there` : 'but nothing was committed there';
  breakRule(
    'state machine safety',
    `${nameOf(id)} restores a snapshot up to ${place(index, term)}, ${words}`,
    [id],
    [index],
  );
}

/** The last index that was committed in a term before this one. What is committed later has a later term of commitment. */
function lastChosenBefore(term: number, chosen: readonly Chosen[]): number {
  let last = chosen.length;
  while (last > 0 && chosen[last - 1].committedIn >= term) last--;
  return last;
}

function checkComplete(id: number, term: number, needed: number, disk: DurableState, chosen: readonly Chosen[]): void {
  const { term: wanted, by } = chosen[needed - 1];
  const own = termAt(disk, needed);
  if (own === wanted) return;
  const there = own === undefined ? `its log ends at ${lastIndexOf(disk)}` : `its log has ${place(needed, own)} there`;
  const words = `${nameOf(id)} leads term ${term} without ${place(needed, wanted)}, which ${nameOf(by)} has committed: ${there}`;
  breakRule('leader completeness', words, [id, by], [needed]);
}
