/**
 * A log, and what it owes after a power cut: the entries that were appended, from the first as far as some point that
 * is not before the last acknowledged one.
 */
import { equalBytes, text, utf8 } from '#kit/bytes.ts';
import type { Log, LogOptions } from '#wal/log.ts';
import { openLog } from '#wal/log.ts';
import type { TestContext } from '../judge/exercise.ts';
import { Rendered, show } from '../judge/exercise.ts';
import type { Evidence } from '../judge/violation.ts';
import type { Life } from '../sim/life.ts';
import type { Subject } from '../sim/power-cut.ts';
import type { Trace } from '../sim/trace.ts';

/** What a log has told: which entries may be in it, and how many of them must. */
export interface LogTold {
  appended: readonly Uint8Array[];
  acknowledged: number;
}

export type Tell = (told: LogTold) => void;

/** Entries that are appended at once, without waiting for each other. */
export type Wave = readonly Uint8Array[];

/** One entry a wave, each waiting for the one before. */
export function oneByOne(...texts: string[]): Wave[] {
  return texts.map((each) => [utf8(each)]);
}

/** Opens an empty log, appends wave after wave; after a restart reads it and appends one entry more. */
export function logSubject(waves: readonly Wave[], options?: LogOptions): Subject<LogTold, Uint8Array[]> {
  return {
    initial: { appended: [], acknowledged: 0 },
    async run(life, tell) {
      const log = await openTraced(life, options);
      const teller = createTeller([], tell);
      for (const wave of waves) await appendWave(log, wave, teller, life.trace);
    },
    async reopen(life, tell) {
      const log = await openTraced(life, options);
      const found = await replayTraced(log, life.trace);
      await appendWave(log, [utf8('z')], createTeller(found, tell), life.trace);
      return found;
    },
    judge: judgeEntries,
  };
}

export async function openTraced({ sim, trace }: Life, options?: LogOptions): Promise<Log> {
  trace.add('openLog');
  return openLog(sim.disk, options);
}

/** Everything that the log replays. An entry whose number does not ascend by one shows as a text in its place. */
export async function entriesOf(log: Log): Promise<Uint8Array[]> {
  const found: Uint8Array[] = [];
  await log.replay((payload, index) => {
    const expected = found.length + 1;
    found.push(index === expected ? payload : utf8(misnumbered(index, expected)));
  });
  return found;
}

/** Begins with a mark that no test appends, by which it is shown whole. */
function misnumbered(index: number, expected: number): string {
  return `\u0001visit got the number ${index} for this entry, not ${expected}`;
}

export async function replayTraced(log: Log, trace: Trace): Promise<Uint8Array[]> {
  try {
    const found = await entriesOf(log);
    trace.add(`replay → ${found.map(entryInWords).join(', ') || 'nothing'}`);
    return found;
  } catch (thrown) {
    trace.add('replay → refused');
    throw thrown;
  }
}

/** Keeps what was told up to date. */
export interface Teller {
  /** Notes that an entry is about to be appended. */
  appending(payload: Uint8Array): void;
  acknowledged(index: number): void;
}

/** @param found what the log had when it was opened: shown, and so owed */
export function createTeller(found: readonly Uint8Array[], tell: Tell): Teller {
  let told: LogTold = { appended: found, acknowledged: found.length };
  const update = (more: Partial<LogTold>) => {
    told = { ...told, ...more };
    tell(told);
  };
  update({});
  return {
    appending: (payload) => update({ appended: [...told.appended, payload] }),
    acknowledged: (index) => update({ acknowledged: Math.max(told.acknowledged, index) }),
  };
}

/** Appends all at once and waits for all. */
export async function appendWave(log: Log, wave: Wave, teller: Teller, trace: Trace): Promise<void> {
  await Promise.all(
    wave.map(async (payload) => {
      trace.add(`append(${entryInWords(payload)})`);
      teller.appending(payload);
      const index = await log.append(payload);
      trace.add(`append(${entryInWords(payload)}) → acknowledged as ${index}`);
      teller.acknowledged(index);
    }),
  );
}

export function judgeEntries(found: readonly Uint8Array[], { appended, acknowledged }: LogTold): Evidence | undefined {
  const wrong = found.findIndex((entry, i) => !appended[i] || !equalBytes(entry, appended[i]));
  const actual = entriesInWords(found);
  if (wrong < 0 && found.length >= acknowledged) return undefined;
  if (wrong < 0) {
    const message = `entry ${found.length + 1} was acknowledged, or shown by a replay, and is gone`;
    return { message, expected: entriesInWords(appended.slice(0, acknowledged)), actual };
  }
  const expected = entriesInWords(appended);
  const message =
    wrong < appended.length
      ? `entry ${wrong + 1} is not the one that was appended in its place`
      : `entry ${wrong + 1} was never appended`;
  return { message, expected, actual };
}

/** Fails unless these are the log's entries. */
export function expectEntries(
  t: TestContext,
  found: readonly Uint8Array[],
  expected: readonly Uint8Array[],
  message: string,
): void {
  t.ok(Array.isArray(found), message);
  const same = found.length === expected.length && found.every((entry, i) => equalBytes(entry, expected[i]));
  if (!same) t.fail({ message, expected: entriesInWords(expected), actual: entriesInWords(found) });
}

export function entriesInWords(entries: readonly Uint8Array[]): Rendered {
  const lines = entries.slice(0, 12).map((entry, i) => `${i + 1}: ${entryInWords(entry)}`);
  if (entries.length > 12) lines.push(`… ${entries.length} entries`);
  return new Rendered(lines.join('\n') || 'no entries');
}

/** An entry on a line: its text, or the first of many equal bytes and how many. */
export function entryInWords(entry: Uint8Array): string {
  if (entry[0] === 1 && text(entry).startsWith('\u0001visit got')) return text(entry).slice(1);
  if (entry.length <= 24) return show(entry);
  return `${show(entry.subarray(0, 4))} … ${entry.length} bytes`;
}
