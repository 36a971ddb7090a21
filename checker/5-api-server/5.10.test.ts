/** Goal: servers that know nothing of each other contradict each other in nothing. Method: a chronicle of all writes, and races. */
import { exercise } from '../judge/exercise.ts';
import { declareAllocationRaces } from './allocation-races.ts';
import { declareAllocationTests } from './allocation-tests.ts';
import { declareFreeNumberTests } from './free-number-tests.ts';
import { declareHistoryTests } from './history-tests.ts';
import { declareMomentTests } from './moment-tests.ts';
import { declareReadTests } from './read-tests.ts';
import { declareResumeTests } from './resume-tests.ts';
import { declareServerWorldTests } from './server-world-tests.ts';
import { declareWaitTests } from './wait-tests.ts';
import { declareWindowFrontTests } from './window-front-tests.ts';

export default exercise('5.10', (test) => {
  declareMomentTests(test);
  declareReadTests(test);
  declareHistoryTests(test);
  declareWindowFrontTests(test);
  declareResumeTests(test);
  declareWaitTests(test);
  declareServerWorldTests(test);
  declareFreeNumberTests(test);
  declareAllocationTests(test);
  declareAllocationRaces(test);
});
