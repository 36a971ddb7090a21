/** Goal: etcd is watched once, whoever watches here. Method: windows in the hands of a script; etcd in memory that breaks off. */
import { about, exercise } from '../judge/exercise.ts';
import { declareCacheReaderTests } from './5.9/cache-reader-tests.ts';
import { declareCacheRuns } from './5.9/cache-runs.ts';
import { declareCacheTests } from './5.9/cache-tests.ts';
import { declareWindowRuns } from './5.9/window-runs.ts';
import { declareWindowTests } from './window-tests.ts';

export default exercise('5.9', (test) => {
  declareWindowTests(about('change-window.ts', test));
  declareCacheTests(test);
  declareCacheReaderTests(test);
  declareWindowRuns(about('change-window.ts', test));
  declareCacheRuns(test);
});
