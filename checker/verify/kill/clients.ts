/**
 * Clients of a cluster of real processes, and what they saw. Each asks for one thing after another, of whichever member
 * answers, and never for the same twice: who gets no answer does not know.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { utf8 } from '#kit/bytes.ts';
import type { RequestOp, ResponseHeader } from '#kit/etcd/api.ts';
import { connectEtcd, type EtcdClient } from '#kit/etcd/client.ts';
import { codeOf } from '#kit/failure.ts';
import { createRandom, type Random } from '#kit/random.ts';
import type { EtcdOperation } from '../../oracles/etcd-story.ts';
import type { EtcdAsk } from '../../sim/etcd/plan.ts';
import { askInWords } from '../../sim/etcd/words.ts';
import { deleteRangeAnswer, putAnswer, rangeAnswer, txnAnswer } from './answers.ts';

export interface KillClients {
  operations: EtcdOperation[];
  /** Counts everything that is seen. */
  moment(): number;
  /** Milliseconds of the longest time in which nobody was told of a change. */
  longestPauseMs(): number;
  /** Resolves once nobody waits any more. @throws what no client expects */
  stop(): Promise<void>;
}

export interface KillClientsOptions {
  seed: number;
  count: number;
  endpoints: string[];
  /** In which of its lives the member is that has this id. */
  lifeOf(memberId: bigint): string;
}

type Asked = Extract<EtcdAsk, { type: RequestOp['type'] }>;

/** Few keys, so that clients are in each other's way. */
const keys = ['a', 'b', 'c', 'd', 'e'].map(utf8);
const everything = { key: utf8('\0'), rangeEnd: utf8('\0') };
const pauseMsMax = 40;
const timeoutMs = 4000;
/** Refusals that leave open whether it was done, and those that tell that it was not. */
const expected = ['request-timed-out', 'stopped', 'no-leader', 'leader-changed', 'unreachable', 'future-revision'];

export function startKillClients({ seed, count, endpoints, lifeOf }: KillClientsOptions): KillClients {
  const operations: EtcdOperation[] = [];
  const random = createRandom(seed);
  let moments = 0;
  let newest = 1;
  let isOver = false;
  let changedAt = performance.now();
  let longestPauseMs = 0;

  async function work(client: string, random: Random): Promise<void> {
    const first = random.integer(0, endpoints.length - 1);
    const etcd = connectEtcd({ endpoints: [...endpoints.slice(first), ...endpoints.slice(0, first)], timeoutMs });
    try {
      while (!isOver) {
        await ask(client, etcd, drawAsk(random, `v${operations.length}`, newest));
        await sleep(random.integer(0, pauseMsMax));
      }
    } finally {
      etcd.close();
    }
  }

  async function ask(client: string, etcd: EtcdClient, asked: Asked): Promise<void> {
    const words = `${client}'s ${askInWords(asked)}`;
    const operation: EtcdOperation = {
      ...{ client, ask: asked, words, life: 'nobody' },
      invokedAt: ++moments,
      invokedMs: performance.now(),
    };
    operations.push(operation);
    try {
      const { header, answer } = await perform(etcd, asked);
      operation.life = lifeOf(header.memberId ?? 0n);
      operation.answer = { at: ++moments, ms: performance.now(), response: answer };
      if (header.revision > newest) noteChange(header.revision);
    } catch (thrown) {
      const code = codeOf(thrown);
      if (!code || !expected.includes(code)) throw thrown;
    }
  }

  function noteChange(revision: number): void {
    newest = revision;
    longestPauseMs = Math.max(longestPauseMs, performance.now() - changedAt);
    changedAt = performance.now();
  }

  const working = Promise.all(
    Array.from({ length: count }, (_, i) => work(`c${i + 1}`, createRandom(random.integer(0, 0xffffffff)))),
  );
  // Whoever stops them is told.
  working.catch(() => undefined);
  return {
    operations,
    moment: () => ++moments,
    longestPauseMs: () => longestPauseMs,
    async stop() {
      isOver = true;
      await working;
    },
  };
}

function one<T>(random: Random, choices: readonly T[]): T {
  return choices[random.integer(0, choices.length - 1)];
}

/** @param text written nowhere else, so that its effect is known from everybody else's */
function drawAsk(random: Random, text: string, newest: number): Asked {
  const [key, value] = [one(random, keys), utf8(text)];
  const drawn = random.next();
  if (drawn < 0.4) return { type: 'put', request: { key, value, prevKv: random.next() < 0.3 } };
  if (drawn < 0.45) return { type: 'delete-range', request: { key, prevKv: true } };
  if (drawn < 0.6) return { type: 'txn', request: drawTxn(random, key, value, newest) };
  if (drawn < 0.75) return { type: 'range', request: everything };
  if (drawn < 0.85) return { type: 'range', request: { key, serializable: true } };
  if (drawn < 0.9) return { type: 'range', request: { ...everything, revision: random.integer(1, newest) } };
  return { type: 'range', request: { key } };
}

function drawTxn(random: Random, key: Uint8Array, value: Uint8Array, newest: number) {
  const target = one(random, ['version', 'mod'] as const);
  const bound = target === 'mod' ? random.integer(Math.max(1, newest - 10), newest) : random.integer(0, 20);
  const read: RequestOp = { type: 'range', request: { key: one(random, keys) } };
  const write: RequestOp = { type: 'put', request: { key, value } };
  return { compare: [{ key, target, result: 'less' as const, value: bound }], success: [write, read], failure: [read] };
}

/** What was answered, and by whom. */
async function perform(etcd: EtcdClient, { type, request }: Asked) {
  if (type === 'put') return answered(await etcd.put(request), putAnswer);
  if (type === 'delete-range') return answered(await etcd.deleteRange(request), deleteRangeAnswer);
  if (type === 'txn') return answered(await etcd.txn(request), txnAnswer);
  return answered(await etcd.range(request), rangeAnswer);
}

function answered<T extends { header: ResponseHeader }>(response: T, toAnswer: (response: T) => T) {
  return { header: response.header, answer: toAnswer(response) };
}
