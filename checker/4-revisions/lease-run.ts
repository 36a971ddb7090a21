/** Random steps on a book of leases, beside a table of who is due when. */
import { codeOf } from '#kit/failure.ts';
import { fc, type TestContext } from '../judge/exercise.ts';
import { leasesInHand } from './lease-hand.ts';

type Step =
  | { type: 'grant'; id: bigint; ttl: number }
  | { type: 'renew' | 'revoke'; id: bigint }
  | { type: 'pass'; seconds: number }
  | { type: 'promote' | 'demote' };

const id = fc.constantFrom(1n, 2n, 3n);

export const someLeaseSteps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ type: fc.constant('grant' as const), id, ttl: fc.integer({ min: 2, max: 6 }) }),
    },
    { weight: 2, arbitrary: fc.record({ type: fc.constantFrom('renew' as const, 'revoke' as const), id }) },
    {
      weight: 4,
      arbitrary: fc.record({ type: fc.constant('pass' as const), seconds: fc.integer({ min: 1, max: 5 }) }),
    },
    { weight: 1, arbitrary: fc.record({ type: fc.constantFrom('promote' as const, 'demote' as const) }) },
  ),
  { maxLength: 20 },
);

/** Seconds granted, and the deadline in seconds where somebody counts. */
interface Row {
  ttl: number;
  deadline?: number;
}

export function runLeases(t: TestContext, steps: readonly Step[]): void {
  const hand = leasesInHand(t);
  const table = new Map<bigint, Row>();
  let isLeader = true;
  const now = () => hand.now() / 1000;
  const full = (row: Row) => Object.assign(row, { deadline: isLeader ? now() + row.ttl : undefined });

  /** What the table says to the step: a result, or the code of a failure. */
  function expectedOf(step: Step): unknown {
    if (step.type === 'grant') {
      if (table.has(step.id)) return 'lease-exists';
      table.set(step.id, full({ ttl: step.ttl }));
      return step.ttl;
    }
    if (step.type === 'revoke') return table.delete(step.id) ? [] : 'lease-not-found';
    if (step.type === 'renew') {
      const row = table.get(step.id);
      if (!isLeader) return 'not-leader';
      if (!row || row.deadline! <= now()) return 'lease-not-found';
      return full(row).ttl;
    }
    return undefined;
  }

  function take(step: Step): unknown {
    switch (step.type) {
      case 'grant':
        return hand.grant(step.id, step.ttl);
      case 'renew':
        return hand.renew(step.id);
      case 'revoke':
        return hand.revoke(step.id);
      case 'pass':
        return hand.pass(step.seconds * 1000);
      default:
        hand[step.type]();
        isLeader = step.type === 'promote';
        for (const row of table.values()) full(row);
        return undefined;
    }
  }

  for (const step of steps) {
    const actual = outcomeOf(() => take(step));
    t.equal(actual, expectedOf(step), 'this must be its result, or the code of its failure');
    const due = [...table].filter(([, { deadline = Number.POSITIVE_INFINITY }]) => deadline <= now());
    due.sort(([a, x], [b, y]) => x.deadline! - y.deadline! || Number(a - b));
    const found = hand.leases.expired();
    const inOrder = found.map((each) => table.get(each)?.deadline);
    t.equal([...found].sort(), due.map(([each]) => each).sort(), 'these leases are due now');
    t.equal(
      inOrder,
      due.map(([, { deadline }]) => deadline),
      'those that were due first come first',
    );
  }
}

function outcomeOf(action: () => unknown): unknown {
  try {
    return action();
  } catch (thrown) {
    const code = codeOf(thrown);
    if (code === undefined || code === 'todo' || code === 'invariant') throw thrown;
    return code;
  }
}
