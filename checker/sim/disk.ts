/**
 * A disk that keeps the contract of `#kit/disk.ts` and not a bit more.
 *
 *     a call ──► takes effect, visible, not durable ──► … some turns later … ──► its promise settles
 *
 * A sync makes durable what was there when it was *called*. Nothing here reads a clock or draws a random number: the
 * same calls give the same run.
 */
import type { Disk } from '#kit/disk.ts';
import { createDiskCalls, type DiskCalls, diskFailure, soon } from './disk-calls.ts';
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
import type { DiskFault } from './fault.ts';
import type { Image } from './image.ts';
import type { Trace } from './trace.ts';

export { soon, unhurried } from './disk-calls.ts';

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
  /** Gets a line for each call that writes. */
  trace?: Trace;
  /** Calls back when a call that begins now is done. {@link soon} unless said; a later lesson gives it a clock. */
  schedule?: (done: () => void) => void;
  /** Told of each moment. */
  onMoment?: (moment: DiskMoment) => void;
}

export interface SimulatedDisk extends Omit<DiskCalls, 'run'> {
  /** What the code under test is given. */
  readonly disk: Disk;
  /** The disk now. */
  state(): DiskState;
  /** What a reader sees now: what is there when only the process dies. */
  image(): Image;
  /** From now on the files together may grow by this many bytes. */
  leaveRoom(bytes: number): void;
}

export function createSimulatedDisk(options: SimulatedDiskOptions = {}): SimulatedDisk {
  const { from = new Map(), faults = [], trace, schedule = soon, onMoment } = options;
  const state = from instanceof Map ? stateOf(from) : thaw(from as DiskState);
  let capacityBytes = faults.find((fault) => fault.kind === 'full')?.capacityBytes ?? Number.POSITIVE_INFINITY;
  const calls = createDiskCalls({
    faults,
    trace,
    schedule,
    onDone: (operation, inWords) => onMoment?.({ operation, inWords, state: freeze(state) }),
  });

  function fileOf(name: string): FileState {
    const id = state.names.get(name);
    if (id === undefined) throw diskFailure('not-found', `there is no file ${name}`);
    return state.files.get(id)!;
  }

  function usedBytes(): number {
    return [...state.names.values()].reduce((sum, id) => sum + state.files.get(id)!.content.length, 0);
  }

  function roomFor(bytes: number): number {
    return capacityBytes === Number.POSITIVE_INFINITY
      ? bytes
      : Math.max(0, Math.min(bytes, capacityBytes - usedBytes()));
  }

  const disk: Disk = {
    list: () => calls.run('list', '', () => () => [...state.names.keys()].sort()),
    size: (name) => calls.run('size', name, () => () => fileOf(name).content.length),
    read: (name, offset = 0, length = Number.POSITIVE_INFINITY) =>
      calls.run('read', name, () => {
        const { content } = fileOf(name);
        return () => new Uint8Array(bytesOf(content).subarray(offset, offset + length));
      }),
    create: (name) =>
      calls.run('create', name, () => {
        checkName(name);
        if (state.names.has(name)) throw diskFailure('exists', `there is a file ${name} already`);
        changeNames(state, { kind: 'create', name });
        return nothing;
      }),
    append: (name, bytes) =>
      calls.run(
        'append',
        `${name}, ${bytes.length} bytes`,
        () => {
          const room = roomFor(bytes.length);
          appendTo(state, fileOf(name), bytes.subarray(0, room));
          if (room < bytes.length) throw diskFailure('full', 'no room is left on the disk');
          return nothing;
        },
        () => appendTo(state, fileOf(name), bytes.subarray(0, bytes.length >> 1)),
      ),
    truncate: (name, length) =>
      calls.run('truncate', `${name} to ${length} bytes`, () => {
        const file = fileOf(name);
        if (length > file.content.length) throw diskFailure('io', `${name} is shorter than ${length} bytes`);
        truncateTo(state, file, length);
        return nothing;
      }),
    sync: (name) =>
      calls.run(
        'sync',
        name,
        () => {
          const file = fileOf(name);
          const { content } = file;
          const { lastId } = state;
          return () => settle(state, file, lastId, content);
        },
        () => lose(state, fileOf(name), state.lastId),
      ),
    rename: (from, to) =>
      calls.run('rename', `${from} to ${to}`, () => {
        fileOf(from);
        checkName(to);
        if (from !== to) changeNames(state, { kind: 'rename', from, to });
        return nothing;
      }),
    remove: (name) =>
      calls.run('remove', name, () => {
        fileOf(name);
        changeNames(state, { kind: 'remove', name });
        return nothing;
      }),
    syncDirectory: () =>
      calls.run(
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
    ...calls,
    disk,
    state: () => freeze(state),
    image: () => new Map([...state.names].sort().map(([name, id]) => [name, bytesOf(state.files.get(id)!.content)])),
    leaveRoom(bytes) {
      capacityBytes = usedBytes() + bytes;
    },
  };
}

const nothing = () => undefined;

function checkName(name: string): void {
  if (!/^[\w.-]+$/.test(name) || /^\.+$/.test(name)) throw diskFailure('io', `"${name}" is no name of a file`);
}
