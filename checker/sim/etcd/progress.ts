/**
 * After the faults: within a bound a write is answered, then a read at every member, no lease is left that nobody keeps
 * alive, and all members are alike.
 */
import { utf8 } from '#kit/bytes.ts';
import { codeOf } from '#kit/failure.ts';
import { breakEtcdRule } from '../../oracles/etcd-rules.ts';
import { nameOf } from '../raft/message.ts';
import { tickMs } from '../raft/plan.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import type { EtcdClients } from './clients.ts';
import type { Member } from './member.ts';
import type { Watcher } from './watchers.ts';

export interface EtcdProgressOptions {
  clock: VirtualClock;
  clients: EtcdClients;
  members: readonly Member[];
  watchers(): readonly Watcher[];
  calmAt: number;
  withinTicks: number;
}

export interface EtcdProgress {
  /** To be called once, when it has become calm. */
  watch(): void;
  isDone(): boolean;
}

const key = utf8('after the faults');
/** The longest lease of a run, and what it takes to notice its end. */
const leaseMs = 4000;
const lookEveryMs = 5 * tickMs;

export function createEtcdProgress(options: EtcdProgressOptions): EtcdProgress {
  const { clock, clients, members, watchers, calmAt, withinTicks } = options;
  const deadline = () => calmAt + withinTicks * tickMs + leaseMs;
  let isDone = false;
  let looks = 0;
  /** What the last look has found: `what is missing`, or nothing. */
  let missing: string | undefined = 'a first look';

  const answered = (client: string) =>
    clients.operations().some((each) => each.client === client && each.answer?.response !== undefined);

  async function find(): Promise<string | undefined> {
    if (!answered('the last writer')) return 'no write is answered';
    const unread = members.filter(({ id }) => !answered(reader(id)));
    if (unread.length > 0) return `a read at ${unread.map(({ id }) => nameOf(id)).join(', ')} is not answered`;
    if (!clients.areIdle()) return 'clients still wait for answers';
    const states = await Promise.all(members.map(stateOf));
    if (new Set(states.map(({ state }) => state)).size > 1) {
      return `the members are not alike: ${states.map(({ state }, i) => `${nameOf(i + 1)} ${state}`).join('; ')}`;
    }
    if (states.some(({ leases }) => leases > 0)) return 'there are leases that nobody keeps alive';
    return watchers().every((each) => each.isListening()) ? undefined : 'not every watch goes on';
  }

  function look(): void {
    if (missing === undefined) {
      isDone = true;
      return;
    }
    if (clock.now() > deadline()) {
      breakEtcdRule('progress', `${missing}, ${clock.now() - calmAt} ms after the faults were over`);
    }
    if (looks++ % 16 === 0) ask();
    find().then(
      (found) => {
        missing = found;
      },
      (thrown) => {
        missing = `a member does not tell how it is: ${codeOf(thrown) ?? thrown}`;
      },
    );
    clock.at(clock.now() + lookEveryMs, look);
  }

  function ask(): void {
    if (!answered('the last writer')) {
      clients.ask(
        'the last writer',
        { type: 'put', request: { key, value: utf8(`after ${looks}`) } },
        1 + (looks % members.length),
      );
    }
    for (const { id } of members) {
      if (!answered(reader(id))) clients.ask(reader(id), { type: 'range', request: { key } }, id);
    }
  }

  return { watch: look, isDone: () => isDone };
}

function reader(id: number): string {
  return `the last reader of ${nameOf(id)}`;
}

async function stateOf({ alive }: Member): Promise<{ state: string; leases: number }> {
  const life = alive();
  if (!life) return { state: 'is not open', leases: 0 };
  const { hash, compactRevision, header } = await life.server.hashKv(0);
  const { leases } = await life.server.leaseLeases();
  const state = `at revision ${header.revision}, compacted ${compactRevision}, hash ${hash}, leases ${leases.join(' ')}`;
  return { state, leases: leases.length };
}
