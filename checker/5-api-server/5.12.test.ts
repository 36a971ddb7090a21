/** Goal: everyone knows what is theirs, and nobody undoes what another wants. Method: cases, and a model of sets of paths. */
import { exercise } from '../judge/exercise.ts';
import { declareApplyMergeTests } from './apply-merge-tests.ts';
import { declareApplyRequestTests } from './apply-request-tests.ts';
import { declareApplyTests } from './apply-tests.ts';
import { declareApplyWorldTests } from './apply-world-tests.ts';
import { declareFieldSetTests } from './field-set-tests.ts';
import { declareManagedTests } from './managed-tests.ts';

export default exercise('5.12', (test) => {
  declareFieldSetTests(test);
  declareManagedTests(test);
  declareApplyMergeTests(test);
  declareApplyTests(test);
  declareApplyWorldTests(test);
  declareApplyRequestTests(test);
});
