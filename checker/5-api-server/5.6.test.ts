/**
 * Goal: every write is one transaction, on the state that was judged; what the server answers for is the server's.
 * Method: tables for what is added to an object; several API servers on one etcd in memory, with many writers at once.
 * The plain cases come first, races after them, and what holds for anything at all comes last.
 */
import { exercise } from '../judge/exercise.ts';
import { declareDeletionTests } from './deletion-tests.ts';
import { declareGivenBackTests } from './given-back-tests.ts';
import { declareManyWritersRuns, declareManyWritersTests } from './many-writers-tests.ts';
import { declareNewObjectTests } from './new-object-tests.ts';
import { declarePrepareKindTests } from './prepare-kind-tests.ts';
import { declarePrepareTests } from './prepare-tests.ts';
import { declareRaceTests } from './race-tests.ts';
import { declareRefusedWriteTests } from './refused-write-tests.ts';
import { declareRegistryPartTests } from './registry-part-tests.ts';
import { declareRegistryRuns } from './registry-runs.ts';
import { declareRemovalTests } from './removal-tests.ts';
import { declareStorageFailureTests } from './storage-failure-tests.ts';
import { declareStorageTests } from './storage-tests.ts';
import { declareWriteTests } from './write-tests.ts';

export default exercise('5.6', (test) => {
  declareStorageTests(test);
  declareStorageFailureTests(test);
  declarePrepareTests(test);
  declarePrepareKindTests(test);
  declareDeletionTests(test);
  declareNewObjectTests(test);
  declareWriteTests(test);
  declareRemovalTests(test);
  declareRegistryPartTests(test);
  declareGivenBackTests(test);
  declareRefusedWriteTests(test);
  declareRaceTests(test);
  declareManyWritersTests(test);
  declareManyWritersRuns(test);
  declareRegistryRuns(test);
});
