/**
 * A disk that keeps the contract of `#kit/disk.ts` and not a bit more.
 *
 *     a call ──► takes effect, visible, not durable ──► … some turns later … ──► its promise settles
 *
 * A sync makes durable what was there when it was *called*. Nothing here reads a clock or draws a random number: the
 * same calls give the same run.
 */
import type { Disk, DiskErrorCode } from '#kit/disk.ts';
import { codeOf, Failure } from '#kit/failure.ts';
import {
  appendTo,
  bytesOf,
  changeNames,
  type DiskState,
  type FileState,
  freeze,
  lose,
  loseNames,
  settle,
  settleNames,
  stateOf,
  thaw,
  truncateTo,
} from './disk-state.ts';
import { type DiskFault, type DiskOperation, diskOperations } from './fault.ts';
import type { Image } from './image.ts';
import type { Trace } from './trace.ts';

/**
 * A moment at which the power may fail: just before an operation that was called is done. One that reads is passed over:
 * nothing changes between it and the next moment.
 */
export interface DiskMoment {
  /** How many operations had been called, this one included. */
  operation: number;
  /** The operation, such as `sync wal-1`. */
  inWords: string;
  state: DiskState;
}

export interface SimulatedDiskOptions {
  /** What the disk holds at first: an image when the machine was switched on, a state when only the process was. */
  from?: Image | DiskState;
  faults?: readonly DiskFault[];
  /** Gets a line an operation that writes. */
  trace?: Trace;
  /** Calls back when an operation that begins now is done. {@link soon} unless said; a later lesson gives it a clock. */
  schedule?: (done: () => void) => void;
  /** Told of each moment. */
  onMoment?: (moment: DiskMoment) => void;
}

export interface SimulatedDisk {
  /** What the code under test is given. */
  readonly disk: Disk;
  /** How often each operation was called. */
  readonly counts: Readonly<Record<DiskOperation, number>>;
  /** The disk now. */
  state(): DiskState;
  /** What a reader sees now: what is there when only the process dies. */
  image(): Image;
  /** Calls of these operations from now on do not end before {@link release}. */
  hold(...operations: DiskOperation[]): void;
  release(): void;
  /** The next call of the operation fails, as a planned fault does. */
  failNext(operation: DiskOperation): void;
  /** From now on the files together may grow by this many bytes. */
  leaveRoom(bytes: number): void;
  /** Whether a call was refused with `io` or `full`. */
  hasFailed(): boolean;
  /** What was called, reads apart, after the first failure had been told; such as `sync wal-1`. */
  writesAfterFailure(): readonly string[];
  /** Resolves once nothing moves any more, but for what is held: the code under test has had all the turns it wants. */
  quiet(): Promise<void>;
}

/** In a turn of its own: whatever the code under test can do before it, it has done. */
export const unhurried = (done: () => void): void => void setImmediate(done);

/** As soon as the caller has got its promise. */
export const soon = (done: () => void): void => queueMicrotask(done);

