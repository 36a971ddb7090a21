/**
 * A life: from one start of the machine to its end, with every moment at which that end might come.
 */
import { codeOf } from '#kit/failure.ts';
import type { TestContext } from '../judge/exercise.ts';
import { createSimulatedDisk, type DiskMoment, type SimulatedDisk } from './disk.ts';
import type { DiskState } from './disk-state.ts';
import type { Image } from './image.ts';
import type { Survival } from './survival.ts';
import { createTrace, mutedTrace, type Trace } from './trace.ts';

/** What code under test is given for it. */
export interface Life {
  sim: SimulatedDisk;
  trace: Trace;
}

/** A moment of a life, with what had been told by then. */
export interface ToldMoment<Told> extends DiskMoment {
  told: Told;
  /** How many lines the trace had. */
  lines: number;
}

/** How it went. */
export interface Lived<Told, Result> {
  result?: Result;
  thrown?: unknown;
  moments: ToldMoment<Told>[];
  trace: Trace;
  /** How many lines the trace had when something was told for the first time. */
  linesUntilTold?: number;
}

/**
 * Runs code on a disk and notes every moment, and one more at the end.
 *
 * @param muted keeps no trace, which is faster
 */
export async function live<Told, Result>(
  code: (life: Life, tell: (told: Told) => void) => Promise<Result>,
  from: Image | DiskState,
  initial: Told,
  schedule: (done: () => void) => void,
  muted = false,
): Promise<Lived<Told, Result>> {
  const trace = muted ? mutedTrace : createTrace();
  const moments: ToldMoment<Told>[] = [];
  let told = initial;
  const onMoment = (moment: DiskMoment) => {
    const last = moments.at(-1);
    // Where neither the disk nor what was told has changed, there is nothing new to find.
    if (last && last.told === told && isSame(last.state, moment.state)) return;
    moments.push({ ...moment, told, lines: trace.lines.length });
  };
  const sim = createSimulatedDisk({ from, ...(!muted && { trace }), schedule, onMoment });
  const lived: Lived<Told, Result> = { moments, trace };
  try {
    lived.result = await code({ sim, trace }, (more) => {
      told = more;
      lived.linesUntilTold ??= trace.lines.length;
    });
  } catch (thrown) {
    lived.thrown = thrown;
  }
  onMoment({ operation: 0, inWords: '', state: sim.state() });
  return lived;
}

function isSame(a: DiskState, b: DiskState): boolean {
  return a.lastId === b.lastId && a.settled === b.settled;
}

export const switchedOn = 'switched on again';

/** Reports what a life ended with: an answer such as `damaged`, or a mistake such as a TypeError, shown with its stack. */
export function blame(t: TestContext, { trace, thrown }: Lived<unknown, unknown>, message: string): never {
  for (const line of trace.lines) t.step(line);
  const code = codeOf(thrown);
  if (code === undefined || code === 'todo' || code === 'invariant') throw thrown;
  t.fail({ message, actual: thrown });
}

export function cutInWords(moment: DiskMoment, survival: Survival): string[] {
  return [`power cut ${momentInWords(moment)}`, ...survival.inWords().map((line) => `  ${line}`)];
}

export function momentInWords({ operation, inWords }: DiskMoment): string {
  return inWords ? `during disk operation ${operation}, ${inWords.split(' ')[0]}` : 'when all is done';
}
