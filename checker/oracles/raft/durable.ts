/**
 * What a server's disk holds, as the sum of what it was told to persist: the durable log is a fold of every Ready.
 */
import type { Entry, HardState, Snapshot } from '#raft/message.ts';
import type { Ready } from '#raft/raft.ts';

export interface DurableState {
  hardState: HardState;
  snapshot?: Snapshot;
  /** Those behind the snapshot, without gaps. */
  entries: Entry[];
}

export function blankDisk(): DurableState {
  return { hardState: { term: 0, vote: 0, commit: 0 }, entries: [] };
}

/** Everything up to this index is in the snapshot; 0 for no snapshot. */
export function baseOf({ snapshot }: DurableState): number {
  return snapshot?.index ?? 0;
}

export function lastIndexOf(state: DurableState): number {
  return baseOf(state) + state.entries.length;
}

/** The term of the entry at an index; 0 before the first, `undefined` where there is none or the snapshot hides it. */
export function termAt(state: DurableState, index: number): number | undefined {
  const base = baseOf(state);
  if (index === base) return state.snapshot?.term ?? 0;
  return state.entries[index - base - 1]?.term;
}

/** Takes over what is to be persisted, as one change. What is handed in must belong to nobody else. */
export function persist(
  state: DurableState,
  { hardState, snapshot, entries }: Pick<Ready, 'hardState' | 'snapshot' | 'entries'>,
): void {
  if (snapshot) {
    state.snapshot = snapshot;
    state.entries = [];
  }
  if (entries.length > 0) {
    state.entries.length = entries[0].index - baseOf(state) - 1;
    for (const entry of entries) state.entries.push(entry);
  }
  if (hardState) state.hardState = hardState;
}

/** The snapshot takes the place of the log up to its index. */
export function compactTo(state: DurableState, snapshot: Snapshot): void {
  state.entries = state.entries.slice(Math.max(0, snapshot.index - baseOf(state)));
  state.snapshot = snapshot;
}
