/**
 * Goal: services of the users' own are asked about exactly the writes that they want to be asked about, and nobody gets
 * around them by their silence.
 * Method: rules and writes in tables, and at random against a model; webhooks that answer in every way there is, and in no way.
 */
import { exercise } from '../judge/exercise.ts';
import { declareChoiceTests } from './5.13/webhook-choice-tests.ts';
import { declareJudgingTests } from './5.13/webhook-judging-tests.ts';
import { declareOrderTests } from './5.13/webhook-order-tests.ts';
import { declarePatchTests } from './5.13/webhook-patch-tests.ts';
import { declareSilenceTests } from './5.13/webhook-silence-tests.ts';

export default exercise('5.13', (test) => {
  declareChoiceTests(test);
  declareOrderTests(test);
  declareJudgingTests(test);
  declareSilenceTests(test);
  declarePatchTests(test);
});
