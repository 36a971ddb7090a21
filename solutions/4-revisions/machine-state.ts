/**
 * Given: the whole state of a member's state machine as bytes.
 *
 *     applied index │ leases: how many │ id, ttl │ … │ users and roles │ store
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

export function encodeMachineState({ appliedIndex, leases, auth = none, store }: MachineState): Uint8Array {
  const writer = createByteWriter();
  writer.count(appliedIndex);
  writer.count(leases.length);
  for (const { id, ttl } of leases) {
    writer.id(id);
    writer.number(ttl);
  }
  writer.bytes(auth);
  writer.count(store.length);
  // The store is large: it is copied here and nowhere else.
  return concatBytes(writer.finish(), store);
}

/** @param bytes what {@link encodeMachineState} gave; what is returned holds parts of it */
export function decodeMachineState(bytes: Uint8Array): MachineState {
  const reader = createByteReader(bytes);
  const appliedIndex = reader.count();
  const leases = Array.from({ length: reader.count() }, () => ({ id: reader.id(), ttl: reader.number() }));
  const auth = reader.bytes();
  return { appliedIndex, leases, ...(auth.length > 0 && { auth }), store: reader.bytes() };
}
