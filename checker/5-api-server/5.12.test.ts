/** Goal: everyone knows what is theirs, and nobody undoes what another wants. Method: cases, and a model of sets of paths. */
import { about, exercise } from '../judge/exercise.ts';
import { declareApplyIdentityTests } from './5.12/apply-identity-tests.ts';
import { declareApplyMergeTests } from './5.12/apply-merge-tests.ts';
import { declareApplyRequestTests } from './5.12/apply-request-tests.ts';
import { declareApplyTests } from './5.12/apply-tests.ts';
import { declareApplyWorldTests } from './5.12/apply-world-tests.ts';
import { declareFieldSetTests } from './5.12/field-set-tests.ts';
import { declareManagedTests } from './5.12/managed-tests.ts';

export default exercise('5.12', (test) => {
  declareFieldSetTests(about('field-set.ts', test));
  declareManagedTests(about('managed-fields.ts', test));
  declareApplyMergeTests(about('apply-merge.ts', test));
  declareApplyTests(test);
  declareApplyIdentityTests(test);
  declareApplyWorldTests(test);
  declareApplyRequestTests(test);
});
