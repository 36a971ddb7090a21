/**
 * Given: the states that Raft's snapshots stand for, each in a file of its own. Raft and its log see a ticket and no more.
 *
 *     snapshot-…       term, vote, ticket 4711         lessons 2 and 3: small, and in memory as long as Raft wants
 *     state-…4711      piece │ piece │ piece │ …       what the ticket stands for: on the disk only
 *
 *     replica ──► snapshot() ──► ticket, at once; the pieces are written by and by, while requests are served
 *     replica ──► send a snapshot ──► the file is read, and sent in place of the ticket
 *     network ──► a snapshot comes in ──► it is written to a file, and the replica is given a ticket
 *
 * A state may have hundreds of megabytes. So it is in memory a second time only while it is sent, and between its arrival
 * and the moment in which it is restored.
 *
 * A ticket is worth nothing without its state. So no file of a snapshot is begun before all states are durable, and a state
 * is removed only when a later ticket is.
 *
 * etcd does likewise: its Raft never sees the database, which is sent beside the message.
 */
import type { Disk } from '#kit/disk.ts';
import { codeOf, Failure } from '#kit/failure.ts';
import { invariant } from '#kit/invariant.ts';
import type { Message } from '#raft/message.ts';
import type { StateMachine } from '#raft/replica.ts';
import { appliedIndexOf, encodeTicket, ticketIn } from './machine-state.ts';
import { onePiece, readState, removeStates, savedTicket, writeState } from './state-file.ts';
import type { EtcdStateMachine, Outcome } from './state-machine.ts';
import type { NextPiece } from './store-snapshot.ts';

export interface Tickets {
  /** For the replica, in place of its disk and of its state machine. */
  readonly disk: Disk;
  readonly machine: StateMachine<Outcome>;
  /** Hands on what the replica sends: a snapshot later, and once for each that is still being read for that member. */
  sending(message: Message, send: (message: Message) => void): void;
  /** What to give to the replica instead of a message. @param commit the replica's commit index */
  received(message: Message, commit: () => number): Message;
  /** Writes and sends nothing more. */
  end(): void;
  /** Resolves once the disk is at rest. */
  rest(): Promise<void>;
}

/**
 * @param failed told where a state cannot be read any more
 * @throws {Failure} `damaged` and whatever the disk rejects with
 */
export async function openTickets(
  disk: Disk,
  machine: EtcdStateMachine,
  failed: (why: unknown) => void,
): Promise<Tickets> {
  /** The last ticket that the replica was given or has brought back; less than any where there is none. */
  let current = (await savedTicket(disk)) ?? -1;
  /** Not restored yet, by their tickets. */
  const arrived = new Map<number, Uint8Array>();
  /** The tickets whose files are on the disk or on their way there. Whatever else is there is of no use. */
  const kept = new Set<number>();
  /** Whom a state is being read for. */
  const readers = new Set<number>();
  /** Files are written one after another. */
  let writing: Promise<void> = Promise.resolve();
  let isOver = false;
  if (current >= 0) {
    kept.add(current);
    arrived.set(current, await readSaved(disk, current));
    await removeUnkept();
  }

  function keep(ticket: number, next: NextPiece): void {
    if (kept.has(ticket)) return;
    kept.add(ticket);
    writing = writing.then(async () => {
      // One that was begun in an earlier life.
      await removeStates(disk, (each) => each === ticket);
      await writeState(disk, ticket, next, () => isOver);
    });
    // Whoever needs the file is told.
    writing.catch(ignored);
  }

  function removeUnkept(): Promise<void> {
    return removeStates(disk, (each) => !kept.has(each));
  }

  /** A file of lesson 2 is removed. If it was a snapshot, there is a later one, and older tickets are worth nothing. */
  async function remove(name: string): Promise<void> {
    await disk.remove(name);
    if (!/^snapshot-\d+$/.test(name)) return;
    for (const each of kept) if (each < current) kept.delete(each);
    await removeUnkept();
  }

  /** The replica goes on from here, and never from an older state. */
  function goOnFrom(ticket: number): void {
    current = ticket;
    for (const each of arrived.keys()) if (each < ticket) arrived.delete(each);
  }

  /** The state itself, which nobody needs any more afterwards. */
  function redeem(ticket: number): Uint8Array {
    const state = arrived.get(ticket);
    invariant(state, `the state of ticket ${ticket} is there`);
    goOnFrom(ticket);
    arrived.delete(ticket);
    return state;
  }

  async function stateFor(ticket: number): Promise<Uint8Array | undefined> {
    await writing;
    try {
      return await readState(disk, ticket);
    } catch (thrown) {
      // If it was removed in between, there is a later one, and the replica will send that.
      if (kept.has(ticket) && !isOver) failed(thrown);
      return undefined;
    }
  }

  return {
    disk: {
      ...disk,
      create: (name) => (name.startsWith('snapshot-') ? writing.then(() => disk.create(name)) : disk.create(name)),
      remove,
    },
    machine: {
      apply: (command, index) => machine.apply(command, index),
      snapshot() {
        const ticket = machine.appliedIndex();
        keep(ticket, machine.snapshotInPieces());
        goOnFrom(ticket);
        return encodeTicket(ticket);
      },
      restore(data) {
        const ticket = ticketIn(data);
        machine.restore(ticket === undefined ? data : redeem(ticket));
      },
    },
    sending(message, send) {
      const ticket = message.type === 'InstallSnapshot' ? ticketIn(message.snapshot.data) : undefined;
      if (message.type !== 'InstallSnapshot' || ticket === undefined) return send(message);
      const { to, snapshot } = message;
      if (readers.has(to)) return;
      readers.add(to);
      stateFor(ticket)
        .then((data) => {
          readers.delete(to);
          if (data && !isOver) send({ ...message, snapshot: { ...snapshot, data } });
        })
        .catch(ignored);
    },
    received(message, commit) {
      if (message.type !== 'InstallSnapshot') return message;
      const { snapshot } = message;
      const ticket = appliedIndexOf(snapshot.data);
      // What is committed here already, the replica does not restore.
      if (snapshot.index > commit()) {
        arrived.set(ticket, snapshot.data);
        keep(ticket, onePiece(snapshot.data));
      }
      return { ...message, snapshot: { ...snapshot, data: encodeTicket(ticket) } };
    },
    end() {
      isOver = true;
    },
    rest: () => writing.catch(ignored),
  };
}

/** The state of the ticket that the disk's own snapshot has. */
async function readSaved(disk: Disk, ticket: number): Promise<Uint8Array> {
  try {
    return await readState(disk, ticket);
  } catch (thrown) {
    if (codeOf(thrown) !== 'not-found') throw thrown;
    throw new Failure('damaged', `the state that the snapshot names is not there: ${(thrown as Error).message}`);
  }
}

function ignored(): void {}
