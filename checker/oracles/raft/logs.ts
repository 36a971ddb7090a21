/**
 * The rules about logs. Only what changes is looked at: for every entry that goes to a disk, what stands before it is
 * compared with what stood before it in the first log that had it. Since that holds for each entry, it holds for
 * everything up to it.
 *
 *     first seen   … 6@2  7@3  8@3        8@3 came after 7@3
 *     now          … 6@2  7@2  8@3        8@3 comes after 7@2: the logs match at 8 and not before
 */
import type { Entry, Snapshot } from '#raft/message.ts';
import type { RaftStatus, Ready } from '#raft/raft.ts';
import { entryInWords, nameOf, place } from '../../sim/raft/message.ts';
import { type DurableState, lastIndexOf, termAt } from './durable.ts';
import { breakRule } from './rules.ts';

/** An entry as it was first seen on any disk. */
interface Known {
  term: number;
  termBefore: number;
  content: number;
  seenAt: number;
}

interface Lead {
  term: number;
  /** The log as far as this leader has it. */
  lastIndex: number;
  /** The last entry that went to its disk while it led. */
  persisted: number;
}

export interface LogRules {
  /** What is on a disk counts as seen. */
  started(id: number, disk: DurableState): void;
  observed(status: RaftStatus): void;
  /** Called before it is persisted. */
  persisting(id: number, ready: Ready, disk: DurableState): void;
}

export function createLogRules(): LogRules {
  const known: Known[][] = [];
  const leads = new Map<number, Lead>();

  function checkMatch(id: number, entry: Entry, termBefore: number): void {
    const { index, term } = entry;
    known[index] ??= [];
    const atIndex = known[index];
    const content = contentOf(entry);
    const first = atIndex.find((each) => each.term === term);
    if (!first) {
      atIndex.push({ term, termBefore, content, seenAt: id });
      return;
    }
    const servers = [first.seenAt, id];
    if (first.content !== content) {
      const words = `${nameOf(id)} has "${entryInWords(entry)}" at ${place(index, term)}, where ${nameOf(first.seenAt)} had something else`;
      breakRule('log matching', words, servers, [index]);
    }
    if (first.termBefore !== termBefore) {
      const words =
        `${place(index, term)} stands behind ${place(index - 1, termBefore)} in the log of ${nameOf(id)}, ` +
        `and behind ${place(index - 1, first.termBefore)} in that of ${nameOf(first.seenAt)}`;
      breakRule('log matching', words, servers, [index - 1, index]);
    }
  }

  return {
    started(id, disk) {
      leads.delete(id);
      let termBefore = disk.snapshot?.term ?? 0;
      for (const entry of disk.entries) {
        checkMatch(id, entry, termBefore);
        termBefore = entry.term;
      }
    },
    observed({ id, role, term, lastIndex }) {
      if (role !== 'leader') {
        leads.delete(id);
        return;
      }
      const lead = leads.get(id);
      if (!lead || lead.term !== term) {
        leads.set(id, { term, lastIndex, persisted: 0 });
        return;
      }
      if (lastIndex < lead.lastIndex) {
        const words = `${nameOf(id)} leads term ${term} and cut its own log from ${lead.lastIndex} to ${lastIndex}`;
        breakRule('leader append-only', words, [id], [lastIndex + 1]);
      }
      lead.lastIndex = lastIndex;
    },
    persisting(id, { entries, snapshot }, disk) {
      if (entries.length === 0) return;
      const first = entries[0].index;
      checkRow(id, entries, snapshot ?? disk.snapshot, snapshot ? snapshot.index : lastIndexOf(disk));
      const lead = leads.get(id);
      if (lead && first <= lead.persisted) {
        const words = `${nameOf(id)} leads term ${lead.term} and writes its log anew from ${first} on`;
        breakRule('leader append-only', words, [id], [first]);
      }
      let termBefore = snapshot?.index === first - 1 ? snapshot.term : termAt(disk, first - 1)!;
      for (const entry of entries) {
        checkMatch(id, entry, termBefore);
        termBefore = entry.term;
      }
      if (lead) lead.persisted = first + entries.length - 1;
    },
  };
}

/** Entries go behind the snapshot, into or right behind the log, and one after another. */
function checkRow(id: number, entries: Entry[], snapshot: Snapshot | undefined, last: number): void {
  const first = entries[0].index;
  const wrong = (how: string) =>
    breakRule('keeps its shape', `${nameOf(id)} wants entries from ${first} on persisted, ${how}`, [id], [first]);
  if (first > last + 1) wrong(`but its log ends at ${last}`);
  if (first <= (snapshot?.index ?? 0)) wrong(`which its snapshot up to ${snapshot?.index} covers`);
  if (entries.some(({ index }, i) => index !== first + i)) wrong('but their indexes are not in a row');
}

/** A number for what an entry holds (FNV-1a). */
export function contentOf({ type, data }: Entry): number {
  let hash = 0x811c9dc5 ^ type.length;
  for (let i = 0; i < data.length; i++) hash = Math.imul(hash ^ data[i], 0x01000193);
  return hash;
}
