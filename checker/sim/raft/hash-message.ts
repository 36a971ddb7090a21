import type { Message } from '#raft/message.ts';
import type { RunningHash } from '../running-hash.ts';

/** Adds a message that arrives: when, which way, and what it says, in numbers. */
export function hashMessage(hash: RunningHash, at: number, message: Message): void {
  const { type, from, to, term } = message;
  hash.add(at);
  hash.add(type.length * 31 + type.charCodeAt(0));
  hash.add(from * 1000 + to);
  hash.add(term);
  switch (message.type) {
    case 'AppendEntries':
      hash.add(message.prevIndex);
      hash.add(message.entries.length);
      hash.add(message.commit);
      return;
    case 'AppendEntriesResponse':
      hash.add(message.index);
      hash.add(message.success ? 1 : message.conflictIndex);
      return;
    case 'RequestVoteResponse':
    case 'PreVoteResponse':
      hash.add(message.granted ? 1 : 0);
      return;
    case 'RequestVote':
    case 'PreVote':
      hash.add(message.lastIndex);
      return;
    case 'Heartbeat':
      hash.add(message.commit);
      return;
    case 'InstallSnapshot':
      hash.add(message.snapshot.index);
  }
}
