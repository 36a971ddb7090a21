/**
 * The rules about terms, votes and leaders. A vote counts when it is heard of: one that was given and lost in a crash
 * before anybody was told may be given again.
 */
import type { Message } from '#raft/message.ts';
import type { RaftStatus } from '#raft/raft.ts';
import { nameOf } from '../../sim/raft/message.ts';
import { type DurableState, lastIndexOf } from './durable.ts';
import { breakRule } from './rules.ts';

interface Seen {
  term: number;
  vote: number;
  commit: number;
}

export interface ElectionRules {
  /** Term to the server that leads it. */
  readonly leaders: ReadonlyMap<number, number>;
  /** A server has been started; with this on its disk, where that is known. */
  started(status: RaftStatus, disk?: DurableState): void;
  observed(status: RaftStatus): void;
  /** A message is about to leave; with this on the sender's disk, where that is known. */
  sending(from: number, message: Message, disk?: DurableState): void;
}

export function createElectionRules(): ElectionRules {
  const leaderOf = new Map<number, number>();
  const votes = new Map<number, Map<number, number>>();
  const seen = new Map<number, Seen>();
  /** The highest term that a server has told of as its own. */
  const spokenOf = new Map<number, number>();

  function leads(id: number, term: number): void {
    const other = leaderOf.get(term);
    if (other === id) return;
    if (other !== undefined) {
      breakRule('election safety', `${nameOf(other)} and ${nameOf(id)} both lead term ${term}`, [other, id]);
    }
    leaderOf.set(term, id);
  }

  function votesFor(id: number, term: number, candidate: number): void {
    const ofServer = votes.get(id) ?? new Map<number, number>();
    votes.set(id, ofServer);
    const other = ofServer.get(term);
    if (other !== undefined && other !== candidate) {
      const words = `${nameOf(id)} gave its vote of term ${term} to ${nameOf(other)} and to ${nameOf(candidate)}`;
      breakRule('one vote a term', words, [id, other, candidate]);
    }
    ofServer.set(term, candidate);
  }

  return {
    leaders: leaderOf,
    started(status, disk) {
      const { id, term, vote, commit } = status;
      if (disk) checkRestored(status, disk);
      const spoken = spokenOf.get(id) ?? 0;
      if (term < spoken) {
        breakRule('terms only grow', `${nameOf(id)} is back in term ${term}, though it has spoken of ${spoken}`, [id]);
      }
      seen.set(id, { term, vote, commit });
    },
    observed({ id, role, term, vote, commit, lastIndex }) {
      const before = seen.get(id)!;
      if (term < before.term) {
        breakRule('terms only grow', `${nameOf(id)} went back from term ${before.term} to ${term}`, [id]);
      }
      if (term === before.term && before.vote !== 0 && vote !== before.vote) {
        const now = vote === 0 ? 'forgot it' : `changed it to ${nameOf(vote)}`;
        const words = `${nameOf(id)} had given its vote of term ${term} to ${nameOf(before.vote)} and ${now}`;
        breakRule('one vote a term', words, [id]);
      }
      if (commit < before.commit) {
        const words = `${nameOf(id)} took its commit index back from ${before.commit} to ${commit}`;
        breakRule('commit only grows', words, [id], [commit, before.commit]);
      }
      if (commit > lastIndex) {
        const words = `${nameOf(id)} has committed up to ${commit}, but its log ends at ${lastIndex}`;
        breakRule('commit only grows', words, [id], [commit]);
      }
      if (role === 'leader') leads(id, term);
      before.term = term;
      before.vote = vote;
      before.commit = commit;
    },
    sending(from, message, disk) {
      checkSender(from, message);
      if (disk) checkDurable(from, message, disk);
      if (isBinding(message) && message.term > (spokenOf.get(from) ?? 0)) spokenOf.set(from, message.term);
      switch (message.type) {
        case 'RequestVote':
          return votesFor(from, message.term, from);
        case 'RequestVoteResponse':
          if (message.granted) votesFor(from, message.term, message.to);
          return;
        case 'Heartbeat':
        case 'AppendEntries':
        case 'InstallSnapshot':
          leads(from, message.term);
      }
    },
  };
}

function checkRestored({ id, term, vote }: RaftStatus, { hardState }: DurableState): void {
  if (term < hardState.term) {
    const words = `${nameOf(id)} is back in term ${term}, though ${hardState.term} is on its disk`;
    breakRule('terms only grow', words, [id]);
  }
  if (term === hardState.term && hardState.vote !== 0 && vote !== hardState.vote) {
    const words = `${nameOf(id)} came back without its vote of term ${term} for ${nameOf(hardState.vote)}`;
    breakRule('one vote a term', words, [id]);
  }
}

function checkSender(from: number, message: Message): void {
  if (message.from === from) return;
  breakRule('keeps its shape', `${nameOf(from)} sends a message that says it is from ${message.from}`, [from]);
}

/** What is asked in advance, or granted so, binds nobody. */
function isBinding({ type }: Message): boolean {
  return type !== 'PreVote' && type !== 'PreVoteResponse';
}

/** A crash right after the message must not make it untrue. */
function checkDurable(from: number, message: Message, disk: DurableState): void {
  if (!isBinding(message)) return;
  const { term, vote } = disk.hardState;
  if (message.term > term) {
    const words = `${nameOf(from)} sends a ${message.type} of term ${message.term}, but on its disk is term ${term}`;
    breakRule('durable before sent', words, [from]);
  }
  const voted = votedIn(message);
  if (voted !== undefined && message.term === term && vote !== voted) {
    const words = `${nameOf(from)} tells of its vote for ${nameOf(voted)} in term ${term} before that is on its disk`;
    breakRule('durable before sent', words, [from]);
  }
  const acknowledged = acknowledgedIn(message);
  // An answer of an older term may come out together with what a newer leader has put in place of those entries: that is
  // as good as having persisted, told and replaced them one after another.
  if (message.term === term && acknowledged > lastIndexOf(disk)) {
    const isSnapshot = message.type === 'InstallSnapshotResponse';
    const why = isSnapshot ? ': no Ready has handed the snapshot out' : '';
    const words = `${nameOf(from)} acknowledges entry ${acknowledged}, but the log on its disk ends at ${lastIndexOf(disk)}${why}`;
    breakRule('durable before sent', words, [from], [acknowledged]);
  }
}

function votedIn(message: Message): number | undefined {
  if (message.type === 'RequestVote') return message.from;
  return message.type === 'RequestVoteResponse' && message.granted ? message.to : undefined;
}

function acknowledgedIn(message: Message): number {
  if (message.type === 'InstallSnapshotResponse') return message.index;
  return message.type === 'AppendEntriesResponse' && message.success ? message.index : 0;
}
