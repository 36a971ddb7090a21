/** Goal: a patch is a function of what is there, and each subresource is a door of its own. Method: cases, then races, then a model. */
import { exercise } from '../judge/exercise.ts';
import { declareDryRunTests } from './dry-run-tests.ts';
import { declarePatchRaceTests } from './patch-race-tests.ts';
import { declarePatchTests } from './patch-tests.ts';
import { declareDirectiveTests } from './strategic-directive-tests.ts';
import { declareStrategicRuns } from './strategic-runs.ts';
import { declareStrategicTests } from './strategic-tests.ts';
import { declareSubresourceTests } from './subresource-tests.ts';

export default exercise('5.7', (test) => {
  declarePatchTests(test);
  declareDryRunTests(test);
  declareStrategicTests(test);
  declareDirectiveTests(test);
  declareSubresourceTests(test);
  declarePatchRaceTests(test);
  declareStrategicRuns(test);
});
