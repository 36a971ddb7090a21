/** Goal: a patch is a function of what is there, and each subresource is a door of its own. Method: cases, then races, then a model. */
import { about, exercise } from '../judge/exercise.ts';
import { declareDryRunTests } from './5.7/dry-run-tests.ts';
import { declarePatchRaceTests } from './5.7/patch-race-tests.ts';
import { declarePatchTests } from './5.7/patch-tests.ts';
import { declareDirectiveTests } from './5.7/strategic-directive-tests.ts';
import { declareStrategicRuns } from './5.7/strategic-runs.ts';
import { declareStrategicTests } from './5.7/strategic-tests.ts';
import { declareSubresourceTests } from './5.7/subresource-tests.ts';

export default exercise('5.7', (test) => {
  declarePatchTests(test);
  declareDryRunTests(test);
  declareStrategicTests(about('strategic-merge.ts', test));
  declareDirectiveTests(about('strategic-merge.ts', test));
  declareSubresourceTests(about('subresources.ts', test));
  declarePatchRaceTests(test);
  declareStrategicRuns(about('strategic-merge.ts', test));
});
