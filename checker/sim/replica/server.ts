/** A whole replica in a process: with a state machine of the judge's, on a simulated disk. */
import type { Message } from '#raft/message.ts';
import type { Replica, ReplicaOptions } from '#raft/replica.ts';
import type { KvOutput } from '../../oracles/kv-model.ts';
import { breakRule } from '../../oracles/raft/rules.ts';
import { copyMessage, nameOf } from '../raft/message.ts';
import type { KvMachine } from './machine.ts';
import { createProcess, type Process, type ProcessOptions } from './process.ts';

export type OpenReplica = (options: ReplicaOptions<KvOutput>) => Promise<Replica<KvOutput>>;

/** What runs in the process. */
export interface Running {
  machine: KvMachine;
  replica: Replica<KvOutput>;
}

export type Server = Process<Running>;

export interface ServerOptions extends Omit<ProcessOptions<Running>, 'open' | 'gaveUp'> {
  openReplica: OpenReplica;
  peers: number[];
  config: Partial<ReplicaOptions<KvOutput>>;
  createMachine(): KvMachine;
  send(message: Message): void;
}

export function createServer(options: ServerOptions): Server {
  const { id, peers, config, openReplica, createMachine, send } = options;
  return createProcess<Running>({
    ...options,
    async open({ disk, random, isOver, failed }) {
      const machine = createMachine();
      const replica = await openReplica({
        ...{ electionTicks: 10, heartbeatTicks: 2, ...config },
        ...{ id, peers: [...peers], random, disk, machine },
        send: (message) => isOver() || send(copyMessage(message)),
        onFailure: failed,
      });
      return { machine, replica };
    },
    gaveUp: (why) => breakRule('comes back', `${nameOf(id)} gives up on a disk that has no fault: ${why}`, [id]),
  });
}
