/**
 * Liveness of whole replicas, after the faults: within a bound a write is answered, then a read at every server, and all
 * state machines are alike.
 */
import type { KvInput } from '../../oracles/kv-model.ts';
import { breakRule } from '../../oracles/raft/rules.ts';
import { nameOf } from '../raft/message.ts';
import { tickMs } from '../raft/plan.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import type { Clients } from './clients.ts';
import type { Server } from './server.ts';

export interface ReplicaProgressOptions {
  clock: VirtualClock;
  clients: Clients;
  servers: readonly Server[];
  calmAt: number;
  withinTicks: number;
}

export interface ReplicaProgress {
  /** To be called once, when it has become calm. */
  watch(): void;
  isDone(): boolean;
}

const key = 'after the faults';

export function createReplicaProgress({
  clock,
  clients,
  servers,
  calmAt,
  withinTicks,
}: ReplicaProgressOptions): ReplicaProgress {
  let isDone = false;
  let asked = 0;

  const answeredBy = (client: string, type: KvInput['type']) =>
    clients
      .history()
      .some((each) => each.client === client && each.input.type === type && each.returnedAt !== undefined);

  function look(): void {
    const waiting = servers.filter(({ id }) => !answeredBy(reader(id), 'get'));
    const hasWritten = answeredBy('the last writer', 'put');
    isDone = hasWritten && waiting.length === 0 && areAlike(servers);
    if (isDone) return;
    if (clock.now() > calmAt + withinTicks * tickMs) stuck(hasWritten, waiting);
    if (asked++ % 60 === 0) ask(hasWritten, waiting);
    clock.at(clock.now() + tickMs, look);
  }

  function ask(hasWritten: boolean, waiting: Server[]): void {
    if (!hasWritten) clients.ask('the last writer', { type: 'put', key, value: `${asked}` }, 1);
    for (const { id } of waiting) clients.ask(reader(id), { type: 'get', key }, id);
  }

  function stuck(hasWritten: boolean, waiting: Server[]): never {
    const after = `${withinTicks} ticks after the faults were over`;
    const ids = servers.map(({ id }) => id);
    if (!hasWritten) breakRule('progress', `no write is answered, ${after}: ${standing()}`, ids);
    if (waiting.length > 0) {
      const names = waiting.map(({ id }) => nameOf(id)).join(', ');
      breakRule('progress', `a read at ${names} is not answered, ${after}: ${standing()}`, ids);
    }
    return breakRule('progress', `the state machines are not alike, ${after}: ${standing()}`, ids);
  }

  function standing(): string {
    return servers.map(standingInWords).join('; ');
  }

  return { watch: look, isDone: () => isDone };
}

function reader(id: number): string {
  return `the last reader of ${nameOf(id)}`;
}

function areAlike(servers: readonly Server[]): boolean {
  return new Set(servers.map((server) => server.alive()?.machine.state())).size === 1;
}

function standingInWords(server: Server): string {
  const life = server.alive();
  if (!life) return `${nameOf(server.id)} is not open`;
  const { role, term, commit, lastIndex } = life.replica.status();
  return `${nameOf(server.id)} is ${role} of term ${term}, has ${lastIndex} entries, ${commit} committed, applied to ${life.machine.applied()}`;
}
