/**
 * How much memory is held, garbage aside. What is alive after a full collection is a count like any other: it does not
 * depend on how fast the machine is.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const rounds = 12;
/** What is far too much will not become little. */
const roundsForMuch = 3;

/**
 * How many bytes more are alive after the action than before. What a compiler at work or the stack still knows of is given
 * back a while later, so too much is looked at again.
 *
 * @param enough so many are few enough to be believed at once
 */
export async function bytesKeptBy(action: () => void, enough: number): Promise<number> {
  const before = await bytesAlive();
  action();
  let kept = (await bytesAlive()) - before;
  for (let round = 0; kept > enough && round < (kept > 2 * enough ? roundsForMuch : rounds); round++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    kept = (await bytesAlive()) - before;
  }
  return kept;
}

/** The heap, and the contents of arrays outside of it. */
async function bytesAlive(): Promise<number> {
  await new Promise<void>((resolve) => setImmediate(resolve));
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

export function inMegabytes(bytes: number): string {
  return `${(Math.max(0, bytes) / 1_000_000).toFixed(1)} MB`;
}

let gc: (() => void) | undefined;

function collect(): void {
  if (!gc) {
    setFlagsFromString('--expose-gc');
    gc = runInNewContext('gc') as () => void;
  }
  // What arrays hold outside of the heap is given back a while after the arrays themselves.
  for (let round = 0; round < 2; round++) gc();
}
