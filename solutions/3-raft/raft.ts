/**
 * Given: one server of a Raft cluster, as a pure state machine. It does no I/O, reads no clock and starts no timer.
 * What happens goes in, what to do about it comes out:
 *
 *     tick() ────┐                        ┌──► 1. persist   hardState, snapshot, entries
 *     step(m) ───┼──► server ──► ready() ─┼──► 2. send      messages
 *     propose() ─┘       ▲                └──► 3. apply     snapshot, committed, then serve reads
 *                        └─────────── advance() ◄────┘
 *
 * The host may call everything but `ready` and `advance` while it works on a Ready; what comes of that is in the next.
 * A crash may come at any point, and what was not persisted is lost. That is why the order of the three steps matters:
 * a server that answers before its vote is durable may vote again after a restart.
 */
import { invariant } from '#kit/invariant.ts';
import type { Random } from '#kit/random.ts';
import { compact } from './compaction.ts';
import { commitMore, holdElection, step, tick } from './dispatch.ts';
import { proposeConfigChange, updatePeers } from './membership.ts';
import type { Entry, HardState, Message, Snapshot } from './message.ts';
import { readIndex } from './read-index.ts';
import { createHandOver } from './ready.ts';
import { appendToLog } from './replication.ts';
import { createServer, others, restartElectionTimer, type Server } from './server.ts';
import { transferLeadership } from './transfer.ts';

export interface RaftConfig {
  /** This server's number, from 1 on. */
  id: number;
  /**
   * The cluster's servers when it was first started, this one included: the same on each. Empty for a server that is to
   * be added to a cluster that exists. A snapshot and entries of type `config` override it.
   */
  peers: number[];
  /**
   * A follower that has not heard of a leader for some ticks holds an election: a number drawn anew each time from
   * `electionTicks` to `2 * electionTicks - 1`. More than `heartbeatTicks`.
   */
  electionTicks: number;
  /** A leader sends heartbeats every so many ticks; 1 or more. */
  heartbeatTicks: number;
  random: Random;

  /** What the disk holds. All of it is left out at the very first start. */
  hardState?: HardState;
  snapshot?: Snapshot;
  /** The entries behind the snapshot, in order. */
  entries?: Entry[];
  /**
   * Entries up to here are in the state machine already: `committed` begins behind it. The snapshot's index unless
   * said.
   */
  applied?: number;

  /** A leader begins its term with an empty entry (exercise 3.3). Off unless said. */
  noop?: boolean;
  /** Ask whether an election could be won before holding it (exercise 3.8). Off unless said. */
  preVote?: boolean;
  /**
   * A leader that does not hear of a majority steps down, and whoever hears of a leader helps no one to replace it
   * (exercise 3.8). Off unless said.
   */
  checkQuorum?: boolean;

  /** At most so many entries go into one AppendEntries. 64 unless said. */
  entriesPerMessageMax?: number;
  /** At most so many entries are on their way to one follower without an answer. 1,024 unless said. */
  entriesInFlightMax?: number;
  /**
   * The log keeps so many of the last entries that the snapshot has, for followers that are a little behind. 0 unless
   * said.
   */
  entriesKept?: number;
}

/**
 * What the host must do now, in this order: persist, send, apply. Then it calls `advance`.
 *
 * 1. **Persist** `snapshot`, `entries` and `hardState`, and wait until they are durable. Should a crash come before
 *    that, a restart may find all of it or less, but never entries without the term and vote that they come with. The
 *    snapshot replaces everything that the disk holds, state and log. The entries replace whatever the log on disk has
 *    from `entries[0].index` on.
 * 2. **Send** `messages`. They may be lost, delayed, repeated and overtake each other.
 * 3. **Apply**: restore the state machine from `snapshot`; then apply `committed`, each entry once, in order; then
 *    serve `reads`.
 */
export interface Ready {
  /** Present where term, vote or commit has changed. Where `commit` alone has, it need not be written. */
  hardState?: HardState;
  /** Present where the leader has sent one. */
  snapshot?: Snapshot;
  entries: Entry[];
  messages: Message[];
  committed: Entry[];
  reads: ReadState[];
}

/** A read asked for with `readIndex`: it may be served from the state machine as soon as `index` is applied. */
export interface ReadState {
  context: number;
  index: number;
}

export type Role = 'follower' | 'pre-candidate' | 'candidate' | 'leader';

/** A picture of the server, for people and for tests. Not to be changed by whoever receives it. */
export interface RaftStatus {
  id: number;
  role: Role;
  term: number;
  /** 0 for nobody. */
  vote: number;
  /** Whom it takes for the leader of its term; 0 for nobody. */
  leader: number;
  commit: number;
  /** As far as `advance` was called for committed entries. `applied <= commit <= lastIndex`. */
  applied: number;
  /** The first entry that the log still has, or would have: one behind what was compacted away. */
  firstIndex: number;
  lastIndex: number;
  lastTerm: number;
  /** The servers that count, in ascending order: what the last `config` entry of its log says. */
  peers: number[];
  /** What a leader knows of each of the others, by ascending id; empty where it does not lead. */
  progress: ProgressStatus[];
}

