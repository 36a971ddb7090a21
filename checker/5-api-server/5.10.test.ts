/** Goal: servers that know nothing of each other contradict each other in nothing. Method: a chronicle of all writes, and races. */
import { about, exercise } from '../judge/exercise.ts';
import { declareAllocationFaultTests } from './5.10/allocation-fault-tests.ts';
import { declareAllocationRaces } from './5.10/allocation-races.ts';
import { declareAllocationTests } from './5.10/allocation-tests.ts';
import { declareBeginningTests } from './5.10/beginning-tests.ts';
import { declareFreeNumberTests } from './5.10/free-number-tests.ts';
import { declareHistoryTests } from './5.10/history-tests.ts';
import { declareMomentTests } from './5.10/moment-tests.ts';
import { declareReadTests } from './5.10/read-tests.ts';
import { declareResumeTests } from './5.10/resume-tests.ts';
import { declareServerWorldTests } from './5.10/server-world-tests.ts';
import { declareWaitTests } from './5.10/wait-tests.ts';
import { declareWindowFrontTests } from './5.10/window-front-tests.ts';

export default exercise('5.10', (test) => {
  declareMomentTests(about('moment.ts', test));
  declareReadTests(test);
  declareBeginningTests(test);
  declareHistoryTests(about('history.ts', test));
  declareWindowFrontTests(about('change-window.ts', test));
  declareResumeTests(test);
  declareWaitTests(about('watch-cache.ts', test));
  declareServerWorldTests(test);
  declareFreeNumberTests(about('allocation.ts', test));
  declareAllocationTests(about('allocation.ts', test));
  declareAllocationFaultTests(about('allocation.ts', test));
  declareAllocationRaces(about('allocation.ts', test));
});
