/**
 * One command at a time, among processes that know nothing of each other: whoever makes the file has the lock.
 *
 * Known limit: after a process was killed inside, two others may take over its lock in the same millisecond. What is
 * guarded takes about that long and is worth little, so more would be too much.
 */
import { closeSync, openSync, rmSync, statSync } from 'node:fs';

/** A lock that is older was left behind: what it guards takes a few milliseconds. */
const staleMs = 3000;
const pauseMs = 3;

/** @throws whatever `work` throws, and the file system's error where the file cannot be made at all */
export function withLock<T>(file: string, work: () => T): T {
  while (!take(file)) {
    if (isStale(file)) rmSync(file, { force: true });
    else pause();
  }
  try {
    return work();
  } finally {
    rmSync(file, { force: true });
  }
}

function take(file: string): boolean {
  try {
    closeSync(openSync(file, 'wx'));
    return true;
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw thrown;
  }
}

function isStale(file: string): boolean {
  try {
    return Math.abs(Date.now() - statSync(file).mtimeMs) > staleMs;
  } catch {
    return false;
  }
}

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
}
