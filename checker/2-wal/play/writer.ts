/**
 * The process that is killed: opens the store on real files, says what it has found there, and, once told, writes
 * without a pause and tells of every write that is acknowledged.
 */
import { text, utf8 } from '#kit/bytes.ts';
import { openRealDisk } from '#kit/real-disk.ts';
import { type DurableStore, openDurableStore } from '#wal/durable-store.ts';
import { type FromWriter, keysPerLane, lanes, type ToWriter } from './messages.ts';

const segmentBytes = 256 * 1024;
/** Between two writes of a lane, so that a fast disk leaves the machine some time for others. */
const pauseMs = 2;

const folder = process.argv[2];
process.on('disconnect', () => process.exit());

try {
  const startedAt = performance.now();
  const store = await openDurableStore(await openRealDisk(folder), { segmentBytes });
  const found = Array.from({ length: lanes }, (_, lane) => greatestOf(store, lane));
  const missing = found.reduce((total, greatest, lane) => total + missingIn(store, lane, greatest), 0);
  tell({ kind: 'opened', ms: Math.round(performance.now() - startedAt), found, missing });
  process.on('message', (message: ToWriter) => void obey(message, store, found));
} catch (thrown) {
  tellFailure(thrown);
}

async function obey({ kind }: ToWriter, store: DurableStore, found: number[]): Promise<void> {
  try {
    if (kind === 'write') await Promise.all(found.map((greatest, lane) => writeFrom(store, lane, greatest + 1)));
    else {
      await store.snapshot();
      tell({ kind: 'snapshot taken' });
    }
  } catch (thrown) {
    tellFailure(thrown);
  }
}

async function writeFrom(store: DurableStore, lane: number, first: number): Promise<never> {
  for (let number = first; ; number++) {
    await store.put(keyOf(lane, number), utf8(String(number)));
    tell({ kind: 'acknowledged', lane, number });
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

function keyOf(lane: number, number: number): Uint8Array {
  return utf8(`lane-${lane}/${number % keysPerLane}`);
}

function numberAt(store: DurableStore, lane: number, number: number): number {
  const value = store.get(keyOf(lane, number));
  return value === undefined ? 0 : Number(text(value));
}

function greatestOf(store: DurableStore, lane: number): number {
  return Math.max(...Array.from({ length: keysPerLane }, (_, i) => numberAt(store, lane, i)));
}

/** How many of the last numbers up to the greatest are not where they must be. */
function missingIn(store: DurableStore, lane: number, greatest: number): number {
  const last = Array.from({ length: Math.min(greatest, keysPerLane) }, (_, i) => greatest - i);
  return last.filter((number) => numberAt(store, lane, number) !== number).length;
}

function tell(message: FromWriter): void {
  process.send?.(message);
}

function tellFailure(thrown: unknown): void {
  const {
    code,
    exercise,
    details,
    message = String(thrown),
  } = (thrown ?? {}) as Error & Partial<FromWriter & { kind: 'failed' }>;
  tell({ kind: 'failed', code, exercise, message, details });
}
