/**
 * etcd's messages on the wire: which field of api.ts has which number. The names differ from etcd's own in their case
 * only; a number that looks odd is odd in etcd too.
 *
 * Source: etcd 3.4, rpc.proto and kv.proto.
 */
import type {
  CompactionRequest,
  CompactionResponse,
  Compare,
  DeleteRangeRequest,
  DeleteRangeResponse,
  KeyValue,
  PutRequest,
  PutResponse,
  RangeRequest,
  RangeResponse,
  RequestOp,
  ResponseHeader,
  ResponseOp,
  TxnRequest,
  TxnResponse,
} from './api.ts';
import { etcdFailure } from './errors.ts';
import { always, bytes, type Codec, choice, flag, id, int, list, mapped, message, nested } from './protobuf.ts';

const none = new Uint8Array(0);

export const responseHeader = message<ResponseHeader>({
  clusterId: id(1),
  memberId: id(2),
  revision: int(3),
  raftTerm: int(4),
});

/** A response in which there is nothing but a header. */
export const headerOnly = message<{ header: ResponseHeader }>({ header: always(1, responseHeader) });

export const keyValue = message<KeyValue>({
  key: bytes(1),
  createRevision: int(2),
  modRevision: int(3),
  version: int(4),
  value: bytes(5),
  lease: id(6),
});

export const rangeRequest = message<RangeRequest>({
  key: bytes(1),
  rangeEnd: bytes(2),
  limit: int(3),
  revision: int(4),
  sortOrder: choice(5, ['none', 'ascend', 'descend']),
  sortTarget: choice(6, ['key', 'version', 'create', 'mod', 'value']),
  serializable: flag(7),
  keysOnly: flag(8),
  countOnly: flag(9),
  minModRevision: int(10),
  maxModRevision: int(11),
  minCreateRevision: int(12),
  maxCreateRevision: int(13),
});

export const rangeResponse = message<RangeResponse>({
  header: always(1, responseHeader),
  kvs: list(nested(2, keyValue)),
  more: flag(3),
  count: int(4),
});

export const putRequest = message<PutRequest>({
  key: bytes(1),
  value: bytes(2),
  lease: id(3),
  prevKv: flag(4),
  ignoreValue: flag(5),
  ignoreLease: flag(6),
});

export const putResponse = message<PutResponse>({
  header: always(1, responseHeader),
  prevKv: nested(2, keyValue),
});

export const deleteRangeRequest = message<DeleteRangeRequest>({
  key: bytes(1),
  rangeEnd: bytes(2),
  prevKv: flag(3),
});

export const deleteRangeResponse = message<DeleteRangeResponse>({
  header: always(1, responseHeader),
  deleted: int(2),
  prevKvs: list(nested(3, keyValue)),
});

interface WireCompare {
  result: Compare['result'];
  target: Compare['target'];
  key: Uint8Array;
  version: number;
  create: number;
  mod: number;
  value: Uint8Array;
  lease: bigint;
  rangeEnd: Uint8Array;
}

const compare = mapped<Compare, WireCompare>(
  message({
    result: choice(1, ['equal', 'greater', 'less', 'not-equal']),
    target: choice(2, ['version', 'create', 'mod', 'value', 'lease']),
    key: bytes(3),
    version: int(4),
    create: int(5),
    mod: int(6),
    value: bytes(7),
    lease: id(8),
    rangeEnd: bytes(64),
  }),
  ({ value, ...rest }) =>
    ({
      version: 0,
      create: 0,
      mod: 0,
      lease: 0n,
      value: none,
      rangeEnd: none,
      ...rest,
      [rest.target]: value,
    }) as WireCompare,
  (wire) => {
    const { result, target, key, rangeEnd } = wire;
    return { key, rangeEnd, result, target, value: wire[target] } as Compare;
  },
);

interface WireOp<Range, Put, DeleteRange, Txn> {
  range?: Range;
  put?: Put;
  deleteRange?: DeleteRange;
  txn?: Txn;
}

const requestOp: Codec<RequestOp> = mapped<RequestOp, WireOp<RangeRequest, PutRequest, DeleteRangeRequest, TxnRequest>>(
  message(() => ({
    range: nested(1, rangeRequest),
    put: nested(2, putRequest),
    deleteRange: nested(3, deleteRangeRequest),
    txn: nested(4, txnRequest),
  })),
  ({ type, request }) => ({ [type === 'delete-range' ? 'deleteRange' : type]: request }),
  ({ range, put, deleteRange, txn }) => {
    if (range) return { type: 'range', request: range };
    if (put) return { type: 'put', request: put };
    if (deleteRange) return { type: 'delete-range', request: deleteRange };
    if (txn) return { type: 'txn', request: txn };
    // So answers etcd where an operation says nothing at all.
    throw etcdFailure('key-not-found');
  },
);

const responseOp: Codec<ResponseOp> = mapped<
  ResponseOp,
  WireOp<RangeResponse, PutResponse, DeleteRangeResponse, TxnResponse>
>(
  message(() => ({
    range: nested(1, rangeResponse),
    put: nested(2, putResponse),
    deleteRange: nested(3, deleteRangeResponse),
    txn: nested(4, txnResponse),
  })),
  ({ type, response }) => ({ [type === 'delete-range' ? 'deleteRange' : type]: response }),
  ({ range, put, deleteRange, txn }) => {
    if (range) return { type: 'range', response: range };
    if (put) return { type: 'put', response: put };
    if (deleteRange) return { type: 'delete-range', response: deleteRange };
    return { type: 'txn', response: txn! };
  },
);

export const txnRequest = message<TxnRequest>({
  compare: list(nested(1, compare)),
  success: list(nested(2, requestOp)),
  failure: list(nested(3, requestOp)),
});

export const txnResponse = message<TxnResponse>({
  header: always(1, responseHeader),
  succeeded: flag(2),
  responses: list(nested(3, responseOp)),
});

export const compactionRequest = message<CompactionRequest>({ revision: int(1), physical: flag(2) });
export const compactionResponse: Codec<CompactionResponse> = headerOnly;
