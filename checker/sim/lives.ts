/**
 * Several lives in a row on one disk, each ended at some moment by a power cut or by the death of the process alone.
 * Lives and endings are plain data, so they can be generated and shrunk.
 */
import { fc, type TestContext } from '../judge/exercise.ts';
import { unhurried } from './disk.ts';
import type { DiskState } from './disk-state.ts';
import type { Image } from './image.ts';
import { blame, cutInWords, type Life, type Lived, live, momentInWords, switchedOn } from './life.ts';
import { type SurvivalOptions, survivals } from './survival.ts';

/** How a life ends. Numbers are taken modulo what there is to choose from; a moment of -1 is the last. */
export interface Ending {
  /** `kill`: the process dies, and readers see everything that was written, synced or not. */
  kind: 'power cut' | 'kill';
  moment: number;
  survival: number;
}

/**
 * Code under test that lives on whatever it finds.
 *
 * @template Plan what it is to do in one life
 */
export interface Mortal<Plan, Told> {
  initial: Told;
  /** Opens, throws where what it finds is not what was told, and goes on with the plan. */
  live(life: Life, plan: Plan, told: Told, tell: (told: Told) => void): Promise<void>;
}

/** The smallest is a power cut at the very beginning. */
export const someEnding: fc.Arbitrary<Ending> = fc.record({
  kind: fc.constantFrom('power cut' as const, 'kill' as const),
  moment: fc.nat(400),
  survival: fc.nat(1000),
});

/** Lives the lives, and one more with the plan `last`, to see what the others have left. */
export async function liveOnAndOn<Plan, Told>(
  t: TestContext,
  mortal: Mortal<Plan, Told>,
  lives: readonly { plan: Plan; ending: Ending }[],
  last: Plan,
  options: SurvivalOptions,
): Promise<void> {
  let from: Image | DiskState = new Map();
  let told = mortal.initial;

  async function lifeWith(plan: Plan): Promise<Lived<Told, void>> {
    const owed = told;
    const lived = await live<Told, void>((life, tell) => mortal.live(life, plan, owed, tell), from, owed, unhurried);
    if (lived.thrown !== undefined) blame(t, lived, refused);
    return lived;
  }

  for (const { plan, ending } of lives) {
    const lived = await lifeWith(plan);
    const moment = lived.moments.at(ending.moment % lived.moments.length)!;
    for (const line of lived.trace.lines.slice(0, moment.lines)) t.step(line);
    told = moment.told;
    if (ending.kind === 'kill') {
      t.step(`process killed ${momentInWords(moment)}`);
      from = moment.state;
    } else {
      const outcomes = [...survivals(moment.state, options)];
      const survival = outcomes[ending.survival % outcomes.length];
      for (const line of cutInWords(moment, survival)) t.step(line);
      from = survival.image;
    }
    t.step(ending.kind === 'kill' ? 'started again' : switchedOn);
  }
  await lifeWith(last);
}

const refused = 'neither a kill nor a power cut is a reason to refuse: this must open, and go on';
