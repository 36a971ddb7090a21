/**
 * Given: what servers say to each other and what a log is made of. Plain data, so that a message can be copied, sent,
 * delayed, repeated or lost, and a whole run can be written down and replayed.
 *
 *     candidate ──RequestVote──► server          leader ──AppendEntries──► follower
 *               ◄─RequestVoteResponse─                  ◄─AppendEntriesResponse─
 *
 * The names are those of the Raft paper (Ongaro and Ousterhout, "In Search of an Understandable Consensus Algorithm",
 * extended version) and of Ongaro's thesis. Servers are numbered from 1. Terms and indexes are whole numbers from 1 on;
 * 0 is none: no term yet, no entry, no vote, no leader known.
 *
 * One difference from the paper: its heartbeat is an AppendEntries without entries. Here it is a message of its own, as
 * in etcd, so that elections can be written before there is a log.
 */

/** One place in the log. Whoever holds an entry of this index and term holds this very entry (log matching). */
export interface Entry {
  /** 1, 2, 3, … without gaps. */
  index: number;
  /** The term of the leader that made it. */
  term: number;
  /**
   * `command`: for the state machine. `noop`: no data, with which a leader begins its term. `config`: the cluster's
   * servers from here on, as `encodePeers` gives them.
   */
  type: 'command' | 'noop' | 'config';
  data: Uint8Array;
}

/** What a server must never forget. Figure 2 calls it persistent state; `commit` is only kept to start faster. */
export interface HardState {
  /** The latest term that the server has seen. Never goes down. */
  term: number;
  /** Who got its vote in that term; 0 for nobody. */
  vote: number;
  /** Entries up to here are committed. Never goes down. */
  commit: number;
}

/** The state machine after the entry `index`, in place of the log up to there. */
export interface Snapshot {
  index: number;
  /** The term of the entry at `index`. */
  term: number;
  /** The cluster's servers as of that entry. */
  peers: number[];
  data: Uint8Array;
}

interface Envelope {
  from: number;
  to: number;
  /** The sender's term; of a PreVote, and of its grant, the term that the sender would campaign in. */
  term: number;
}

/** A candidate asks for a vote (section 5.2). */
export interface RequestVote extends Envelope {
  type: 'RequestVote';
  /** Of the candidate's last entry; 0 for an empty log. */
  lastIndex: number;
  lastTerm: number;
  /** Whether the leader itself asked for this election (thesis, section 3.10). */
  transfer: boolean;
}

export interface RequestVoteResponse extends Envelope {
  type: 'RequestVoteResponse';
  granted: boolean;
}

/** "Would you vote for me?" Binds nobody and changes no term (thesis, section 9.6). */
export interface PreVote extends Envelope {
  type: 'PreVote';
  lastIndex: number;
  lastTerm: number;
}

export interface PreVoteResponse extends Envelope {
  type: 'PreVoteResponse';
  granted: boolean;
}

/** "I lead this term." Sent at regular intervals, and to learn whether it is still so (section 8). */
export interface Heartbeat extends Envelope {
  type: 'Heartbeat';
  /** As far as the receiver may commit: never beyond what the leader knows its log to agree on. */
  commit: number;
  /** The leader's count of rounds for linearizable reads; the answer repeats it. */
  round: number;
}

export interface HeartbeatResponse extends Envelope {
  type: 'HeartbeatResponse';
  round: number;
}

/** Entries for a follower's log, to go behind the entry at `prevIndex` (section 5.3). May hold no entries. */
export interface AppendEntries extends Envelope {
  type: 'AppendEntries';
  prevIndex: number;
  prevTerm: number;
  entries: Entry[];
  /** The leader's commit index. */
  commit: number;
}

export interface AppendEntriesResponse extends Envelope {
  type: 'AppendEntriesResponse';
  success: boolean;
  /** On success, the last index up to which the logs agree now; otherwise the `prevIndex` that was refused. */
  index: number;
  /** Where it was refused: what the follower tells the leader to go back faster (exercise 3.5); otherwise 0. */
  conflictIndex: number;
  conflictTerm: number;
}

/** The leader's snapshot, for a follower that needs entries which the leader no longer has (section 7). */
export interface InstallSnapshot extends Envelope {
  type: 'InstallSnapshot';
  snapshot: Snapshot;
}

export interface InstallSnapshotResponse extends Envelope {
  type: 'InstallSnapshotResponse';
  /** The last index up to which the follower knows its log to agree with the leader's. */
  index: number;
}

/** The leader hands over: "hold an election now" (thesis, section 3.10). */
export interface TimeoutNow extends Envelope {
  type: 'TimeoutNow';
}

/** A follower asks the leader from which index on a read is up to date (thesis, section 6.4). */
export interface ReadIndex extends Envelope {
  type: 'ReadIndex';
  /** The asker's own number for the read. */
  context: number;
}

export interface ReadIndexResponse extends Envelope {
  type: 'ReadIndexResponse';
  context: number;
  /** The read may be served once everything up to here is applied. */
  index: number;
}

export type Message =
  | RequestVote
  | RequestVoteResponse
  | PreVote
  | PreVoteResponse
  | Heartbeat
  | HeartbeatResponse
  | AppendEntries
  | AppendEntriesResponse
  | InstallSnapshot
  | InstallSnapshotResponse
  | TimeoutNow
  | ReadIndex
  | ReadIndexResponse;
