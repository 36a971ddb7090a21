import { utf8 } from '#kit/bytes.ts';
import type { Compare, Operation, Txn } from '#kv-store/store.ts';
import { fc } from '../judge/exercise.ts';

const key = fc.constantFrom('a', 'b', 'c').map((each) => utf8(each));
const value = fc.constantFrom('1', '2', '').map((each) => utf8(each));

const operation: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ type: fc.constant('put' as const), key, value }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('delete' as const), key }) },
  // These fail where there is no such key, or always.
  { weight: 2, arbitrary: fc.record({ type: fc.constant('delete' as const), key, mustExist: fc.constant(true) }) },
  { weight: 1, arbitrary: fc.constant({ type: 'put' as const, key: utf8(''), value: utf8('x') }) },
);

const compare: fc.Arbitrary<Compare> = fc.record({ type: fc.constantFrom('exists' as const, 'absent' as const), key });

/** Few keys, so that transactions meet; some of them fail. */
export const someTxn: fc.Arbitrary<Txn> = fc.record({
  compare: fc.array(compare, { maxLength: 1 }),
  success: fc.array(operation, { maxLength: 3 }),
  failure: fc.array(operation, { maxLength: 1 }),
});
