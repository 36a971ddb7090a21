/**
 * Raft's messages at the boundary between servers: copied, so that no server can reach into another, and put into words.
 *
 *     n2@3 → n1 Append base=7@2 [8@3] commit=7      server 2 in term 3, entries from index 8 on, after entry 7 of term 2
 */
import type { Entry, Message, Snapshot } from '#raft/message.ts';

/** A copy that shares nothing. Several times faster than copying anything at all would be. */
export function copyMessage(message: Message): Message {
  const copy = { ...message };
  if (copy.type === 'AppendEntries') copy.entries = copy.entries.map(copyEntry);
  if (copy.type === 'InstallSnapshot') copy.snapshot = copySnapshot(copy.snapshot);
  return copy;
}

export function copyEntry({ index, term, type, data }: Entry): Entry {
  return { index, term, type, data: new Uint8Array(data) };
}

export function copySnapshot({ index, term, peers, data }: Snapshot): Snapshot {
  return { index, term, peers: [...peers], data: new Uint8Array(data) };
}

/** The name under which a report shows a server. */
export function nameOf(id: number): string {
  return `n${id}`;
}

export function envelopeInWords(message: Message): string {
  return `${nameOf(message.from)}@${message.term} → ${nameOf(message.to)} ${messageInWords(message)}`;
}

/** The message without sender and receiver. */
export function messageInWords(message: Message): string {
  switch (message.type) {
    case 'RequestVote':
      return `RequestVote last=${place(message.lastIndex, message.lastTerm)}${message.transfer ? ' (transfer)' : ''}`;
    case 'RequestVoteResponse':
      return message.granted ? 'Vote granted' : 'Vote refused';
    case 'PreVote':
      return `PreVote last=${place(message.lastIndex, message.lastTerm)}`;
    case 'PreVoteResponse':
      return message.granted ? 'PreVote granted' : 'PreVote refused';
    case 'Heartbeat':
      return `Heartbeat commit=${message.commit}${roundInWords(message.round)}`;
    case 'HeartbeatResponse':
      return `Heartbeat ok${roundInWords(message.round)}`;
    case 'AppendEntries': {
      const { prevIndex, prevTerm, entries, commit } = message;
      return `Append base=${place(prevIndex, prevTerm)} ${entriesInWords(entries)} commit=${commit}`;
    }
    case 'AppendEntriesResponse':
      return message.success ? `Append ok to ${message.index}` : refusalInWords(message);
    case 'InstallSnapshot':
      return `Snapshot ${place(message.snapshot.index, message.snapshot.term)}`;
    case 'InstallSnapshotResponse':
      return `Snapshot ok to ${message.index}`;
    case 'TimeoutNow':
      return 'TimeoutNow';
    case 'ReadIndex':
      return `ReadIndex #${message.context}`;
    case 'ReadIndexResponse':
      return `ReadIndex #${message.context} is ${message.index}`;
  }
}

/** Rounds count reads; before the first one there is nothing to say. */
function roundInWords(round: number): string {
  return round === 0 ? '' : ` round=${round}`;
}

function refusalInWords({ index, conflictIndex, conflictTerm }: Extract<Message, { conflictIndex: number }>): string {
  const hint = conflictIndex === 0 && conflictTerm === 0 ? '' : `, conflict ${place(conflictIndex, conflictTerm)}`;
  return `Append refused at ${index}${hint}`;
}

const entriesShown = 4;

/** `[8@3 9@3]`; a long row only by its ends. */
export function entriesInWords(entries: readonly Entry[], most = entriesShown): string {
  const words = entries.map(({ index, term }) => place(index, term));
  if (words.length > most) words.splice(1, words.length - 2, '…');
  return `[${words.join(' ')}]`;
}

/** Rows of a term that are shorter are written out. */
const rowAbbreviatedFrom = 5;

/** A whole log: `[1@1 2@1 3@2]`, and where many entries in a row have the same term, `[1…40@1 41…60@2]`. */
export function logInWords(entries: readonly Entry[]): string {
  const isAlike = (entry: Entry, i: number) => entry.term === entries[i - 1]?.term;
  const starts = entries.flatMap((entry, i) => (isAlike(entry, i) ? [] : [i]));
  const rows = starts.flatMap((start, i) => {
    const row = entries.slice(start, starts[i + 1]);
    if (row.length < rowAbbreviatedFrom) return row.map(({ index, term }) => place(index, term));
    return [`${row[0].index}…${place(row.at(-1)!.index, row[0].term)}`];
  });
  return `[${rows.join(' ')}]`;
}

/** Index and term, `8@3`; `0` for before the first entry. */
export function place(index: number, term: number): string {
  return index === 0 ? '0' : `${index}@${term}`;
}

/** What an entry's data say, as far as a small cell holds it. */
export function entryInWords({ type, data }: Entry): string {
  if (type !== 'command') return type;
  return new TextDecoder().decode(data);
}
