/**
 * Given: the whole state of a member's state machine as bytes, and what stands for it.
 *
 *     state     length of the head │ applied index │ leases: how many │ id, ttl │ … │ users and roles ║ store
 *     ticket    0                  │ applied index
 */
import { createByteReader, createByteWriter } from '#kit/byte-codec.ts';
import { concatBytes } from '#kit/bytes.ts';
import type { SavedLease } from './leases.ts';

export interface MachineState {
  /** The last log entry that is in it. */
  appliedIndex: number;
  leases: SavedLease[];
  /** What `Auth.snapshot` gives. Absent for no users and roles. */
  auth?: Uint8Array;
  /** What `RevisionStore.snapshot` gives. */
  store: Uint8Array;
}

const none = new Uint8Array(0);

export function encodeMachineState({ store, ...head }: MachineState): Uint8Array {
  return concatBytes(encodeMachineHead(head), store);
}

/** Everything in front of the store. */
export function encodeMachineHead({ appliedIndex, leases, auth = none }: Omit<MachineState, 'store'>): Uint8Array {
  const writer = createByteWriter();
  writer.count(appliedIndex);
  writer.count(leases.length);
  for (const { id, ttl } of leases) {
    writer.id(id);
    writer.number(ttl);
  }
  writer.bytes(auth);
  const head = writer.finish();
  writer.bytes(head);
  return writer.finish();
}

/** @param bytes what {@link encodeMachineState} gave; what is returned holds parts of it */
export function decodeMachineState(bytes: Uint8Array): MachineState {
  const head = createByteReader(bytes).bytes();
  const reader = createByteReader(head);
  const appliedIndex = reader.count();
  const leases = Array.from({ length: reader.count() }, () => ({ id: reader.id(), ttl: reader.number() }));
  const auth = reader.bytes();
  const store = bytes.subarray(head.byteOffset - bytes.byteOffset + head.length);
  return { appliedIndex, leases, ...(auth.length > 0 && { auth }), store };
}

/** What {@link decodeMachineState} would say of it, and nothing else. */
export function appliedIndexOf(state: Uint8Array): number {
  return createByteReader(createByteReader(state).bytes()).count();
}

/** @param appliedIndex of the state that it stands for */
export function encodeTicket(appliedIndex: number): Uint8Array {
  const writer = createByteWriter();
  writer.count(0);
  writer.count(appliedIndex);
  return writer.finish();
}

/** The index on the ticket; nothing where the bytes are a state. */
export function ticketIn(bytes: Uint8Array): number | undefined {
  const reader = createByteReader(bytes);
  return reader.count() === 0 ? reader.count() : undefined;
}
