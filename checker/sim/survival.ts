/**
 * What a power cut may leave of a disk: every outcome that the contract of `#kit/disk.ts` allows.
 *
 *     unsynced bytes    ▓▓▓▓▓▓▓▓    as appended; all of them may survive
 *       none                        nothing of them
 *       cut             ▓▓▓         the first so many, and the file ends there
 *       zeros           ▓▓▓00000    the length arrived, the rest of the bytes did not
 *       garbage         ▓▓▓??????   in the place of the rest stands what was on the platter before
 *       sectors         ▓▓00▓▓00    whole sectors arrived, in any order
 *
 *     unsynced names    any of the changes, as long as none is kept without those it builds on
 *
 * Bounds: the four shapes at every byte of one file, while every other unsynced file is left whole or bare; all
 * subsets of up to six changes of names, beyond that only first-so-many and all-but-one; all subsets of up to six
 * sectors, beyond that only one missing or one kept.
 */
import {
  applyName,
  bytesOf,
  type Change,
  type DiskState,
  dependsOn,
  type FileState,
  type NameChange,
} from './disk-state.ts';
import type { Image } from './image.ts';

export type Shape = 'none' | 'cut' | 'zeros' | 'garbage' | 'sectors';

export interface SurvivalOptions {
  /** What may become of unsynced bytes. */
  shapes: readonly Shape[];
  /** Only at the first and last byte and half-way instead of at every byte. */
  coarse?: boolean;
  /** Every change of names survives, as if the directory were always synced. */
  namesKept?: boolean;
}

/** One outcome. */
export interface Survival {
  image: Image;
  /** A line for each file and name that something was lost of. */
  inWords(): string[];
}

const sectorBytes = 512;
const subsetsMax = 6;

/** Every outcome, the plainest first: nothing unsynced kept, then ever more. */
export function* survivals(state: DiskState, options: SurvivalOptions): Generator<Survival> {
  for (const { names, inWords: namesInWords } of nameOutcomes(state, options)) {
    const present = [...new Set(names.values())].filter((id) => state.files.get(id)!.pending.length > 0);
    if (present.length === 0) yield survivalOf(state, names, new Map(), namesInWords);
    for (const id of present) {
      const others = present.filter((other) => other !== id);
      for (const kept of others.length === 0 ? [false] : [false, true]) {
        const rest = others.map((other) => [other, extremeOutcome(state.files.get(other)!, kept)] as const);
        for (const outcome of fileOutcomes(state.files.get(id)!, options)) {
          yield survivalOf(state, names, new Map([[id, outcome], ...rest]), namesInWords);
        }
      }
    }
  }
}

interface FileOutcome {
  bytes: Uint8Array;
  inWords: string;
}

function survivalOf(
  state: DiskState,
  names: Map<string, number>,
  outcomes: Map<number, FileOutcome>,
  namesInWords: () => string[],
): Survival {
  const image = new Map<string, Uint8Array>();
  for (const [name, id] of [...names].sort(([a], [b]) => (a < b ? -1 : 1))) {
    image.set(name, outcomes.get(id)?.bytes ?? bytesOf(state.files.get(id)!.durable));
  }
  return {
    image,
    inWords() {
      const files = [...names].flatMap(([name, id]) => {
        const outcome = outcomes.get(id);
        return outcome ? [`${name}: ${outcome.inWords}`] : [];
      });
      return [...namesInWords(), ...files];
    },
  };
}

/** Nothing or everything of what is unsynced. */
function extremeOutcome(file: FileState, kept: boolean): FileOutcome {
  if (!kept) return { bytes: bytesOf(file.durable), inWords: 'nothing unsynced kept' };
  const bytes = file.pending.reduce(applyChange, bytesOf(file.durable));
  return { bytes, inWords: 'everything unsynced kept' };
}

/** What may become of one file: its changes in order up to some point, the one at that point in part. */
function* fileOutcomes(file: FileState, options: SurvivalOptions): Generator<FileOutcome> {
  let base = bytesOf(file.durable);
  for (const run of mergeAppends(file.pending)) {
    if (run.kind === 'truncate') {
      yield { bytes: base, inWords: `the cut to ${run.length} bytes undone` };
    } else {
      yield* tornAppends(padded(base, run.at), run.bytes, options);
    }
    base = applyChange(base, run);
  }
  yield { bytes: base, inWords: 'everything unsynced kept' };
}

/** Appends that follow each other are one stretch of bytes to the disk. */
function mergeAppends(changes: Change[]): Change[] {
  const merged: Change[] = [];
  for (const change of changes) {
    const last = merged.at(-1);
    if (change.kind === 'append' && last?.kind === 'append' && last.at + last.bytes.length === change.at) {
      merged[merged.length - 1] = { ...last, bytes: joined(last.bytes, change.bytes) };
    } else merged.push(change);
  }
  return merged;
}

