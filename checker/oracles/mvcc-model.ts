/**
 * What a store with revisions must answer, in the plainest way there is: a list of everything that was ever done. Each read
 * goes through the whole list.
 *
 *     [ put a@2 "1" lease 0,  put b@3 "1" lease 0,  delete a@4,  put b@4 "2" lease 0 ]
 *
 *     the store as of revision 3: do the first two to an empty store
 *
 * Keys are hexadecimal texts in here, which sort as the bytes do.
 */
import { hex } from '#kit/bytes.ts';
import type * as etcd from '#kit/etcd/api.ts';
import { etcdFailure } from '#kit/etcd/errors.ts';
import { checkMvccTxn, isSelected } from './mvcc-txn-rules.ts';

/** Throws what a store must throw. Changes nothing that it is given, and gives nothing away that it keeps. */
export interface MvccModel {
  revision(): number;
  compactedRevision(): number;
  range(request: etcd.RangeRequest): etcd.RangeResponse;
  put(request: etcd.PutRequest): etcd.PutResponse;
  deleteRange(request: etcd.DeleteRangeRequest): etcd.DeleteRangeResponse;
  txn(request: etcd.TxnRequest): etcd.TxnResponse;
  compact(revision: number): void;
  /** The changes from a revision on, each event with `prevKv` where it can still be read. */
  changes(from: number): { revision: number; events: etcd.Event[] }[];
}

/** One change of one key. */
interface Deed {
  revision: number;
  key: string;
  /** The bytes that were put, or `undefined` for a delete. */
  value: Uint8Array | undefined;
  lease: bigint;
}

/** @param isLease which leases there are; none unless said */
export function createMvccModel(isLease: (id: bigint) => boolean = () => false): MvccModel {
  let deeds: Deed[] = [];
  let compacted = 0;
  const revision = () => deeds.at(-1)?.revision ?? 1;

  /** The keys that are there once everything up to a revision is done, in order. */
  function storeAt(last: number): etcd.KeyValue[] {
    const keys = new Map<string, etcd.KeyValue>();
    for (const deed of deeds.filter((each) => each.revision <= last)) {
      if (deed.value) keys.set(deed.key, versionAfter(keys.get(deed.key), deed, deed.value));
      else keys.delete(deed.key);
    }
    return [...keys].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, kv]) => kv);
  }

  const now = () => storeAt(revision());
  const one = (key: Uint8Array) => now().find((kv) => hex(kv.key) === hex(key));

  function checkRevision({ revision: asked = 0 }: etcd.RangeRequest, newest: number): void {
    if (asked > newest) throw etcdFailure('future-revision');
    if (asked > 0 && asked < compacted) throw etcdFailure('compacted');
  }

  function checkPut({ key, lease = 0n, ignoreValue, ignoreLease }: etcd.PutRequest): void {
    if (lease !== 0n && !isLease(lease)) throw etcdFailure('lease-not-found');
    if ((ignoreValue || ignoreLease) && !one(key)) throw etcdFailure('key-not-found');
  }

  function range(request: etcd.RangeRequest): etcd.RangeResponse {
    checkRevision(request, revision());
    const { revision: asked = 0, limit = 0, countOnly, keysOnly } = request;
    const all = storeAt(asked > 0 ? asked : revision()).filter((kv) => isSelected(request, kv.key));
    const kvs = countOnly
      ? []
      : inOrder(
          request,
          all.filter((kv) => isInBounds(request, kv)),
        );
    const shown = limit > 0 ? kvs.slice(0, limit) : kvs;
    return {
      header: { revision: revision() },
      kvs: shown.map((kv) => (keysOnly ? { ...kv, value: new Uint8Array() } : kv)),
      more: shown.length < kvs.length,
      count: all.length,
    };
  }

  /** @param next the revision that it is done in */
  function put(request: etcd.PutRequest, next: number): etcd.PutResponse {
    checkPut(request);
    const before = one(request.key);
    const value = request.ignoreValue ? before?.value : Uint8Array.from(request.value);
    const lease = request.ignoreLease ? before?.lease : request.lease;
    deeds = [...deeds, { revision: next, key: hex(request.key), value, lease: lease ?? 0n }];
    return { header: { revision: next }, ...(request.prevKv && before && { prevKv: before }) };
  }

  function deleteRange(request: etcd.DeleteRangeRequest, next: number): etcd.DeleteRangeResponse {
    const gone = now().filter((kv) => isSelected(request, kv.key));
    deeds = [...deeds, ...gone.map(({ key }) => ({ revision: next, key: hex(key), value: undefined, lease: 0n }))];
    return { header: { revision: revision() }, deleted: gone.length, prevKvs: request.prevKv ? gone : [] };
  }

  function holds(compare: etcd.Compare): boolean {
    const kvs = now().filter((kv) => isSelected(compare, kv.key));
    if (kvs.length > 0) return kvs.every((kv) => isTrue(compare, kv));
    const nothing = { createRevision: 0, modRevision: 0, version: 0, lease: 0n };
    return compare.target !== 'value' && isTrue(compare, { key: compare.key, value: new Uint8Array(), ...nothing });
  }

  /** The operations that will be done; in the place of a transaction stands its branch. */
  function choose({ compare, success, failure }: etcd.TxnRequest): Choice {
    const succeeded = compare.every(holds);
    return {
      succeeded,
      branch: (succeeded ? success : failure).map((op) => (op.type === 'txn' ? choose(op.request) : op)),
    };
  }

  function perform(choice: Choice, next: number): etcd.TxnResponse {
    const responses = choice.branch.map((op): etcd.ResponseOp => {
      if ('branch' in op) return { type: 'txn', response: { ...perform(op, next), header: { revision: 0 } } };
      if (op.type === 'range') return { type: 'range', response: range(op.request) };
      if (op.type === 'put') return { type: 'put', response: put(op.request, next) };
      return { type: 'delete-range', response: deleteRange(op.request, next) };
    });
    return { header: { revision: revision() }, succeeded: choice.succeeded, responses };
  }

  function checkAll(choice: Choice, type: 'put' | 'range'): void {
    for (const op of choice.branch) {
      if ('branch' in op) checkAll(op, type);
      else if (op.type === 'put' && type === 'put') checkPut(op.request);
      else if (op.type === 'range' && type === 'range') checkRevision(op.request, revision());
    }
  }

  /** The events of one revision. What was before it can only be told if that can be read. */
  function eventsOf(each: number): etcd.Event[] {
    const before = each > compacted ? storeAt(each - 1) : [];
    return deeds
      .filter((deed) => deed.revision === each)
      .map(({ key, value }): etcd.Event => {
        const prevKv = before.find((kv) => hex(kv.key) === key);
        const nothing = { value: new Uint8Array(), createRevision: 0, modRevision: each, version: 0, lease: 0n };
        const kv = storeAt(each).find((known) => hex(known.key) === key) ?? { key: bytesOf(key), ...nothing };
        return { type: value ? 'put' : 'delete', kv, ...(prevKv && { prevKv }) };
      });
  }

  const asked = <Request extends etcd.RequestOp>(op: Request): Request['request'] => {
    checkMvccTxn({ compare: [], success: [op], failure: [] });
    return op.request;
  };
  return {
    revision,
    compactedRevision: () => compacted,
    range: (request) => range(asked({ type: 'range', request })),
    put: (request) => put(asked({ type: 'put', request }), revision() + 1),
    deleteRange: (request) => deleteRange(asked({ type: 'delete-range', request }), revision() + 1),
    txn(request) {
      checkMvccTxn(request);
      const choice = choose(request);
      checkAll(choice, 'put');
      checkAll(choice, 'range');
      return perform(choice, revision() + 1);
    },
    compact(to) {
      if (to <= compacted) throw etcdFailure('compacted');
      if (to > revision()) throw etcdFailure('future-revision');
      compacted = to;
    },
    changes(from) {
      if (from < compacted) throw etcdFailure('compacted');
      const revisions = new Set(deeds.map((deed) => deed.revision).filter((each) => each >= from));
      return [...revisions].map((each) => ({ revision: each, events: eventsOf(each) }));
    },
  };
}

