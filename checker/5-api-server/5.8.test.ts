/**
 * Goal: a list and a watch show a selection of one moment, and what comes after it. Method: cases first, then brute force
 * and models.
 */
import { about, exercise } from '../judge/exercise.ts';
import { declareBookmarkTests } from './5.8/bookmark-tests.ts';
import { declarePageRuns } from './5.8/page-runs.ts';
import { declarePageTests } from './5.8/page-tests.ts';
import { declareSelectorRuns } from './5.8/selector-runs.ts';
import { declareSelectorTests } from './5.8/selector-tests.ts';
import { declareWatchRuns } from './5.8/watch-runs.ts';
import { declareWatchTests } from './5.8/watch-tests.ts';

export default exercise('5.8', (test) => {
  declareSelectorTests(about('selectors.ts', test));
  declarePageTests(about('list.ts', test));
  declareWatchTests(test);
  declareBookmarkTests(test);
  declareSelectorRuns(about('selectors.ts', test));
  declarePageRuns(about('list.ts', test));
  declareWatchRuns(test);
});
