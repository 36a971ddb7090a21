/**
 * Reads: the store as it is now, or as it was.
 *
 *     range "a" to "d" at revision 5
 *
 *       select     a@2  b@5  c@4      the keys as they were: this is `count`
 *       bounds     b@5  c@4           minModRevision 3
 *       sort       c@4  b@5           by mod
 *       limit      c@4                1, so there is `more`
 *
 * Source: the etcd API reference, `RangeRequest`.
 */
import { compareBytes } from '#kit/bytes.ts';
import type { KeyValue, RangeRequest, RangeResponse, SortTarget } from '#kit/etcd/api.ts';
import { etcdFailure } from '#kit/etcd/errors.ts';
import { selected } from './key-selection.ts';
import type { StoreState } from './store-state.ts';

/**
 * Serves a read.
 *
 * `count` is the number of keys in the selection, before bounds and limit. Which of two keys comes first that are equal in
 * what they are sorted by is nobody's promise.
 *
 * @param now the newest revision there is to read, and the one that the header tells, however old what is read
 * @throws {Failure} `future-revision` beyond `now`; `compacted` before the compacted revision
 */
export function rangeOf(state: StoreState, request: RangeRequest, now: number): RangeResponse {
  //: todo 4.2 Select the keys as of the revision; apply bounds, order and limit; count and blank what is asked for.
  checkReadable(state, request, now);
  const all = selected(state.index, request, revisionOf(request, now));
  const answer = { header: { revision: now }, kvs: [], more: false, count: all.length };
  if (request.countOnly) return answer;
  const wanted = sorted(withinBounds(all, request), request);
  const kvs = request.limit && request.limit > 0 ? wanted.slice(0, request.limit) : wanted;
  return { ...answer, kvs: request.keysOnly ? kvs.map(withoutValue) : kvs, more: kvs.length < wanted.length };
  //: end
}

/**
 * Refuses a read of a revision that is not there yet or not there any more. The compacted revision itself can be read.
 *
 * @param now the newest revision there is to read
 * @throws {Failure} `future-revision`, `compacted`
 */
export function checkReadable({ compactedRevision }: StoreState, request: RangeRequest, now: number): void {
  //: todo 4.2 Compare the revision asked for with the newest one and with the compacted one.
  const revision = revisionOf(request, now);
  if (revision > now) throw etcdFailure('future-revision');
  if (revision < compactedRevision) throw etcdFailure('compacted');
  //: end
}
//: solution

function revisionOf({ revision = 0 }: RangeRequest, now: number): number {
  return revision > 0 ? revision : now;
}

function withinBounds(kvs: KeyValue[], request: RangeRequest): KeyValue[] {
  const { minModRevision, maxModRevision, minCreateRevision, maxCreateRevision } = request;
  // 0 is no bound, as a bound that is left out is.
  const isWithin = (revision: number, min: number | undefined, max: number | undefined) =>
    (!min || revision >= min) && (!max || revision <= max);
  return kvs.filter(
    ({ modRevision, createRevision }) =>
      isWithin(modRevision, minModRevision, maxModRevision) &&
      isWithin(createRevision, minCreateRevision, maxCreateRevision),
  );
}

const orders: Record<SortTarget, (a: KeyValue, b: KeyValue) => number> = {
  key: (a, b) => compareBytes(a.key, b.key),
  version: (a, b) => a.version - b.version,
  create: (a, b) => a.createRevision - b.createRevision,
  mod: (a, b) => a.modRevision - b.modRevision,
  value: (a, b) => compareBytes(a.value, b.value),
};

/** @param kvs by ascending key, and an array to be changed */
function sorted(kvs: KeyValue[], { sortTarget = 'key', sortOrder = 'none' }: RangeRequest): KeyValue[] {
  const order = orders[sortTarget];
  if (sortOrder === 'descend') return kvs.sort((a, b) => order(b, a));
  return sortTarget === 'key' ? kvs : kvs.sort(order);
}

function withoutValue(kv: KeyValue): KeyValue {
  return { ...kv, value: new Uint8Array(0) };
}
//: end
