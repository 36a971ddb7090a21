/**
 * The disk as a state: what a reader sees, what is durable, and the changes in between. No time passes in here.
 *
 *     file        content   ▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓      what a reader sees
 *                 durable   ▓▓▓▓▓▓▓▓▓             what a power cut cannot take
 *                 pending            └─ append ─┘ each may survive whole, in part, or not
 *     directory   names, durable names, and pending creates, renames and removes
 *
 * Files are known by number, as inodes are: a rename changes names, not files.
 */
import type { Image } from './image.ts';

/** Bytes that never change: what lies behind `length` may. */
export interface View {
  buffer: Uint8Array;
  length: number;
}

export type Change =
  | { id: number; kind: 'append'; at: number; bytes: Uint8Array }
  | { id: number; kind: 'truncate'; length: number };

export interface FileState {
  content: View;
  durable: View;
  /** Changes that are not in `durable`, in order. */
  pending: Change[];
  /** Ids up to this one are in `durable`, or lost for good. */
  settledId: number;
  /** What a failed sync has lost: a reader sees it still, the platter never will. Pairs of from and to. */
  lost: [from: number, to: number][];
}

export type NameChange = { id: number /** Its sync has failed: no later one makes it durable. */; orphan: boolean } & (
  | { kind: 'create'; name: string; file: number }
  | { kind: 'rename'; from: string; to: string }
  | { kind: 'remove'; name: string }
);

export interface DiskState {
  files: Map<number, FileState>;
  names: Map<string, number>;
  durableNames: Map<string, number>;
  pendingNames: NameChange[];
  lastId: number;
  /** Counts what was settled or lost; together with `lastId` it tells whether two states of one disk are the same. */
  settled: number;
}

/** A disk as it is found when the machine is switched on: everything on it is durable. */
export function stateOf(image: Image): DiskState {
  const state: DiskState = {
    files: new Map(),
    names: new Map(),
    durableNames: new Map(),
    pendingNames: [],
    lastId: 0,
    settled: 0,
  };
  for (const [name, bytes] of image) {
    const file = state.files.size + 1;
    const view = { buffer: new Uint8Array(bytes), length: bytes.length };
    state.files.set(file, { content: view, durable: view, pending: [], settledId: 0, lost: [] });
    state.names.set(name, file);
    state.durableNames.set(name, file);
    state.lastId = file;
  }
  return state;
}

/** The state now; later changes leave it alone. It shares bytes, so nothing may be written to it. */
export function freeze(state: DiskState): DiskState {
  const files = new Map<number, FileState>();
  for (const [id, file] of state.files) files.set(id, { ...file, pending: [...file.pending], lost: [...file.lost] });
  return {
    files,
    names: new Map(state.names),
    durableNames: new Map(state.durableNames),
    pendingNames: [...state.pendingNames],
    lastId: state.lastId,
    settled: state.settled,
  };
}

/** The same with bytes of its own, to go on from. */
export function thaw(frozen: DiskState): DiskState {
  const state = freeze(frozen);
  for (const file of state.files.values()) file.content = ownView(file.content, file.content.length);
  return state;
}

export function bytesOf({ buffer, length }: View): Uint8Array {
  return buffer.subarray(0, length);
}

export function appendTo(state: DiskState, file: FileState, bytes: Uint8Array): void {
  const at = file.content.length;
  const length = at + bytes.length;
  const roomy = length <= file.content.buffer.length;
  const { buffer } = roomy ? file.content : ownView(file.content, Math.max(64, length * 2));
  buffer.set(bytes, at);
  file.content = { buffer, length };
  file.pending.push({ id: ++state.lastId, kind: 'append', at, bytes: buffer.subarray(at, length) });
}

export function truncateTo(state: DiskState, file: FileState, length: number): void {
  // A buffer of its own, since the next append would write over bytes that other views still show.
  file.content = ownView({ buffer: file.content.buffer, length }, length);
  file.lost = file.lost.filter(([from]) => from < length).map(([from, to]) => [from, Math.min(to, length)]);
  file.pending.push({ id: ++state.lastId, kind: 'truncate', length });
}

/** What a sync that is called now makes durable when it is done: the file as it is now, without what is lost. */
export function settle(state: DiskState, file: FileState, upTo: number, content: View): void {
  if (upTo <= file.settledId) return;
  state.settled++;
  file.settledId = upTo;
  file.pending = file.pending.filter(({ id }) => id > upTo);
  file.durable = content;
  if (file.lost.length === 0) return;
  file.durable = ownView(content, content.length);
  for (const [from, to] of file.lost) file.durable.buffer.fill(0, from, to);
}

/** What a sync does that fails: the appended bytes will not become durable any more, and nobody is told again. */
export function lose(state: DiskState, file: FileState, upTo: number): void {
  state.settled++;
  for (const change of file.pending) {
    if (change.kind === 'append' && change.id <= upTo) file.lost.push([change.at, change.at + change.bytes.length]);
  }
  file.pending = file.pending.filter(({ id, kind }) => id > upTo || kind !== 'append');
}

/** Makes a change of names, visible at once and durable after the next sync of the directory. */
export function changeNames(
  state: DiskState,
  change:
    | { kind: 'create'; name: string }
    | { kind: 'rename'; from: string; to: string }
    | { kind: 'remove'; name: string },
): void {
  const id = ++state.lastId;
  if (change.kind === 'create') {
    const empty = { buffer: new Uint8Array(0), length: 0 };
    state.files.set(id, { content: empty, durable: empty, pending: [], settledId: 0, lost: [] });
    state.pendingNames.push({ ...change, id, orphan: false, file: id });
  } else {
    state.pendingNames.push({ ...change, id, orphan: false });
  }
  applyName(state.names, state.pendingNames.at(-1)!);
}

export function applyName(names: Map<string, number>, change: NameChange): void {
  switch (change.kind) {
    case 'create':
      names.set(change.name, change.file);
      return;
    case 'rename':
      names.set(change.to, names.get(change.from)!);
      names.delete(change.from);
      return;
    case 'remove':
      names.delete(change.name);
  }
}

/** Whether one can only have happened after the other. */
export function dependsOn(later: NameChange, earlier: NameChange): boolean {
  const names = namesIn(earlier);
  return namesIn(later).some((name) => names.includes(name));
}

function namesIn(change: NameChange): string[] {
  return change.kind === 'rename' ? [change.from, change.to] : [change.name];
}

/** What a sync of the directory makes durable; what hangs on a lost change stays behind with it. */
export function settleNames(state: DiskState, upTo: number): void {
  state.settled++;
  const left: NameChange[] = [];
  for (const change of state.pendingNames) {
    const stuck = change.orphan || change.id > upTo || left.some((earlier) => dependsOn(change, earlier));
    if (stuck) left.push(change);
    else applyName(state.durableNames, change);
  }
  state.pendingNames = left;
}

/** What a sync of the directory does that fails. */
export function loseNames(state: DiskState, upTo: number): void {
  state.settled++;
  state.pendingNames = state.pendingNames.map((change) => (change.id <= upTo ? { ...change, orphan: true } : change));
}

function ownView(view: View, capacity: number): View {
  const buffer = new Uint8Array(capacity);
  buffer.set(bytesOf(view));
  return { buffer, length: view.length };
}
