/** A log through several lives with kills and power cuts between them, its entries drawn at random. */
import { utf8 } from '#kit/bytes.ts';
import type { LogOptions } from '#wal/log.ts';
import { fc, type TestContext } from '../judge/exercise.ts';
import { type Ending, liveOnAndOn, type Mortal, someEnding } from '../sim/lives.ts';
import type { SurvivalOptions } from '../sim/survival.ts';
import { appendWave, createTeller, judgeEntries, type LogTold, openTraced, replayTraced } from './log-subject.ts';

/** Sizes of entries, wave after wave. */
type LogPlan = number[][];

/**
 * Up to three lives.
 *
 * @param waveMax how many entries are appended at once
 */
export function someLogLives(waveMax: number): fc.Arbitrary<{ plan: LogPlan; ending: Ending }[]> {
  const size = fc.oneof(
    { weight: 6, arbitrary: fc.nat(12) },
    { weight: 1, arbitrary: fc.integer({ min: 400, max: 1500 }) },
  );
  const plan = fc.array(fc.array(size, { minLength: 1, maxLength: waveMax }), { maxLength: 5 });
  return fc.array(fc.record({ plan, ending: someEnding }), { minLength: 1, maxLength: 3 });
}

/** Fails where a life finds anything but what is owed to it. */
export async function liveAsLog(
  t: TestContext,
  lives: { plan: LogPlan; ending: Ending }[],
  logOptions: LogOptions,
  options: SurvivalOptions,
): Promise<void> {
  await liveOnAndOn(t, mortalLog(t, logOptions), lives, [[1]], options);
}

function mortalLog(t: TestContext, options: LogOptions): Mortal<LogPlan, LogTold> {
  let count = 0;
  /** Every entry is another one, so that a swapped or doubled one shows. */
  const entryOf = (size: number) => utf8(`${++count}`.padEnd(size, '.').slice(0, Math.max(size, 4)));
  return {
    initial: { appended: [], acknowledged: 0 },
    async live(life, plan, told, tell) {
      const log = await openTraced(life, options);
      const found = await replayTraced(log, life.trace);
      const evidence = judgeEntries(found, told);
      if (evidence) t.fail(evidence);
      const teller = createTeller(found, tell);
      for (const sizes of plan) await appendWave(log, sizes.map(entryOf), teller, life.trace);
    },
  };
}
