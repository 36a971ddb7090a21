/** The replicas of a fleet, life after life, with their disks and state machines. */
import { createRandom } from '#kit/random.ts';
import type { Message } from '#raft/message.ts';
import { openReplica, type Replica, type ReplicaOptions } from '#raft/replica.ts';
import type { TestContext } from '../judge/exercise.ts';
import { createSimulatedDisk, type SimulatedDisk } from '../sim/disk.ts';
import { copyMessage, nameOf } from '../sim/raft/message.ts';
import { survivals } from '../sim/survival.ts';
import { createFleetMachine, type FleetMachine } from './fleet-machine.ts';
import type { FleetSources } from './fleet-record.ts';

export type FleetOptions = Partial<Omit<ReplicaOptions<string>, 'id' | 'disk' | 'machine' | 'send'>>;

export interface Member {
  sim: SimulatedDisk;
  /** Absent while it is down. */
  replica?: Replica<string>;
  machine?: FleetMachine;
  /** Why the replica gave up, if it did. */
  failure?: unknown;
  /** Counts up: what an earlier life still sends reaches nobody. */
  life: number;
}

export interface FleetMembers extends Omit<FleetSources, 'ids'> {
  of(id: number): Member;
  open(id: number): Promise<void>;
  cutPower(id: number): void;
  tick(id: number, times: number): Promise<void>;
  /** Lets a disk go on that was held. */
  release(id: number): Promise<void>;
  /** Lets all do what they can. Fails the test if a machine was given what it must not be given. */
  quiet(): Promise<void>;
}

export function createFleetMembers(
  t: TestContext,
  ids: number[],
  options: FleetOptions,
  send: (message: Message) => void,
): FleetMembers {
  const members = new Map<number, Member>(ids.map((id) => [id, { sim: createSimulatedDisk(), life: 0 }]));
  const of = (id: number) => members.get(id)!;
  const commands = new Map<number, { words: string }>();
  let wrong: string | undefined;

  async function quiet(): Promise<void> {
    await Promise.all([...members.values()].map(({ sim }) => sim.quiet()));
    if (wrong) t.fail({ message: wrong });
  }

  async function open(id: number): Promise<void> {
    const own = of(id);
    const life = ++own.life;
    const machine = createFleetMachine(commands, (words) => {
      wrong ??= `the state machine of ${nameOf(id)} ${words}`;
    });
    own.machine = machine;
    own.failure = undefined;
    own.replica = await openReplica<string>({
      electionTicks: 10,
      heartbeatTicks: 2,
      noop: true,
      ...options,
      id,
      peers: ids,
      random: createRandom(100 * id + life),
      disk: own.sim.disk,
      machine,
      send: (message) => own.life === life && send(copyMessage(message)),
      onFailure(why) {
        own.failure = why;
      },
    });
  }

  return {
    commandsOf: (id) => of(id).machine?.commands() ?? new Map(),
    of,
    open,
    quiet,
    standing(id) {
      const { replica, machine } = of(id);
      return replica && { status: replica.status(), applied: machine!.applied() };
    },
    cutPower(id) {
      const own = of(id);
      own.life++;
      own.replica = undefined;
      const [{ image }] = survivals(own.sim.state(), { shapes: ['none'] });
      own.sim = createSimulatedDisk({ from: image });
    },
    async tick(id, times) {
      for (let i = 0; i < times; i++) of(id).replica!.tick();
      await quiet();
    },
    async release(id) {
      of(id).sim.release();
      await quiet();
    },
  };
}
