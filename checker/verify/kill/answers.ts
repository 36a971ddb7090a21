/** Answers that came over the wire in the form in which the model gives them: of the headers only the revision. */
import type {
  DeleteRangeResponse,
  KeyValue,
  PutResponse,
  RangeResponse,
  ResponseHeader,
  ResponseOp,
  TxnResponse,
} from '#kit/etcd/api.ts';

export function putAnswer({ header, prevKv }: PutResponse): PutResponse {
  return { header: revisionOf(header), ...(prevKv && { prevKv: kvOf(prevKv) }) };
}

export function rangeAnswer({ header, kvs, more, count }: RangeResponse): RangeResponse {
  return { header: revisionOf(header), kvs: kvs.map(kvOf), more, count };
}

export function deleteRangeAnswer({ header, deleted, prevKvs }: DeleteRangeResponse): DeleteRangeResponse {
  return { header: revisionOf(header), deleted, prevKvs: prevKvs.map(kvOf) };
}

export function txnAnswer({ header, succeeded, responses }: TxnResponse): TxnResponse {
  return { header: revisionOf(header), succeeded, responses: responses.map(partAnswer) };
}

function partAnswer(part: ResponseOp): ResponseOp {
  if (part.type === 'put') return { type: 'put', response: putAnswer(part.response) };
  if (part.type === 'range') return { type: 'range', response: rangeAnswer(part.response) };
  if (part.type === 'delete-range') return { type: 'delete-range', response: deleteRangeAnswer(part.response) };
  return { type: 'txn', response: txnAnswer(part.response) };
}

function revisionOf({ revision }: ResponseHeader): ResponseHeader {
  return { revision };
}

function kvOf({ key, value, createRevision, modRevision, version, lease }: KeyValue): KeyValue {
  return { key, value, createRevision, modRevision, version, lease };
}
