/**
 * Goal: every write is one transaction, on the state that was judged; what the server answers for is the server's.
 * Method: tables for what is added to an object; several API servers on one etcd in memory, with many writers at once.
 */
import { exercise } from '../judge/exercise.ts';
import { declareDeletionTests } from './deletion-tests.ts';
import { declareManyWritersTests } from './many-writers-tests.ts';
import { declareNewObjectTests } from './new-object-tests.ts';
import { declarePrepareTests } from './prepare-tests.ts';
import { declareRaceTests } from './race-tests.ts';
import { declareRefusedWriteTests } from './refused-write-tests.ts';
import { declareRegistryRuns } from './registry-runs.ts';
import { declareStorageTests } from './storage-tests.ts';
import { declareWriteTests } from './write-tests.ts';

export default exercise('5.6', (test) => {
  declareStorageTests(test);
  declarePrepareTests(test);
  declareManyWritersTests(test);
  declareDeletionTests(test);
  declareNewObjectTests(test);
  declareWriteTests(test);
  declareRaceTests(test);
  declareRefusedWriteTests(test);
  declareRegistryRuns(test);
});
