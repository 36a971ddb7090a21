/**
 * Given: everything that one server knows, and the few things that every other file does with it. It is Figure 2's
 * "State", with what the later exercises add.
 *
 *     on disk, before anyone is told    term, vote, log          hardState and entries of a Ready
 *     in memory, gone with a crash      everything else
 */
import { invariant } from '#kit/invariant.ts';
import type { Random } from '#kit/random.ts';
import type { Message, Snapshot } from './message.ts';
import type { Progress } from './progress.ts';
import type { RaftConfig, ReadState, Role } from './raft.ts';
import { createRaftLog, type RaftLog } from './raft-log.ts';

/** A {@link RaftConfig}'s choices, none left open. */
export type Options = Required<
  Pick<
    RaftConfig,
    | 'electionTicks'
    | 'heartbeatTicks'
    | 'noop'
    | 'preVote'
    | 'checkQuorum'
    | 'entriesPerMessageMax'
    | 'entriesInFlightMax'
    | 'entriesKept'
  >
>;

/** A read that a leader has been asked for, by itself or by a follower. */
export interface PendingRead {
  from: number;
  context: number;
  /** The commit index when it was asked. */
  index: number;
  /** Confirmed once a majority has answered a heartbeat of this round or a later one. */
  round: number;
}

export interface Server {
  readonly id: number;
  readonly options: Options;
  readonly random: Random;

  /** Latest term seen. Never goes down. */
  term: number;
  /** Whom it has voted for in `term`; 0 for nobody. Once set, it changes only with the term. */
  vote: number;
  readonly log: RaftLog;

  /** `applied <= commit <= log.lastIndex()`. Neither goes down. */
  commit: number;
  applied: number;
  role: Role;
  /** The leader of `term` as far as it knows; 0 for unknown. */
  leader: number;

  /** Ticks since it last heard of a leader, granted a vote or began an election; of a leader: since it last counted. */
  electionElapsed: number;
  /** An election is due when so many have passed. */
  electionTimeout: number;
  /** Of a leader: ticks since its last heartbeats. */
  heartbeatElapsed: number;
  /** Of a candidate or pre-candidate: who has answered, and how. */
  votes: Map<number, boolean>;
  /** Of a leader: what it knows of the others. */
  progress: Map<number, Progress>;

  /** The servers that count, this one or not: what the last `config` entry of the log says, committed or not. */
  peers: number[];
  /** Where that entry stands in the log; index and term of the snapshot or 0 where there is none behind it. */
  configIndex: number;
  configTerm: number;
  /** The cluster as it was first started. */
  readonly firstPeers: readonly number[];

  /** The latest snapshot, taken here or received. */
  snapshot: Snapshot | undefined;
  /** A snapshot received that no Ready has handed out yet. */
  received: Snapshot | undefined;

  /** Of a leader: the number of the last round of heartbeats. */
  round: number;
  /** Reads that wait for a majority to answer, in the order of their rounds. */
  pendingReads: PendingRead[];
  /** Reads that came before the leader had committed anything in its term. */
  earlyReads: { from: number; context: number }[];
  /** Of a leader: whom it is handing over to; 0 for nobody. */
  transferee: number;
  /** Of a leader: everyone is to be sent what is new, with the next Ready. */
  hasNews: boolean;

  /** For the next Ready. */
  outbox: Message[];
  reads: ReadState[];
}

export function createServer(config: RaftConfig): Server {
  const { hardState = { term: 0, vote: 0, commit: 0 }, snapshot } = config;
  const edge = snapshot ?? { index: 0, term: 0, peers: config.peers };
  const log = createRaftLog(edge, config.entries ?? []);
  const applied = Math.max(config.applied ?? 0, edge.index);
  // What was applied was committed, even if the disk has an older commit index.
  const commit = Math.max(hardState.commit, applied);
  invariant(
    commit <= log.lastIndex(),
    `entry ${commit} is committed, and the disk has only those up to ${log.lastIndex()}`,
  );
  return {
    id: config.id,
    options: optionsOf(config),
    random: config.random,
    term: hardState.term,
    vote: hardState.vote,
    log,
    commit,
    applied,
    role: 'follower',
    leader: 0,
    electionElapsed: 0,
    electionTimeout: 0,
    heartbeatElapsed: 0,
    votes: new Map(),
    progress: new Map(),
    peers: [...edge.peers].sort((a, b) => a - b),
    configIndex: edge.index,
    configTerm: edge.term,
    firstPeers: config.peers,
    snapshot,
    received: undefined,
    round: 0,
    pendingReads: [],
    earlyReads: [],
    transferee: 0,
    hasNews: false,
    outbox: [],
    reads: [],
  };
}

function optionsOf(config: RaftConfig): Options {
  const { electionTicks, heartbeatTicks, noop = false, preVote = false, checkQuorum = false } = config;
  const { entriesPerMessageMax = 64, entriesInFlightMax = 1024, entriesKept = 0 } = config;
  const limits = { entriesPerMessageMax, entriesInFlightMax, entriesKept };
  return { electionTicks, heartbeatTicks, noop, preVote, checkQuorum, ...limits };
}

/** Puts a message into the next Ready. */
export function send(server: Server, message: Message): void {
  server.outbox.push(message);
}

/** The servers that count, without this one. */
export function others(server: Server): number[] {
  return server.peers.filter((id) => id !== server.id);
}

/** Whether more than half of the servers that count are among those that `holds` is true for. */
export function isMajority(server: Server, holds: (id: number) => boolean): boolean {
  let count = 0;
  for (const id of server.peers) if (holds(id)) count++;
  return count * 2 > server.peers.length;
}

/** Starts waiting for an election anew, for a time drawn anew. */
export function restartElectionTimer(server: Server): void {
  const { electionTicks } = server.options;
  server.electionElapsed = 0;
  server.electionTimeout = server.random.integer(electionTicks, 2 * electionTicks - 1);
}
