/**
 * Goal: a kind that somebody has defined is a kind like any other, from the moment on at which its name is its own.
 * Method: tables for definitions and what becomes of them; schemas and objects at random against a model; whole API servers
 * beside each other.
 */
import { exercise } from '../judge/exercise.ts';
import { declareCustomObjectTests } from './custom-object-tests.ts';
import { declareFaultTests } from './definition-fault-tests.ts';
import { declareStatusTests } from './definition-status-tests.ts';
import { declareServedTypeTests } from './served-type-tests.ts';
import { declareWholeDefinitionTests } from './whole-definition-tests.ts';
import { declareWholeServerTests } from './whole-server-tests.ts';

export default exercise('5.11', (test) => {
  declareServedTypeTests(test);
  declareFaultTests(test);
  declareStatusTests(test);
  declareCustomObjectTests(test);
  declareWholeServerTests(test);
  declareWholeDefinitionTests(test);
});
