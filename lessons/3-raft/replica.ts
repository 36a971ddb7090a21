/**
 * A server that survives: the state machine of `raft.ts`, a disk to persist to, a network, and a state machine to apply
 * to.
 *
 *     receive, tick, propose ──► raft ──► ready ──► persist ──► send ──► apply ──► answer the client
 *                                  ▲               durable!                              │
 *                                  └──────────────────── advance ◄───────────────────────┘
 *
 * What a client is told was applied here, and so was made durable by a majority before.
 *
 * Known limits: the replica never tries a command twice. A client that gets no answer, or `outcome-unknown`, does not
 * know whether its command was done. Section 8 of the paper tells how clients with serial numbers may try again safely.
 */
import type { Disk } from '#kit/disk.ts';
import { Failure } from '#kit/failure.ts';
import { todo } from '#kit/todo.ts';
import type { Message } from './message.ts';
import { createProposals } from './proposals.ts';
import { type ConfigChange, createRaft, type Proposed, type RaftConfig, type RaftStatus, type Ready } from './raft.ts';
import { createReads } from './reads.ts';
import { openStorage } from './storage.ts';

/**
 * What is replicated. Each replica has its own; the same commands in the same order give the same state and results.
 */
export interface StateMachine<Result> {
  /** Does a committed command. Never throws: a refusal is a result too. */
  apply(command: Uint8Array, index: number): Result;
  /** The whole state. Later changes do not show in what was returned. */
  snapshot(): Uint8Array;
  /** Replaces the whole state by one that `snapshot` gave, here or on another replica. */
  restore(state: Uint8Array): void;
}

/**
 * The choices of `RaftConfig`, passed on as they are. Whatever is random in a later life of the same replica must
 * differ from this one: `random` goes on, it does not begin again.
 */
export interface ReplicaOptions<Result> extends Omit<RaftConfig, 'hardState' | 'snapshot' | 'entries' | 'applied'> {
  /** Its own. Whatever an earlier life of this replica has left on it is found again. */
  disk: Disk;
  /** As new: empty. */
  machine: StateMachine<Result>;
  /** Hands a message to the network, which may do with it what it likes. Returns at once. */
  send(message: Message): void;
  /** Told once if the disk fails, which is the end of this replica: a new one may be opened after a restart. */
  onFailure?(why: unknown): void;
  /** A snapshot is taken when so many entries were applied since the last (exercise 3.6). Never unless said. */
  snapshotEntries?: number;
  /** See the log of lesson 2. */
  segmentBytes?: number;
}

/**
 * `not-leader`: nothing was done; `details` say `{ leader }`, whom to ask, or 0. `proposal-lost`: it was not done and
 * never will be, since another leader put something else in its place. `outcome-unknown`: it may have been done or not.
 * `closed`: the replica was closed or its disk has failed; it may have been done or not, and may yet be.
 * Carried as the `code` of a `Failure` (`#kit/failure.ts`).
 */
export type ReplicaErrorCode = 'not-leader' | 'proposal-lost' | 'outcome-unknown' | 'closed';

export interface Replica<Result> {
  /** Time passes: one tick. */
  tick(): void;
  /** A message has come in from the network. */
  receive(message: Message): void;
  /**
   * Has a command done by every replica, and resolves with the result once it is applied here.
   *
   * @throws {Failure} `not-leader`, `proposal-lost`, `outcome-unknown`, `closed`
   */
  propose(command: Uint8Array): Promise<Result>;
  /**
   * Resolves once the state machine holds everything that anyone was told of before the call: what it says in that
   * moment is a linearizable read. Works on followers too, and goes on asking until there is an answer (exercise 3.7).
   *
   * @throws {Failure} `closed`
   */
  read(): Promise<void>;
  /** See `Raft`. */
  transferLeadership(to: number): boolean;
  /**
   * Resolves once the change is applied here. Rejects as `propose` does, and with `not-leader` where it cannot be made.
   */
  changeConfig(change: ConfigChange): Promise<void>;
  status(): RaftStatus;
  /** Stops, and resolves once the disk is at rest. Whoever waits is told `closed`. */
  close(): Promise<void>;
}

/**
 * Opens the replica that the disk holds, or a new one.
 *
 * @throws {Failure} `damaged` and whatever the disk rejects with (lesson 2)
 */
