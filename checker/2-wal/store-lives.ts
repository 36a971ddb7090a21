/** A durable store through several lives with kills and power cuts between them. */
import type { TestContext } from '../judge/exercise.ts';
import type { Mortal } from '../sim/lives.ts';
import {
  judgeStore,
  nothingTold,
  openTraced,
  rangeTraced,
  runWave,
  type StoreTold,
  type StoreWave,
  stateOf,
} from './store-subject.ts';

export function mortalStore(t: TestContext): Mortal<readonly StoreWave[], StoreTold> {
  return {
    initial: nothingTold,
    async live(life, waves, told, tell) {
      const store = await openTraced(life);
      const found = rangeTraced(life, store);
      const evidence = judgeStore(found, told);
      if (evidence) t.fail(evidence);
      let now: StoreTold = { states: [stateOf(found)], acknowledged: 0 };
      tell(now);
      for (const wave of waves) now = await runWave(life, store, wave, now, tell);
    },
  };
}
