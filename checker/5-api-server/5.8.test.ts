/**
 * Goal: a list and a watch show a selection of one moment, and what comes after it. Method: cases first, then brute force
 * and models.
 */
import { exercise } from '../judge/exercise.ts';
import { declareBookmarkTests } from './bookmark-tests.ts';
import { declarePageRuns } from './page-runs.ts';
import { declarePageTests } from './page-tests.ts';
import { declareSelectorRuns } from './selector-runs.ts';
import { declareSelectorTests } from './selector-tests.ts';
import { declareWatchRuns } from './watch-runs.ts';
import { declareWatchTests } from './watch-tests.ts';

export default exercise('5.8', (test) => {
  declareSelectorTests(test);
  declarePageTests(test);
  declareWatchTests(test);
  declareBookmarkTests(test);
  declareSelectorRuns(test);
  declarePageRuns(test);
  declareWatchRuns(test);
});
