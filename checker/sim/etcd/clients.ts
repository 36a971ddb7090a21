/**
 * Clients of a whole cluster, and what they saw. Each asks for one thing at a time, at one member, and never twice: who
 * gets no answer goes on after a while and does not know.
 */
import { codeOf } from '#kit/failure.ts';
import type { EtcdServer } from '#revisions/etcd-server.ts';
import type { EtcdOperation } from '../../oracles/etcd-story.ts';
import { nameOf } from '../raft/message.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import type { Member } from './member.ts';
import type { EtcdAsk } from './plan.ts';
import { askInWords } from './words.ts';

export interface EtcdClients {
  /** Asks when the client is free, that member or the next that is there. */
  ask(client: string, ask: EtcdAsk, member: number): void;
  /** Whether nobody waits for an answer, or is about to ask. */
  areIdle(): boolean;
  operations(): EtcdOperation[];
}

export interface EtcdClientsOptions {
  clock: VirtualClock;
  members: readonly Member[];
  /** Counts everything that is seen. */
  moment(): number;
  /** The newest revision that anyone has seen. */
  newest(): number;
  answered(words: string): void;
  /** Gets what no client expects. */
  told(thrown: unknown): void;
}

/** Longer than a member lets a request wait. */
const patienceMs = 700;

/** Refusals that leave open whether it was done. */
const unknown: ReadonlySet<string | undefined> = new Set(['request-timed-out', 'stopped']);
/** Refusals that tell that nothing was done. */
const known: ReadonlySet<string | undefined> = new Set([
  'compacted',
  'future-revision',
  'lease-exists',
  'lease-not-found',
  'key-not-found',
]);

export function createEtcdClients(options: EtcdClientsOptions): EtcdClients {
  const { clock, members, moment, newest, answered, told } = options;
  const operations: EtcdOperation[] = [];
  const queues = new Map<string, (() => void)[]>();

  function next(client: string): void {
    queues.get(client)![0]?.();
  }

  function begin(client: string, ask: EtcdAsk, at: number): void {
    const life = firstAlive(members, at);
    const exact = withRevisions(ask, newest());
    const words = `${client}'s ${askInWords(exact)}`;
    let isFree = false;

    function finish(): void {
      if (isFree) return;
      isFree = true;
      queues.get(client)!.shift();
      next(client);
    }

    clock.at(clock.now() + patienceMs, finish);
    if (!life) return;
    const where = `${nameOf(life.id)}, life ${life.number}`;
    const operation: EtcdOperation = {
      client,
      ask: exact,
      words,
      invokedAt: moment(),
      invokedMs: clock.now(),
      life: where,
    };
    operations.push(operation);
    perform(life.server, exact).then(
      (response) => {
        if (life.isOver()) return;
        operation.answer = { at: moment(), ms: clock.now(), response };
        answered(`${words} is answered at revision ${response.header.revision}`);
        finish();
      },
      (thrown) => {
        if (life.isOver()) return;
        const code = codeOf(thrown);
        answered(`${words} is refused: ${code}`);
        if (known.has(code)) operation.answer = { at: moment(), ms: clock.now(), refused: code };
        else if (!unknown.has(code)) told(thrown);
        finish();
      },
    );
  }

  return {
    ask(client, ask, member) {
      const queue = queues.get(client) ?? [];
      queues.set(client, queue);
      queue.push(() => begin(client, ask, member));
      if (queue.length === 1) next(client);
    },
    areIdle: () => [...queues.values()].every((queue) => queue.length === 0),
    operations: () => operations,
  };
}

function firstAlive(members: readonly Member[], first: number) {
  for (let i = 0; i < members.length; i++) {
    const { id, alive } = members[(first - 1 + i) % members.length];
    const life = alive();
    if (life) return { ...life, id };
  }
  return undefined;
}

/** What depends on how far the cluster is. */
function withRevisions(ask: EtcdAsk, newest: number): EtcdAsk {
  if (ask.type !== 'range' || ask.back === undefined) return ask;
  const { type, request, back } = ask;
  return { type, request: { ...request, revision: Math.max(1, newest - back) } };
}

function perform(server: EtcdServer, ask: EtcdAsk): Promise<{ header: { revision: number } }> {
  switch (ask.type) {
    case 'put':
      return server.put(ask.request);
    case 'delete-range':
      return server.deleteRange(ask.request);
    case 'txn':
      return server.txn(ask.request);
    case 'range':
      return server.range(ask.request);
    case 'compact':
      return server
        .range({ key: new Uint8Array(1) })
        .then(({ header }) => server.compact({ revision: header.revision - ask.back }));
    case 'lease-grant':
      return server.leaseGrant(ask);
    case 'lease-revoke':
      return server.leaseRevoke(ask.id);
    case 'keep-alive':
      return server.leaseKeepAlive(ask.id);
    case 'time-to-live':
      return server.leaseTimeToLive({ id: ask.id, keys: true });
  }
}
