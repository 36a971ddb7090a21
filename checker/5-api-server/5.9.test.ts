/** Goal: etcd is watched once, whoever watches here. Method: windows in the hands of a script; etcd in memory that breaks off. */
import { exercise } from '../judge/exercise.ts';
import { declareCacheReaderTests } from './cache-reader-tests.ts';
import { declareCacheRuns } from './cache-runs.ts';
import { declareCacheTests } from './cache-tests.ts';
import { declareWindowRuns } from './window-runs.ts';
import { declareWindowTests } from './window-tests.ts';

export default exercise('5.9', (test) => {
  declareWindowTests(test);
  declareCacheTests(test);
  declareCacheReaderTests(test);
  declareWindowRuns(test);
  declareCacheRuns(test);
});