export interface ProgressStatus {
  id: number;
  /** The logs agree up to here, durably. `match < next`. */
  match: number;
  /** The next entry to send. */
  next: number;
  state: 'probe' | 'replicate' | 'snapshot';
}

/** Where a proposal stands in the log. It is committed once the entry applied at this index has this term. */
export interface Proposed {
  index: number;
  term: number;
}

/** One server more or less; only one such change at a time (thesis, section 4.1). */
export interface ConfigChange {
  type: 'add' | 'remove';
  id: number;
}

export interface Raft {
  /** Time passes: one tick. */
  tick(): void;
  /** A message has come in, addressed to this server. Old, repeated and reordered ones do no harm. */
  step(message: Message): void;
  /**
   * Puts a command into the log of a leader.
   *
   * @returns where it stands, or `undefined` where the server does not lead or is handing over: nothing has happened
   *   then
   */
  propose(data: Uint8Array): Proposed | undefined;
  /**
   * Asks for a linearizable read. A follower asks the leader. The answer comes as one of a Ready's `reads`, or never:
   * the request may be lost, and then the host asks again, with another context.
   *
   * @param context the host's own number for the read, never used before, not even before a restart
   * @returns false where no leader is known: nothing has happened then
   */
  readIndex(context: number): boolean;
  /** Holds an election at once, as if the time for it had come; does nothing on a leader. */
  campaign(): void;
  /**
   * Hands the lead over to another server (exercise 3.9). Tries for one election timeout.
   *
   * @returns false where it does not lead or `to` is no other server of the cluster
   */
  transferLeadership(to: number): boolean;
  /**
   * Adds or removes a server (exercise 3.10).
   *
   * @returns where the change stands in the log, or `undefined` where it cannot be made: the server does not lead or is
   *   handing over, has committed nothing in its term yet, or the change before is not committed; it would change
   *   nothing, or leave nobody
   */
  proposeConfigChange(change: ConfigChange): Proposed | undefined;
  /**
   * Drops the log up to an entry, in favour of a snapshot of the state machine right after it (exercise 3.6).
   *
   * @param index at most `applied`
   * @param data the state machine right after that entry
   * @returns the snapshot, for the host to keep: what it has on disk may only be dropped once that is durable.
   *   `undefined` where the server has one of this entry or a later one already: nothing has happened then
   */
  compact(index: number, data: Uint8Array): Snapshot | undefined;
  /** What to do now, or `undefined` for nothing. Not to be called again before `advance`. */
  ready(): Ready | undefined;
  /** All of the last Ready is done: persisted, sent, applied. */
  advance(): void;
  status(): RaftStatus;
}

/** The server that the disk holds, or a new one. It begins as a follower. */
export function createRaft(config: RaftConfig): Raft {
  const server = createServer(config);
  restartElectionTimer(server);
  updatePeers(server);
  const handOver = createHandOver(server);
  return {
    tick: () => tick(server),
    step: (message) => step(server, message),
    propose: (data) => propose(server, data),
    readIndex: (context) => readIndex(server, context),
    campaign: () => holdElection(server),
    transferLeadership: (to) => transferLeadership(server, to),
    proposeConfigChange(change) {
      const proposed = proposeConfigChange(server, change);
      if (proposed) updatePeers(server);
      return proposed;
    },
    compact(index, data) {
      const snapshot = compact(server, index, data);
      const isKnown = !snapshot || server.log.term(index) === snapshot.term;
      invariant(isKnown, `compactTo must remember the term of entry ${index}, which is ${snapshot?.term}`);
      return snapshot;
    },
    ready: handOver.ready,
    advance() {
      // Its own entries count from now on.
      if (handOver.advance() && server.role === 'leader') commitMore(server);
    },
    status: () => statusOf(server),
  };
}

function propose(server: Server, data: Uint8Array): Proposed | undefined {
  if (server.role !== 'leader' || server.transferee !== 0) return undefined;
  return appendToLog(server, 'command', data);
}

function statusOf(server: Server): RaftStatus {
  const { id, role, term, vote, leader, commit, applied, log, peers } = server;
  return {
    id,
    role,
    term,
    vote,
    leader,
    commit,
    applied,
    firstIndex: log.firstIndex(),
    lastIndex: log.lastIndex(),
    lastTerm: log.lastTerm(),
    peers,
    progress: role === 'leader' ? progressOf(server) : [],
  };
}

function progressOf(server: Server): ProgressStatus[] {
  return others(server).map((id) => {
    const { match, next, state } = server.progress.get(id)!;
    return { id, match, next, state };
  });
}
