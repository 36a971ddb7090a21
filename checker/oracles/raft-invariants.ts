/**
 * Raft's invariants, checked at every event of a cluster and only on what changed. The world tells of each step of a
 * server's Ready loop; the first rule that does not hold is thrown as {@link RuleBroken}.
 *
 *     started ─► ( took ─► persisted ─► sending … ─► applying )*  ─► crash ─► started …
 *
 * The durable log of a server, a fold of what it was told to persist, stands for its log. That costs nothing and is
 * exact: what was never persisted cannot outlive a crash.
 *
 * Source: the Raft paper, Figures 2 and 3.
 */
import type { Message } from '#raft/message.ts';
import type { RaftStatus, Ready } from '#raft/raft.ts';
import { type Chosen, createCommitRules } from './raft/commits.ts';
import type { DurableState } from './raft/durable.ts';
import { createElectionRules } from './raft/elections.ts';
import { createLogRules } from './raft/logs.ts';

export { type BrokenRule, type RaftRule, RuleBroken, raftRules } from './raft/rules.ts';

export interface RaftInvariants {
  /** What is committed, index 1 at position 0. */
  readonly chosen: readonly Chosen[];
  /** Term to the server that led it. */
  readonly leaders: ReadonlyMap<number, number>;
  /** @param applied how far its state machine is: where it begins to apply */
  started(status: RaftStatus, disk: DurableState, applied: number): void;
  /** The server has given out a Ready, which is not persisted yet. */
  took(status: RaftStatus, ready: Ready, disk: DurableState): void;
  persisted(status: RaftStatus, disk: DurableState): void;
  sending(from: number, message: Message, disk: DurableState): void;
  applying(id: number, ready: Ready, disk: DurableState): void;
}

export interface InvariantOptions {
  /** Leaders may commit entries of older terms by counting, too: what forbids it is exercise 3.3. No unless said. */
  commitsAnyTerm?: boolean;
}

export function createRaftInvariants({ commitsAnyTerm = false }: InvariantOptions = {}): RaftInvariants {
  const elections = createElectionRules();
  const logs = createLogRules();
  const commits = createCommitRules(commitsAnyTerm);
  return {
    chosen: commits.chosen,
    leaders: elections.leaders,
    started(status, disk, applied) {
      elections.started(status, disk);
      logs.started(status.id, disk);
      commits.started(status, disk, applied);
    },
    took(status, ready, disk) {
      elections.observed(status);
      logs.observed(status);
      logs.persisting(status.id, ready, disk);
      commits.committing(status.id, ready, status, disk);
    },
    persisted: commits.persisted,
    sending: elections.sending,
    applying: commits.applying,
  };
}
