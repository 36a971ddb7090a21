/** Random calls on a revision store, on few keys each, so that they meet. The plainest come first: a failure shrinks to them. */

import { utf8 } from '#kit/bytes.ts';
import type {
  Compare,
  DeleteRangeRequest,
  KeySelection,
  PutRequest,
  RangeRequest,
  RequestOp,
  TxnRequest,
} from '#kit/etcd/api.ts';
import { fc } from '../judge/exercise.ts';

export type StoreCall =
  | { type: 'put'; request: PutRequest }
  | { type: 'range'; request: RangeRequest }
  | { type: 'delete'; request: DeleteRangeRequest }
  | { type: 'txn'; request: TxnRequest }
  | { type: 'compact'; revision: number }
  | { type: 'restore' };

const someKey = fc.constantFrom('a', 'b', 'c').map(utf8);
const someValue = fc.constantFrom('1', '2', '').map(utf8);
const someEnd = fc.constantFrom('c', 'b', 'd', 'a', '\0').map(utf8);
const isTrue = fc.constant(true);

const someKeys: fc.Arbitrary<KeySelection> = fc.oneof(
  fc.record({ key: someKey }),
  fc.record({ key: fc.oneof(someKey, fc.constant(utf8('\0'))), rangeEnd: someEnd }),
);

/** Near the revisions that so few calls make: too old, now, and in the future as well. */
const someRevision = fc.integer({ min: -1, max: 14 });

const somePut: fc.Arbitrary<PutRequest> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ key: someKey, value: someValue }) },
  { weight: 1, arbitrary: fc.record({ key: someKey, value: someValue, prevKv: isTrue }) },
  { weight: 1, arbitrary: fc.record({ key: someKey, value: fc.constant(utf8('')), ignoreValue: isTrue }) },
  { weight: 1, arbitrary: fc.record({ key: someKey, value: someValue, ignoreLease: isTrue }) },
);

const someDelete: fc.Arbitrary<DeleteRangeRequest> = fc
  .tuple(someKeys, fc.option(isTrue, { nil: undefined }))
  .map(([keys, prevKv]) => ({ ...keys, ...(prevKv && { prevKv }) }));

const putCall: fc.Arbitrary<StoreCall> = fc.record({ type: fc.constant('put'), request: somePut });
const deleteCall: fc.Arbitrary<StoreCall> = fc.record({ type: fc.constant('delete'), request: someDelete });

export const someWrites: fc.Arbitrary<StoreCall[]> = fc.array(
  fc.oneof({ weight: 3, arbitrary: putCall }, { weight: 2, arbitrary: deleteCall }),
  { maxLength: 16 },
);

/** Sorted only by what differs from key to key: the order of equals is nobody's promise. */
const rangeOptions = fc.record(
  {
    revision: someRevision,
    limit: fc.nat(3),
    sort: fc.constantFrom(
      { sortOrder: 'descend' as const },
      { sortOrder: 'ascend' as const, sortTarget: 'mod' as const },
      { sortOrder: 'descend' as const, sortTarget: 'create' as const },
    ),
    keysOnly: isTrue,
    countOnly: isTrue,
    minModRevision: someRevision.filter((revision) => revision > 0),
    maxModRevision: someRevision.filter((revision) => revision > 0),
    minCreateRevision: someRevision.filter((revision) => revision > 0),
    maxCreateRevision: someRevision.filter((revision) => revision > 0),
  },
  { requiredKeys: [] },
);

const rangeCall: fc.Arbitrary<StoreCall> = fc
  .tuple(someKeys, rangeOptions)
  .map(([keys, { sort, ...options }]) => ({ type: 'range', request: { ...keys, ...options, ...sort } }));

export const someReads: fc.Arbitrary<StoreCall[]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: putCall },
    { weight: 1, arbitrary: deleteCall },
    { weight: 3, arbitrary: rangeCall },
  ),
  { maxLength: 16 },
);

const someResult = fc.constantFrom('equal' as const, 'greater' as const, 'less' as const, 'not-equal' as const);

const someCompare: fc.Arbitrary<Compare> = fc
  .tuple(
    someKeys,
    someResult,
    fc.oneof(
      fc.record({
        target: fc.constantFrom('version' as const, 'create' as const, 'mod' as const),
        value: fc.nat(6),
      }),
      fc.record({ target: fc.constant('value' as const), value: someValue }),
      fc.record({ target: fc.constant('lease' as const), value: fc.constantFrom(0n, 7n) }),
    ),
  )
  .map(([keys, result, what]) => ({ ...keys, result, ...what }));

const rangeOp: fc.Arbitrary<RequestOp> = fc
  .tuple(someKeys, fc.record({ revision: someRevision, limit: fc.nat(2) }, { requiredKeys: [] }))
  .map(([keys, options]) => ({ type: 'range', request: { ...keys, ...options } }));

const { txn: someTxn } = fc.letrec<{ txn: TxnRequest; operation: RequestOp }>((tie) => ({
  txn: fc.record({
    compare: fc.array(someCompare, { maxLength: 2 }),
    success: fc.array(tie('operation'), { maxLength: 3 }),
    failure: fc.array(tie('operation'), { maxLength: 2 }),
  }),
  operation: fc.oneof(
    { maxDepth: 2 },
    { weight: 4, arbitrary: fc.record({ type: fc.constant('put' as const), request: somePut }) },
    { weight: 2, arbitrary: rangeOp },
    { weight: 2, arbitrary: fc.record({ type: fc.constant('delete-range' as const), request: someDelete }) },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('txn' as const), request: tie('txn') }) },
  ),
}));

const txnCall: fc.Arbitrary<StoreCall> = fc.record({ type: fc.constant('txn'), request: someTxn });

export const someTxns: fc.Arbitrary<StoreCall[]> = fc.array(
  fc.oneof({ weight: 2, arbitrary: putCall }, { weight: 3, arbitrary: txnCall }),
  { maxLength: 8 },
);

const compactCall: fc.Arbitrary<StoreCall> = fc.record({ type: fc.constant('compact'), revision: someRevision });
const rangeThen: fc.Arbitrary<StoreCall> = fc
  .tuple(someKeys, someRevision)
  .map(([keys, revision]) => ({ type: 'range', request: { ...keys, revision } }));

export const someCompactions: fc.Arbitrary<StoreCall[]> = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: putCall },
    { weight: 3, arbitrary: deleteCall },
    { weight: 2, arbitrary: compactCall },
    { weight: 2, arbitrary: rangeThen },
    { weight: 1, arbitrary: fc.constant<StoreCall>({ type: 'restore' }) },
  ),
  { maxLength: 20 },
);