export function createSimulatedDisk(options: SimulatedDiskOptions = {}): SimulatedDisk {
  const { from = new Map(), faults = [], trace, schedule = soon, onMoment } = options;
  const state = from instanceof Map ? stateOf(from) : thaw(from as DiskState);
  const counts = Object.fromEntries(diskOperations.map((operation) => [operation, 0])) as Record<DiskOperation, number>;
  const held = new Set<DiskOperation>();
  let capacityBytes = faults.find((fault) => fault.kind === 'full')?.capacityBytes ?? Number.POSITIVE_INFINITY;
  const failing = new Set<DiskOperation>();
  const waiting: (() => void)[] = [];
  const writesAfterFailure: string[] = [];
  let hasFailed = false;
  let called = 0;
  let underWay = 0;

  /**
   * Counts and traces a call, lets `begin` take effect, and settles as it says once the operation is done. Where a fault
   * is planned, `beginInVain` takes effect instead.
   */
  function operate<T>(
    operation: DiskOperation,
    about: string,
    begin: () => () => T,
    beginInVain: () => void = nothing,
  ): Promise<T> {
    const number = ++called;
    const nth = ++counts[operation];
    const inWords = about ? `${operation} ${about}` : operation;
    const fails = failing.delete(operation) || isPlanned(faults, operation, nth);
    if (!reads.has(operation)) trace?.add(`  disk ${number}: ${inWords}${fails ? '  → fails' : ''}`);
    if (hasFailed && !reads.has(operation)) writesAfterFailure.push(inWords);
    underWay++;
    return new Promise<T>((resolve, reject) => {
      const end = attempt(fails ? () => failAfter(beginInVain) : begin);
      const finish = () => {
        if (!reads.has(operation)) onMoment?.({ operation: number, inWords, state: freeze(state) });
        underWay--;
        const result = end.ok ? attempt(end.value) : end;
        if (result.ok) return resolve(result.value);
        hasFailed ||= isFault(result.thrown);
        reject(result.thrown);
      };
      if (held.has(operation)) waiting.push(finish);
      else schedule(finish);
    });
  }

  function fileOf(name: string): FileState {
    const id = state.names.get(name);
    if (id === undefined) throw failure('not-found', `there is no file ${name}`);
    return state.files.get(id)!;
  }

  function usedBytes(): number {
    return [...state.names.values()].reduce((sum, id) => sum + state.files.get(id)!.content.length, 0);
  }

  const disk: Disk = {
    list: () => operate('list', '', () => () => [...state.names.keys()].sort()),
    size: (name) => operate('size', name, () => () => fileOf(name).content.length),
    read: (name, offset = 0, length = Number.POSITIVE_INFINITY) =>
      operate('read', name, () => {
        const { content } = fileOf(name);
        return () => new Uint8Array(bytesOf(content).subarray(offset, offset + length));
      }),
    create: (name) =>
      operate('create', name, () => {
        checkName(name);
        if (state.names.has(name)) throw failure('exists', `there is a file ${name} already`);
        changeNames(state, { kind: 'create', name });
        return nothing;
      }),
    append: (name, bytes) =>
      operate(
        'append',
        `${name}, ${bytes.length} bytes`,
        () => {
          const room = Math.min(bytes.length, Math.max(0, capacityBytes - usedBytes()));
          appendTo(state, fileOf(name), bytes.subarray(0, room));
          if (room < bytes.length) throw failure('full', 'no room is left on the disk');
          return nothing;
        },
        () => appendTo(state, fileOf(name), bytes.subarray(0, bytes.length >> 1)),
      ),
    truncate: (name, length) =>
      operate('truncate', `${name} to ${length} bytes`, () => {
        const file = fileOf(name);
        if (length > file.content.length) throw failure('io', `${name} is shorter than ${length} bytes`);
        truncateTo(state, file, length);
        return nothing;
      }),
    sync: (name) =>
      operate(
        'sync',
        name,
        () => {
          const file = fileOf(name);
          const { content } = file;
          const { lastId } = state;
          return () => settle(file, lastId, content);
        },
        () => lose(fileOf(name), state.lastId),
      ),
    rename: (from, to) =>
      operate('rename', `${from} to ${to}`, () => {
        fileOf(from);
        checkName(to);
        if (from !== to) changeNames(state, { kind: 'rename', from, to });
        return nothing;
      }),
    remove: (name) =>
      operate('remove', name, () => {
        fileOf(name);
        changeNames(state, { kind: 'remove', name });
        return nothing;
      }),
    syncDirectory: () =>
      operate(
        'syncDirectory',
        '',
        () => {
          const { lastId } = state;
          return () => settleNames(state, lastId);
        },
        () => loseNames(state, state.lastId),
      ),
  };

  return {
    disk,
    counts,
    state: () => freeze(state),
    image: () => new Map([...state.names].sort().map(([name, id]) => [name, bytesOf(state.files.get(id)!.content)])),
    hold: (...operations) => {
      for (const operation of operations) held.add(operation);
    },
    release() {
      held.clear();
      for (const finish of waiting.splice(0)) schedule(finish);
    },
    leaveRoom(bytes) {
      capacityBytes = usedBytes() + bytes;
    },
    failNext: (operation) => void failing.add(operation),
    hasFailed: () => hasFailed,
    writesAfterFailure: () => writesAfterFailure,
    async quiet() {
      for (
        let still = 0, last = called;
        still < 3;
        still = called === last && underWay === waiting.length ? still + 1 : 0
      ) {
        last = called;
        await new Promise<void>((resolve) => unhurried(resolve));
      }
    },
  };
}

const nothing = () => undefined;

const reads = new Set<DiskOperation>(['list', 'size', 'read']);

function isFault(thrown: unknown): boolean {
  return codeOf(thrown) === 'io' || codeOf(thrown) === 'full';
}

function isPlanned(faults: readonly DiskFault[], operation: DiskOperation, nth: number): boolean {
  return faults.some((fault) => fault.kind === 'fail' && fault.operation === operation && fault.nth === nth);
}

function failure(code: DiskErrorCode, message: string): Failure<DiskErrorCode> {
  return new Failure(code, message);
}

function failAfter(effect: () => void): never {
  effect();
  throw failure('io', 'the device failed');
}

function checkName(name: string): void {
  if (!/^[\w.-]+$/.test(name) || /^\.+$/.test(name)) throw failure('io', `"${name}" is no name of a file`);
}

type Attempt<T> = { ok: true; value: T } | { ok: false; thrown: unknown };

function attempt<T>(action: () => T): Attempt<T> {
  try {
    return { ok: true, value: action() };
  } catch (thrown) {
    return { ok: false, thrown };
  }
}
