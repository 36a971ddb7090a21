/**
 * Goal: every write is one transaction, on the state that was judged; what the server answers for is the server's.
 * Method: tables for what is added to an object; several API servers on one etcd in memory, with many writers at once.
 * The plain cases come first, races after them, and what holds for anything at all comes last.
 */
import { about, exercise } from '../judge/exercise.ts';
import { declareDeletionTests } from './5.6/deletion-tests.ts';
import { declareGivenBackTests } from './5.6/given-back-tests.ts';
import { declareManyWritersRuns, declareManyWritersTests } from './5.6/many-writers-tests.ts';
import { declareNewObjectTests } from './5.6/new-object-tests.ts';
import { declarePrepareKindTests } from './5.6/prepare-kind-tests.ts';
import { declarePrepareTests } from './5.6/prepare-tests.ts';
import { declareRaceTests } from './5.6/race-tests.ts';
import { declareRefusedWriteTests } from './5.6/refused-write-tests.ts';
import { declareRegistryPartTests } from './5.6/registry-part-tests.ts';
import { declareRegistryRuns } from './5.6/registry-runs.ts';
import { declareRemovalTests } from './5.6/removal-tests.ts';
import { declareStorageFailureTests } from './5.6/storage-failure-tests.ts';
import { declareStorageTests } from './5.6/storage-tests.ts';
import { declareWriteTests } from './5.6/write-tests.ts';

export default exercise('5.6', (test) => {
  declareStorageTests(about('storage.ts', test));
  declareStorageFailureTests(about('storage.ts', test));
  declarePrepareTests(about('write.ts', test));
  declarePrepareKindTests(about('write.ts', test));
  declareDeletionTests(about('deletion.ts', test));
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
