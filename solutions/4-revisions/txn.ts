/**
 * Transactions: look, decide, check, and only then change anything.
 *
 *     1  check     makes sense, whatever the store holds         `txn-check.ts`
 *     2  decide    every condition, those of inner transactions too, as the store was before
 *     3  check     every operation that will be done is possible
 *     4  run       one after another; each sees what the ones before it did
 *
 * A refusal in 1 or 3 leaves everything as it was, and nothing can be refused in 4: so nothing has ever to be undone. All
 * changes get the same revision, the next one; a transaction that changes nothing uses none.
 *
 * Source: the etcd API reference, `TxnRequest`, and etcd 3.4, as it answers.
 */
import type { RequestOp, ResponseOp, TxnRequest, TxnResponse } from '#kit/etcd/api.ts';
import { holds } from './compare.ts';
import { checkReadable, rangeOf } from './range.ts';
import { type Draft, revisionIn } from './store-state.ts';
import { checkTxn } from './txn-check.ts';
import { checkPossible, deleteRange, put } from './write.ts';

/**
 * Does the transaction as a part of the draft, to which nothing was done yet.
 *
 * Each answer's header has the revision as of its operation: the new one from the first change on, the old one before. That
 * of an inner transaction has 0, as in etcd.
 *
 * @throws {Failure} what `checkTxn` throws; then, for the first put that is impossible, `lease-not-found` or
 *   `key-not-found`; then, for the first range of a revision that cannot be read, `future-revision` or `compacted`, seen
 *   from before the transaction
 */
export function runTxn(draft: Draft, request: TxnRequest): TxnResponse {
  //: todo 4.3 Check, decide which branches are taken, check what they will do, do it.
  checkTxn(request);
  const plan = decide(draft, request);
  checkPlan(draft, plan);
  const responses = plan.steps.map((step) => run(draft, step));
  return { header: { revision: revisionIn(draft) }, succeeded: plan.succeeded, responses };
  //: end
}
//: solution

/** What will be done, once it is known which branches are taken. */
interface Plan {
  succeeded: boolean;
  steps: Step[];
}

type Operation = Exclude<RequestOp, { type: 'txn' }>;
type Step = Operation | { type: 'txn'; plan: Plan };

function decide(draft: Draft, { compare, success, failure }: TxnRequest): Plan {
  const succeeded = compare.every((condition) => holds(draft.state, condition));
  const steps = (succeeded ? success : failure).map(
    (operation): Step =>
      operation.type === 'txn' ? { type: 'txn', plan: decide(draft, operation.request) } : operation,
  );
  return { succeeded, steps };
}

function checkPlan(draft: Draft, plan: Plan): void {
  const operations = operationsOf(plan);
  for (const { type, request } of operations) if (type === 'put') checkPossible(draft, request);
  for (const { type, request } of operations) {
    if (type === 'range') checkReadable(draft.state, request, draft.state.revision);
  }
}

/** Everything that will be done, inner transactions unpacked. */
function operationsOf({ steps }: Plan): Operation[] {
  return steps.flatMap((step) => (step.type === 'txn' ? operationsOf(step.plan) : [step]));
}

function run(draft: Draft, step: Step): ResponseOp {
  switch (step.type) {
    case 'range':
      return { type: 'range', response: rangeOf(draft.state, step.request, revisionIn(draft)) };
    case 'put':
      return { type: 'put', response: put(draft, step.request) };
    case 'delete-range':
      return { type: 'delete-range', response: deleteRange(draft, step.request) };
    case 'txn': {
      const { succeeded, steps } = step.plan;
      const responses = steps.map((inner) => run(draft, inner));
      return { type: 'txn', response: { header: { revision: 0 }, succeeded, responses } };
    }
  }
}
//: end
