/**
 * What is replicated: the store, the leases and the users. Each member has its own; the same commands in the same order
 * make them alike.
 *
 *     log    5 put a     6 put b, unknown lease   7 lease-revoke 1n
 *            │           │                        │
 *            ▼           ▼                        ▼
 *     done, revision 2   refused                  done, revision 3: the lease's keys are deleted
 *
 * A command may be refused, and then it is refused on every member and changes nothing on any. So a refusal is a result and no
 * error: an error here would be a bug, and a member that stops.
 */
import { type EtcdErrorCode, wireErrorOf } from '#kit/etcd/errors.ts';
import { codeOf } from '#kit/failure.ts';
import { todo } from '#kit/todo.ts';
import type { StateMachine } from '#raft/replica.ts';
import type { Auth } from './auth.ts';
import { decodeProposal, type Proposal } from './command.ts';
import type { Leases } from './leases.ts';
import { decodeMachineState, encodeMachineHead, encodeMachineState } from './machine-state.ts';
import type { RevisionStore } from './revision-store.ts';
import type { NextPiece } from './store-snapshot.ts';

/** What a command has come to. */
export type Outcome =
  /** `response` is that of the request; of what has no response but a header, `{ header }`. */
  | { type: 'done'; response: unknown }
  | { type: 'refused'; code: EtcdErrorCode }
  /** Its index was applied before: nothing has happened. */
  | { type: 'skipped' };

export interface StateMachineParts {
  store: RevisionStore;
  leases: Leases;
  auth: Auth;
  /** Told of each command that was done or refused here. */
  applied?(proposal: Proposal, outcome: Outcome): void;
}

export interface EtcdStateMachine extends StateMachine<Outcome> {
  /** The last index that is in the state; 0 for none. */
  appliedIndex(): number;
  /** What `snapshot` gives, piece by piece. */
  snapshotInPieces(): NextPiece;
}

/** All of them are new and empty, or what a backup held. */
export function createStateMachine({ store, leases, auth, applied }: StateMachineParts): EtcdStateMachine {
  let appliedIndex = 0;

  /** Does what the command says. @throws {Failure} where it is refused; nothing has changed then */
  function perform({ member, command, user }: Proposal): unknown {
    todo('4.8', 'Have the auth check it, then the store, the leases or the auth do it; return the response.');
  }

  function head() {
    return { appliedIndex, leases: leases.snapshot(), auth: auth.snapshot() };
  }

  return {
    appliedIndex: () => appliedIndex,
    apply(bytes, index) {
      todo('4.8', 'Skip what was applied before; perform the command; tell `applied` what it has come to.');
    },
    snapshot: () => encodeMachineState({ ...head(), store: store.snapshot() }),
    snapshotInPieces() {
      const nextOfStore = store.snapshotInPieces();
      let first: Uint8Array | undefined = encodeMachineHead(head());
      return () => {
        const piece = first ?? nextOfStore();
        first = undefined;
        return piece;
      };
    },
    restore(bytes) {
      const state = decodeMachineState(bytes);
      appliedIndex = state.appliedIndex;
      auth.restore(state.auth);
      // The leases must be there before the store, which attaches its keys to them.
      leases.restore(state.leases);
      store.restore(state.store);
    },
  };
}

/** A refusal becomes a result. Anything else that is thrown is a bug, and must not become one. */
function outcomeOf(perform: () => unknown): Outcome {
  todo('4.8', "Call it; what it returns is the response; a failure with one of etcd's codes is a refusal.");
}