function* tornAppends(
  base: Uint8Array,
  bytes: Uint8Array,
  { shapes, coarse }: SurvivalOptions,
): Generator<FileOutcome> {
  const n = bytes.length;
  const cuts = coarse
    ? [...new Set([0, n >> 1, n - 1])].filter((at) => at >= 0 && at < n)
    : Array.from({ length: n }, (_, at) => at);
  for (const shape of shapes) {
    if (shape === 'sectors') yield* lostSectors(base, bytes);
    else if (shape === 'none') yield tornAt(base, bytes, 0, 'cut');
    else for (const at of cuts) yield tornAt(base, bytes, at, shape);
  }
}

function tornAt(base: Uint8Array, bytes: Uint8Array, at: number, shape: 'cut' | 'zeros' | 'garbage'): FileOutcome {
  const kept = `kept ${at} of ${bytes.length} unsynced bytes`;
  if (shape === 'cut') return { bytes: joined(base, bytes.subarray(0, at)), inWords: kept };
  const filled = joined(base, bytes);
  const rest = filled.subarray(base.length + at);
  if (shape === 'zeros') rest.fill(0);
  // Never what belongs there, and the same every time.
  else for (let i = 0; i < rest.length; i++) rest[i] = rest[i] ^ 0xa5 ^ (i % 7);
  return { bytes: filled, inWords: `${kept}, then ${shape === 'zeros' ? 'zeros' : 'other bytes'}` };
}

function* lostSectors(base: Uint8Array, bytes: Uint8Array): Generator<FileOutcome> {
  const first = Math.floor(base.length / sectorBytes);
  const count = Math.ceil((base.length + bytes.length) / sectorBytes) - first;
  for (const kept of keptSubsets(count)) {
    const filled = joined(base, bytes);
    const lost: string[] = [];
    for (let i = 0; i < count; i++) {
      if (kept[i]) continue;
      const from = Math.max(base.length, (first + i) * sectorBytes);
      const to = Math.min(filled.length, (first + i + 1) * sectorBytes);
      filled.fill(0, from, to);
      lost.push(`${from} to ${to - 1}`);
    }
    yield { bytes: filled, inWords: `all kept but bytes ${lost.join(', ')}: zeros instead` };
  }
}

/** Which of `count` things are kept: neither all nor none of them. */
function keptSubsets(count: number): boolean[][] {
  const things = Array.from({ length: count }, (_, i) => i);
  if (count > subsetsMax) {
    return things.flatMap((one) => [things.map((i) => i !== one), things.map((i) => i === one)]);
  }
  return Array.from({ length: 2 ** count }, (_, mask) => things.map((i) => (mask & (1 << i)) !== 0)).slice(1, -1);
}

interface NameOutcome {
  names: Map<string, number>;
  inWords(): string[];
}

function* nameOutcomes(state: DiskState, { namesKept }: SurvivalOptions): Generator<NameOutcome> {
  const { durableNames, pendingNames } = state;
  for (const kept of namesKept ? [pendingNames.map(() => true)] : keptNames(pendingNames)) {
    const names = new Map(durableNames);
    for (const [i, change] of pendingNames.entries()) if (kept[i]) applyName(names, change);
    yield {
      names,
      inWords: () =>
        namesKept ? [] : pendingNames.map((change, i) => `${kept[i] ? 'kept' : 'lost'}: ${nameChangeInWords(change)}`),
    };
  }
}

function keptNames(changes: NameChange[]): boolean[][] {
  const count = changes.length;
  const none = changes.map(() => false);
  const all = changes.map(() => true);
  if (count === 0) return [none];
  if (count <= subsetsMax) return [none, ...keptSubsets(count), all].filter((kept) => isPossible(changes, kept));
  const firstSoMany = changes.map((_, many) => changes.map((_, i) => i < many));
  return [...firstSoMany, ...keptSubsets(count), all].filter((kept) => isPossible(changes, kept));
}

/** Whether nothing is kept without what it builds on. */
function isPossible(changes: NameChange[], kept: boolean[]): boolean {
  return changes.every(
    (change, i) => !kept[i] || changes.slice(0, i).every((earlier, j) => kept[j] || !dependsOn(change, earlier)),
  );
}

function nameChangeInWords(change: NameChange): string {
  return change.kind === 'rename' ? `rename ${change.from} to ${change.to}` : `${change.kind} ${change.name}`;
}

function applyChange(base: Uint8Array, change: Change): Uint8Array {
  return change.kind === 'truncate' ? base.subarray(0, change.length) : joined(padded(base, change.at), change.bytes);
}

/** Where a failed sync has lost what was in between, zeros stand. */
function padded(base: Uint8Array, length: number): Uint8Array {
  return base.length >= length ? base : joined(base, new Uint8Array(length - base.length));
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const whole = new Uint8Array(a.length + b.length);
  whole.set(a);
  whole.set(b, a.length);
  return whole;
}
