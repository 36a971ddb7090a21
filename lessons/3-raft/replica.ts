/**
 * A server that survives: the core of `raft.ts`, the log of lesson 2 to persist to, and a state machine to apply to.
 *
 *     receive, tick, propose ──► raft ──► ready ──► persist + sync ──► send ──► apply ──► answer the client
 *                                  ▲                 durable!                                │
 *                                  └───────────────────── advance ◄──────────────────────────┘
 *
 * Whoever is told that a command is done has been told so after it was applied here, so after a majority made it durable.
 *
 * Known limits: the replica never tries a command twice. A client that gets no answer, or `outcome-unknown`, does not know
 * whether its command was done; section 8 of the paper tells how clients with serial numbers could try again safely.
 */
import type { Disk } from '#kit/disk.ts';
import type { Random } from '#kit/random.ts';
import type { Message } from './message.ts';
import type { ConfigChange, RaftStatus } from './raft.ts';

/** What is replicated. Each replica has its own; the same commands in the same order give the same state and results. */
export interface StateMachine {
  /** Runs a committed command and returns its result. Never throws: a refusal is a result too. */
  apply(command: Uint8Array, index: number): Uint8Array;
  /** The whole state. Later changes do not show in what was returned. */
  snapshot(): Uint8Array;
  /** Replaces the whole state by one that `snapshot` gave, here or on another replica. */
  restore(state: Uint8Array): void;
}

export interface ReplicaOptions {
  id: number;
  /** See `RaftConfig`. */
  peers: number[];
  electionTicks: number;
  heartbeatTicks: number;
  random: Random;
  /** Its own; whatever an earlier life of this replica has left on it is found again. */
  disk: Disk;
  /** As new: empty. */
  machine: StateMachine;
  /** Hands a message to the network, which may do with it what it likes. Returns at once. */
  send(message: Message): void;
  /** Told once, when the replica can no longer go on because its disk has failed. */
  onFailure?(why: unknown): void;
  /** A snapshot is taken after so many applied entries. 10,000 unless said. */
  snapshotEntries?: number;
  /** See `RaftConfig`. `snapshotEntries / 10` unless said. */
  entriesKept?: number;
  /** See the log of lesson 2. */
  segmentBytes?: number;
}

/**
 * `not-leader`: nothing was done; `details` say `{ leader }`, whom to ask, or 0. `proposal-lost`: the command was not done and never
 * will be, since another leader put something else in its place. `outcome-unknown`: it may have been done or not.
 * `closed`: the replica was closed or its disk has failed; a command may have been done or not.
 * Carried as the `code` of a `Failure` (`#kit/failure.ts`).
 */
export type ReplicaErrorCode = 'not-leader' | 'proposal-lost' | 'outcome-unknown' | 'closed';

export interface Replica {
  /** Time passes: one tick. */
  tick(): void;
  /** A message has come in from the network. */
  receive(message: Message): void;
  /**
   * Has a command done on every replica, and resolves with its result once it is applied here.
   *
   * @throws {Failure} `not-leader`, `proposal-lost`, `outcome-unknown`, `closed`
   */
  propose(command: Uint8Array): Promise<Uint8Array>;
  /**
   * Resolves once the state machine holds everything that was acknowledged anywhere before the call: what it says in that
   * moment is a linearizable read. Works on followers too. Asks again until there is an answer.
   *
   * @throws {Failure} `closed`
   */
  read(): Promise<void>;
  transferLeadership(to: number): boolean;
  /** Resolves once the change is applied here. @throws {Failure} as `propose`; `not-leader` too where it cannot be made now */
  changeConfig(change: ConfigChange): Promise<void>;
  status(): RaftStatus;
  /** Stops; resolves once the disk is at rest. Whoever waits is told `closed`. */
  close(): Promise<void>;
}

/**
 * Opens the replica that the disk holds, or a new one. It answers to nothing before this resolves.
 *
 * @throws {Failure} `damaged` and whatever the disk rejects with (lesson 2)
 */
export declare function openReplica(options: ReplicaOptions): Promise<Replica>;
