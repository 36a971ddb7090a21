/** Draws a plan from a seed: the troubles of whole replicas, and clients that put, read, compare, compact and lease. */
import { utf8 } from '#kit/bytes.ts';
import type { Compare, PutRequest, RequestOp, TxnRequest } from '#kit/etcd/api.ts';
import type { Random } from '#kit/random.ts';
import { generatePlan, type Trouble } from '../raft/generate.ts';
import { createWorld } from '../world.ts';
import type { EtcdAsk, EtcdEvent, EtcdPlan } from './plan.ts';

export interface EtcdPlanOptions {
  servers: number;
  /** How long faults go on. */
  durationMs: number;
  troubles: readonly Trouble[];
}

/** Few keys, so that clients are in each other's way. */
const keys = ['a', 'b', 'c', 'd'];
const leases = [1n, 2n, 3n];
/** A client asks every so many milliseconds, on average. */
const askEveryMs = 12;

export function generateEtcdPlan(seed: number, options: EtcdPlanOptions): EtcdPlan {
  const { events, ...plan } = generatePlan(seed, { ...options, errands: ['transfer'] });
  const random = createWorld(seed).random('asks');
  const asks: EtcdEvent[] = [];
  for (let at = random.integer(1, 2 * askEveryMs); at < options.durationMs; at += random.integer(1, 2 * askEveryMs)) {
    const server = random.integer(1, options.servers);
    asks.push({ at, kind: 'ask', client: `c${random.integer(1, 5)}`, server, ask: drawAsk(random, asks.length + 1) });
  }
  const all = [...(events as EtcdEvent[]), ...asks];
  return { ...plan, events: all.sort((a, b) => a.at - b.at) };
}

function one<T>(random: Random, choices: readonly T[]): T {
  return choices[random.integer(0, choices.length - 1)];
}

function drawAsk(random: Random, nth: number): EtcdAsk {
  const drawn = random.next();
  if (drawn < 0.3) return { type: 'put', request: drawPut(random, `v${nth}`) };
  if (drawn < 0.38) return { type: 'delete-range', request: { ...drawKeys(random), prevKv: random.next() < 0.5 } };
  if (drawn < 0.53) return { type: 'txn', request: drawTxn(random, `v${nth}`, 1) };
  if (drawn < 0.83) return drawRange(random);
  if (drawn < 0.86) return { type: 'compact', back: random.integer(0, 5) };
  const id = one(random, leases);
  if (drawn < 0.91) return { type: 'lease-grant', id, ttl: random.integer(1, 3) };
  if (drawn < 0.93) return { type: 'lease-revoke', id };
  return { type: drawn < 0.98 ? 'keep-alive' : 'time-to-live', id };
}

function drawKeys(random: Random): { key: Uint8Array; rangeEnd?: Uint8Array } {
  const key = utf8(one(random, keys));
  const drawn = random.next();
  if (drawn < 0.6) return { key };
  return { key, rangeEnd: utf8(drawn < 0.8 ? '\0' : one(random, keys)) };
}

function drawRange(random: Random): EtcdAsk {
  const request = {
    ...drawKeys(random),
    serializable: random.next() < 0.4,
    limit: random.next() < 0.2 ? 1 : 0,
    ...(random.next() < 0.2 && { sortTarget: 'mod' as const, sortOrder: 'descend' as const }),
  };
  return random.next() < 0.15 ? { type: 'range', request, back: random.integer(0, 8) } : { type: 'range', request };
}

/** @param value written nowhere else, so that its effect is known from everybody else's */
function drawPut(random: Random, value: string): PutRequest {
  return {
    key: utf8(one(random, keys)),
    value: utf8(value),
    lease: random.next() < 0.25 ? one(random, leases) : 0n,
    prevKv: random.next() < 0.3,
  };
}

function drawTxn(random: Random, value: string, depth: number): TxnRequest {
  const compare = Array.from({ length: random.integer(0, 2) }, () => drawCompare(random));
  const range: RequestOp = { type: 'range', request: drawKeys(random) };
  const put: RequestOp = { type: 'put', request: { ...drawPut(random, value), lease: 0n } };
  const nested: RequestOp[] =
    depth > 0 && random.next() < 0.2 ? [{ type: 'txn', request: drawTxn(random, `${value}n`, depth - 1) }] : [];
  const success = random.next() < 0.7 ? [put, range] : [range];
  // A key is put once in a transaction, so a nested one stands in a branch of its own.
  return { compare, success, failure: nested.length > 0 ? nested : [{ type: 'range', request: drawKeys(random) }] };
}

function drawCompare(random: Random): Compare {
  const key = utf8(one(random, keys));
  const result = one(random, ['equal', 'greater', 'less', 'not-equal'] as const);
  const target = one(random, ['version', 'create', 'mod', 'value', 'lease'] as const);
  if (target === 'value') return { key, result, target, value: utf8(`v${random.integer(1, 40)}`) };
  if (target === 'lease') return { key, result, target, value: one(random, [0n, ...leases]) };
  return { key, result, target, value: random.integer(0, target === 'version' ? 3 : 30) };
}