interface Choice {
  succeeded: boolean;
  branch: (Exclude<etcd.RequestOp, { type: 'txn' }> | Choice)[];
}

function versionAfter(
  before: etcd.KeyValue | undefined,
  { key, revision, lease }: Deed,
  value: Uint8Array,
): etcd.KeyValue {
  const life = before ?? { createRevision: revision, version: 0 };
  const counted = { createRevision: life.createRevision, modRevision: revision, version: life.version + 1 };
  return { key: bytesOf(key), value: Uint8Array.from(value), ...counted, lease };
}

function isInBounds(request: etcd.RangeRequest, { modRevision, createRevision }: etcd.KeyValue): boolean {
  if (request.minModRevision && modRevision < request.minModRevision) return false;
  if (request.maxModRevision && modRevision > request.maxModRevision) return false;
  if (request.minCreateRevision && createRevision < request.minCreateRevision) return false;
  return !(request.maxCreateRevision && createRevision > request.maxCreateRevision);
}

/** By what is asked for, and those that are equal in that by key. */
function inOrder({ sortTarget = 'key', sortOrder }: etcd.RangeRequest, kvs: etcd.KeyValue[]): etcd.KeyValue[] {
  const measureOf = (kv: etcd.KeyValue): string | number =>
    ({ key: hex(kv.key), value: hex(kv.value), version: kv.version, create: kv.createRevision, mod: kv.modRevision })[
      sortTarget
    ];
  const direction = sortOrder === 'descend' ? -1 : 1;
  return [...kvs].sort((a, b) => {
    if (measureOf(a) !== measureOf(b)) return measureOf(a) < measureOf(b) ? -direction : direction;
    return hex(a.key) < hex(b.key) ? -1 : 1;
  });
}

function isTrue(compare: etcd.Compare, kv: etcd.KeyValue): boolean {
  const [has, value] =
    compare.target === 'value'
      ? [hex(kv.value), hex(compare.value)]
      : [
          { version: kv.version, create: kv.createRevision, mod: kv.modRevision, lease: kv.lease }[compare.target],
          compare.value,
        ];
  return { equal: has === value, 'not-equal': has !== value, less: has < value, greater: has > value }[compare.result];
}

function bytesOf(key: string): Uint8Array {
  return Uint8Array.from(key.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16));
}
