/**
 * Goal: a kind that somebody has defined is a kind like any other, from the moment on at which its name is its own.
 * Method: tables for definitions and what becomes of them; schemas and objects at random against a model; whole API servers
 * beside each other.
 */
import { exercise } from '../judge/exercise.ts';
import { declareAcceptedNameTests } from './5.11/accepted-name-tests.ts';
import { declareCustomObjectTests } from './5.11/custom-object-tests.ts';
import { declareFaultTests } from './5.11/definition-fault-tests.ts';
import { declareStatusTests } from './5.11/definition-status-tests.ts';
import { declareServedTypeTests } from './5.11/served-type-tests.ts';
import { declareWholeDefinitionTests } from './5.11/whole-definition-tests.ts';
import { declareWholeServerTests } from './5.11/whole-server-tests.ts';

export default exercise('5.11', (test) => {
  declareServedTypeTests(test);
  declareFaultTests(test);
  declareStatusTests(test);
  declareAcceptedNameTests(test);
  declareCustomObjectTests(test);
  declareWholeServerTests(test);
  declareWholeDefinitionTests(test);
});
