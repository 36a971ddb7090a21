/**
 * What a request needs, and whether permissions cover it.
 *
 *     permissions on    [a ─────── c)[c ── d)        [foo ── fop)
 *     get a d           [a ─────────────── d)                        covered, by two together
 *     get a e           [a ─────────────────── e)                    not covered: nobody may read "d"
 *
 * A permission is as long as its range: many small ones add up.
 */
import { compareBytes, concatBytes } from '#kit/bytes.ts';
import type { Compare, KeySelection, PutRequest, RangeRequest, RequestOp, TxnRequest } from '#kit/etcd/api.ts';
import type { Permission } from '#kit/etcd/auth-api.ts';
import type { Command } from './command.ts';

/** What may be asked for: commands, and what is answered without one. */
export type Request =
  | Command
  | { type: 'range'; request: Pick<RangeRequest, 'key' | 'rangeEnd'> }
  | { type: 'lease-time-to-live'; id: bigint; keys: boolean };

/** One thing that a user must be allowed to do. */
export interface Need {
  access: 'read' | 'write';
  keys: KeySelection;
}

/** @returns a lease's keys; none where there is no such lease */
export type KeysOf = (lease: bigint) => Uint8Array[];

/**
 * All that a request needs, whichever branches of its transactions are taken. Who compares, or asks for a previous value,
 * reads. Who attaches a key to a lease, or revokes it, has all its keys deleted, now or later.
 */
export function needsOf(request: Request, keysOf: KeysOf): Need[] {
  //: todo 4.10 List them, operation by operation.
  switch (request.type) {
    case 'range':
      return [read(request.request)];
    case 'put':
      return [...needsOfPut(request.request), ...writeAll(keysOf(request.request.lease ?? 0n))];
    case 'delete-range':
      return [write(request.request), ...(request.request.prevKv ? [read(request.request)] : [])];
    case 'txn':
      return needsOfTxn(request.request, keysOf);
    case 'lease-revoke':
      return writeAll(keysOf(request.id));
    case 'lease-time-to-live':
      return request.keys ? keysOf(request.id).map((key) => read({ key })) : [];
    default:
      return [];
  }
  //: end
}
//: solution

function needsOfPut({ key, prevKv }: PutRequest): Need[] {
  return [write({ key }), ...(prevKv ? [read({ key })] : [])];
}

function needsOfTxn({ compare, success, failure }: TxnRequest, keysOf: KeysOf): Need[] {
  const inside = [...success, ...failure].flatMap((operation: RequestOp) => needsOf(operation, keysOf));
  return [...compare.map((each: Compare) => read(each)), ...inside];
}

function read({ key, rangeEnd }: KeySelection): Need {
  return { access: 'read', keys: { key, rangeEnd } };
}

function write({ key, rangeEnd }: KeySelection): Need {
  return { access: 'write', keys: { key, rangeEnd } };
}

function writeAll(keys: Uint8Array[]): Need[] {
  return keys.map((key) => write({ key }));
}
//: end

/** Whether someone who has all these permissions may do it. */
export function isCovered({ access, keys }: Need, permissions: readonly Permission[]): boolean {
  //: todo 4.10 Go through the permissions that count, by their beginning, and see how far they reach without a gap.
  const wanted = spanOf(keys);
  if (!isBefore(wanted.start, wanted.end)) return false;
  const spans = permissions
    .filter(({ type }) => type === access || type === 'readwrite')
    .map(spanOf)
    .sort((a, b) => compareBytes(a.start, b.start));
  let reached = wanted.start;
  for (const { start, end } of spans) {
    if (compareBytes(start, reached) > 0) return false;
    if (end === undefined) return true;
    if (compareBytes(end, reached) > 0) reached = end;
    if (wanted.end !== undefined && compareBytes(reached, wanted.end) >= 0) return true;
  }
  return false;
  //: end
}
//: solution

/** From `start` on, to before `end`, or to the last key of all. */
interface Span {
  start: Uint8Array;
  end: Uint8Array | undefined;
}

const zero = new Uint8Array(1);

function spanOf({ key, rangeEnd }: KeySelection): Span {
  if (!rangeEnd || rangeEnd.length === 0) return { start: key, end: concatBytes(key, zero) };
  return { start: key, end: compareBytes(rangeEnd, zero) === 0 ? undefined : rangeEnd };
}

function isBefore(start: Uint8Array, end: Uint8Array | undefined): boolean {
  return end === undefined || compareBytes(start, end) < 0;
}
//: end
