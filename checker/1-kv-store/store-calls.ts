/** Random calls and transactions on a store, on few keys each, so that they meet. */
import type { Compare, Operation, RangeRequest, Txn } from '#kv-store/store.ts';
import { fc } from '../judge/exercise.ts';
import { insideLarger, onFewOf, tellingKeys } from './model.ts';

export type StoreCall =
  | { type: 'put'; key: Uint8Array; value: Uint8Array }
  | { type: 'get' | 'delete'; key: Uint8Array }
  | { type: 'range' | 'count'; range: RangeRequest };

const storeKeys = tellingKeys.filter((key) => key.length > 0);

const someValue = fc
  .array(fc.constantFrom(0x78, 0x79), { maxLength: 2 })
  .map((bytes) => insideLarger(Uint8Array.from(bytes)));

export const someCalls: fc.Arbitrary<StoreCall[]> = onFewOf<Uint8Array, StoreCall[]>(storeKeys, (key) =>
  fc.array(
    fc.oneof(
      { weight: 3, arbitrary: fc.record({ type: fc.constant('put' as const), key, value: someValue }) },
      { weight: 2, arbitrary: fc.record({ type: fc.constantFrom('get' as const, 'delete' as const), key }) },
      {
        weight: 2,
        arbitrary: fc.record({ type: fc.constantFrom('range' as const, 'count' as const), range: someRange(key) }),
      },
    ),
    { maxLength: 20 },
  ),
);

export const someTxns: fc.Arbitrary<Txn[]> = onFewOf<Uint8Array, Txn[]>(storeKeys, (key) =>
  fc.array(
    fc.record({
      compare: fc.array(someCompare(key), { maxLength: 2 }),
      success: fc.array(someOperation(key), { maxLength: 4 }),
      failure: fc.array(someOperation(key), { maxLength: 4 }),
    }),
    { maxLength: 8 },
  ),
);

function someRange(key: fc.Arbitrary<Uint8Array>): fc.Arbitrary<RangeRequest> {
  return fc.record({ start: key, end: key, limit: fc.nat(3) }, { requiredKeys: [] });
}

function someCompare(key: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Compare> {
  return fc.oneof(
    fc.record({ type: fc.constantFrom('exists' as const, 'absent' as const), key }),
    fc.record({ type: fc.constant('value' as const), key, value: someValue }),
  );
}

/** Many of those with `mustExist` fail. */
function someOperation(key: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Operation> {
  const mustExist = fc.constant(true);
  const put = fc.record(
    { type: fc.constant('put' as const), key, value: someValue, mustExist },
    { requiredKeys: ['type', 'key', 'value'] },
  );
  const remove = fc.record({ type: fc.constant('delete' as const), key, mustExist }, { requiredKeys: ['type', 'key'] });
  const range = someRange(key).map((request) => ({ type: 'range' as const, ...request }));
  return fc.oneof({ weight: 3, arbitrary: put }, { weight: 2, arbitrary: remove }, { weight: 1, arbitrary: range });
}
