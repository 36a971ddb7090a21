/** Goal: a list and a watch show a selection of one moment, and what comes after it. Method: brute force and models. */
import { exercise } from '../judge/exercise.ts';
import { declarePageTests } from './page-tests.ts';
import { declareSelectorTests } from './selector-tests.ts';
import { declareWatchTests } from './watch-tests.ts';

export default exercise('5.8', (test) => {
  declareSelectorTests(test);
  declarePageTests(test);
  declareWatchTests(test);
});
