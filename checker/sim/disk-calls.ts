/**
 * The calls of a disk: counted, traced, failed as planned, held back on request, and ended one by one.
 */
import type { DiskErrorCode } from '#kit/disk.ts';
import { codeOf, Failure } from '#kit/failure.ts';
import { type DiskFault, type DiskOperation, diskOperations } from './fault.ts';
import type { Trace } from './trace.ts';

export interface DiskCallsOptions {
  faults: readonly DiskFault[];
  /** Gets a line for each call that writes. */
  trace?: Trace;
  /** Calls back when a call that begins now is done. */
  schedule: (done: () => void) => void;
  /** Told just before a call that writes is done. */
  onDone(number: number, inWords: string): void;
}

export interface DiskCalls {
  /** How often each operation was called. */
  readonly counts: Readonly<Record<DiskOperation, number>>;
  /**
   * A call: `begin` takes effect at once, and what it returns when the call is done. Where it is to fail, `beginInVain`
   * takes effect instead.
   *
   * @param about what the call is about, such as `wal-1, 13 bytes`
   */
  run<T>(operation: DiskOperation, about: string, begin: () => () => T, beginInVain?: () => void): Promise<T>;
  /** Calls of these operations from now on do not end before {@link release}. */
  hold(...operations: DiskOperation[]): void;
  release(): void;
  /** The next call of the operation fails, as a planned fault does. */
  failNext(operation: DiskOperation): void;
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

export function createDiskCalls({ faults, trace, schedule, onDone }: DiskCallsOptions): DiskCalls {
  const counts = Object.fromEntries(diskOperations.map((operation) => [operation, 0])) as Record<DiskOperation, number>;
  const held = new Set<DiskOperation>();
  const failing = new Set<DiskOperation>();
  const waiting: (() => void)[] = [];
  const writesAfterFailure: string[] = [];
  let hasFailed = false;
  let called = 0;
  let underWay = 0;

  function isToFail(operation: DiskOperation): boolean {
    const isPlanned = (fault: DiskFault) =>
      fault.kind === 'fail' && fault.operation === operation && fault.nth === counts[operation];
    return failing.delete(operation) || faults.some(isPlanned);
  }

  function note(operation: DiskOperation, inWords: string, fails: boolean): void {
    if (reads.has(operation)) return;
    trace?.add(`  disk ${called}: ${inWords}${fails ? '  → fails' : ''}`);
    if (hasFailed) writesAfterFailure.push(inWords);
  }

  return {
    counts,
    run(operation, about, begin, beginInVain = nothing) {
      const number = ++called;
      counts[operation]++;
      underWay++;
      const inWords = about ? `${operation} ${about}` : operation;
      const fails = isToFail(operation);
      note(operation, inWords, fails);
      return new Promise((resolve, reject) => {
        const begun = attempt(fails ? () => failAfter(beginInVain) : begin);
        const finish = () => {
          if (!reads.has(operation)) onDone(number, inWords);
          underWay--;
          const result = begun.ok ? attempt(begun.value) : begun;
          if (result.ok) return resolve(result.value);
          hasFailed ||= ['io', 'full'].includes(codeOf(result.thrown)!);
          reject(result.thrown);
        };
        if (held.has(operation)) waiting.push(finish);
        else schedule(finish);
      });
    },
    hold(...operations) {
      for (const operation of operations) held.add(operation);
    },
    release() {
      held.clear();
      for (const finish of waiting.splice(0)) schedule(finish);
    },
    failNext: (operation) => void failing.add(operation),
    hasFailed: () => hasFailed,
    writesAfterFailure: () => writesAfterFailure,
    async quiet() {
      let turnsOfRest = 0;
      for (let before = called; turnsOfRest < 3; before = called) {
        await new Promise<void>((resolve) => unhurried(resolve));
        turnsOfRest = called === before && underWay === waiting.length ? turnsOfRest + 1 : 0;
      }
    },
  };
}

const nothing = () => undefined;

const reads = new Set<DiskOperation>(['list', 'size', 'read']);

export function diskFailure(code: DiskErrorCode, message: string): Failure<DiskErrorCode> {
  return new Failure(code, message);
}

function failAfter(effect: () => void): never {
  effect();
  throw diskFailure('io', 'the device failed');
}

type Attempt<T> = { ok: true; value: T } | { ok: false; thrown: unknown };

function attempt<T>(action: () => T): Attempt<T> {
  try {
    return { ok: true, value: action() };
  } catch (thrown) {
    return { ok: false, thrown };
  }
}