export async function openReplica<Result>(options: ReplicaOptions<Result>): Promise<Replica<Result>> {
  const { disk, machine, send, onFailure, snapshotEntries = Number.POSITIVE_INFINITY, segmentBytes } = options;
  const storage = await openStorage(disk, { segmentBytes });
  const { hardState, snapshot, entries } = storage.recovered;
  const raft = createRaft({ ...options, hardState, snapshot, entries });
  const proposals = createProposals<Result | undefined>();
  const reads = createReads(raft, options.random, options.electionTicks);
  let snapshotIndex = snapshot?.index ?? 0;
  /** As far as the state machine is. */
  let applied = snapshotIndex;
  let isWorking = false;
  let isSaving = false;
  let isOver = false;
  if (snapshot) machine.restore(snapshot.data);

  /** Does what Raft says, one Ready after another, until there is nothing to do. */
  async function fulfilAll(): Promise<void> {
    isWorking = true;
    for (let ready = raft.ready(); ready && !isOver; ready = raft.ready()) await fulfil(ready);
    // In the very turn in which nothing was left to do: whatever comes in from now on starts the work again.
    isWorking = false;
  }

  /** Called after everything that goes in. */
  function work(): void {
    if (!isWorking && !isOver) fulfilAll().catch(fail);
  }

  /**
   * Persists, sends, applies, in this order, then calls `advance`, and tells `reads` what was confirmed and applied.
   * Does nothing more where the replica was closed while it waited for the disk.
   */
  async function fulfil(ready: Ready): Promise<void> {
    todo('3.4', 'Do what Ready says, in its order; then call reads.confirmed and reads.applied, for 3.7.');
  }

  /**
   * Brings the state machine up to date, and tells those who wait for it. Where there is a snapshot (exercise 3.6), it
   * comes first: the machine is restored, and `proposals.installed` tells those whose places are in it.
   */
  function apply({ snapshot, committed }: Ready): void {
    todo(
      '3.4',
      'Do each committed command, tell proposals.applied of every entry; with a snapshot proposals.installed.',
    );
  }

  /** Takes a snapshot of the state machine as it is, and lets Raft and the disk forget what is in it. */
  function takeSnapshot(): void {
    todo('3.6', "Compact Raft's log; keep the snapshot that this gives, one at a time, while the work goes on.");
  }

  /** What a disk holds that has failed is unknown until it is read again. So this is the end (lesson 2). */
  function fail(why: unknown): void {
    if (isOver) return;
    end();
    if (!onFailure) throw why;
    onFailure(why);
  }

  function end(): void {
    isOver = true;
    const closed = new Failure<ReplicaErrorCode>('closed', `replica ${options.id} was closed`);
    proposals.refuseAll(closed);
    reads.refuseAll(closed);
  }

  /** Waits for the outcome of what was proposed, if it was. */
  async function outcomeOf(propose: () => Proposed | undefined): Promise<Result | undefined> {
    if (isOver) throw new Failure<ReplicaErrorCode>('closed', `replica ${options.id} is closed`);
    const proposed = propose();
    if (!proposed) throw notLeader();
    const outcome = proposals.wait(proposed);
    work();
    return outcome;
  }

  function notLeader(): Failure<ReplicaErrorCode> {
    const { leader } = raft.status();
    return new Failure('not-leader', `replica ${options.id} does not lead`, { leader });
  }

  /** Takes something in, and does what follows from it. */
  function takeIn<T>(input: () => T): T | undefined {
    if (isOver) return undefined;
    const result = input();
    work();
    return result;
  }

  // What was committed in an earlier life is applied before anyone can ask.
  await fulfilAll();
  return {
    tick: () =>
      takeIn(() => {
        raft.tick();
        reads.tick();
      }),
    receive: (message) => takeIn(() => raft.step(message)),
    propose: (command) => outcomeOf(() => raft.propose(command)) as Promise<Result>,
    async read() {
      if (isOver) throw new Failure<ReplicaErrorCode>('closed', `replica ${options.id} is closed`);
      await takeIn(() => reads.wait());
    },
    transferLeadership: (to) => takeIn(() => raft.transferLeadership(to)) ?? false,
    async changeConfig(change) {
      await outcomeOf(() => raft.proposeConfigChange(change));
    },
    status: () => raft.status(),
    async close() {
      if (!isOver) end();
      await storage.close();
    },
  };
}
