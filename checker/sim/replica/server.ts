/**
 * A whole replica and what it runs on: a simulated disk, a state machine, a process that may die at any moment. Each
 * life is opened anew from what the last one left; what a dead life still does reaches nobody.
 */
import type { Random } from '#kit/random.ts';
import type { Message } from '#raft/message.ts';
import type { Replica, ReplicaOptions } from '#raft/replica.ts';
import type { KvOutput } from '../../oracles/kv-model.ts';
import { breakRule } from '../../oracles/raft/rules.ts';
import { createSimulatedDisk, type SimulatedDisk, soon } from '../disk.ts';
import type { DiskState } from '../disk-state.ts';
import type { Image } from '../image.ts';
import { copyMessage, nameOf } from '../raft/message.ts';
import { survivals } from '../survival.ts';
import type { KvMachine } from './machine.ts';

export type OpenReplica = (options: ReplicaOptions<KvOutput>) => Promise<Replica<KvOutput>>;

export interface ServerOptions {
  openReplica: OpenReplica;
  id: number;
  peers: number[];
  config: Partial<ReplicaOptions<KvOutput>>;
  /** Chance for the next life. */
  random(): Random;
  createMachine(): KvMachine;
  send(message: Message): void;
  /** How long a disk call that begins now takes; 0 for no time at all. */
  diskMs(): number;
  /** Calls back later. */
  later(ms: number, done: () => void): void;
  /** Told when a life has been opened. */
  opened(replica: Replica<KvOutput>): void;
  /** Gets what is wrong. */
  told(thrown: unknown): void;
}

/** How a life ends. */
export interface Death {
  /** Absent where only the process dies: then everything written is still there. Else see `plan.ts`. */
  kept?: number;
  /** In the middle of the so manyth disk write from now; now unless said. */
  write?: number;
}

export interface Life {
  machine: KvMachine;
  replica?: Replica<KvOutput>;
  isOver: boolean;
}

export interface Server {
  readonly id: number;
  /** The life that can be talked to: open, and not over. */
  alive(): (Life & { replica: Replica<KvOutput> }) | undefined;
  die(death: Death): void;
  restart(): void;
  failNextSync(): void;
  /** Whether its disk has been made to fail in this life. */
  hasFault(): boolean;
  leaveRoom(bytes: number): void;
}

export function createServer(options: ServerOptions): Server {
  const { id, told } = options;
  let stored: Image | DiskState = new Map();
  let life: (Life & { sim: SimulatedDisk; hasFault: boolean; death?: Death }) | undefined;

  function boot(): void {
    const machine = options.createMachine();
    const own: NonNullable<typeof life> = {
      machine,
      isOver: false,
      hasFault: false,
      sim: createSimulatedDisk({ from: stored, schedule, onMoment: ({ state }) => dieInWrite(state) }),
    };
    life = own;

    function schedule(done: () => void): void {
      const ifAlive = () => own.isOver || done();
      const ms = options.diskMs();
      if (ms === 0) soon(ifAlive);
      else options.later(ms, ifAlive);
    }

    function dieInWrite(state: DiskState): void {
      if (own.isOver || !own.death?.write || --own.death.write > 0) return;
      end(own.death, state);
    }

    options
      .openReplica({
        electionTicks: 10,
        heartbeatTicks: 2,
        ...options.config,
        id,
        peers: [...options.peers],
        random: options.random(),
        disk: own.sim.disk,
        machine,
        send: (message) => own.isOver || options.send(copyMessage(message)),
        onFailure: (why) => own.isOver || giveUp(why),
      })
      .then(
        (replica) => {
          if (own.isOver) return;
          own.replica = replica;
          options.opened(replica);
        },
        (thrown) => own.isOver || giveUp(thrown),
      );
  }

  /** A failing disk is a reason to stop; nothing else is. */
  function giveUp(why: unknown): void {
    const hasFault = life!.hasFault;
    end({}, life!.sim.state());
    if (hasFault) return;
    try {
      breakRule('comes back', `${nameOf(id)} gives up on a disk that has no fault: ${why}`, [id]);
    } catch (thrown) {
      told(thrown);
    }
  }

  /** After a fault only a new start of the machine shows what the disk really holds, so a mere kill is not enough. */
  function end(death: Death, state: DiskState): void {
    const kept = death.kept ?? (life!.hasFault ? 0 : undefined);
    life!.isOver = true;
    life = undefined;
    stored = kept === undefined ? state : survivor(state, kept);
  }

  boot();
  return {
    id,
    alive: () => (life?.replica ? (life as Life & { replica: Replica<KvOutput> }) : undefined),
    die(death) {
      if (!life) return;
      if (death.write) life.death = { ...death };
      else end(death, life.sim.state());
    },
    restart() {
      if (!life) boot();
      else life.death = undefined;
    },
    hasFault: () => life?.hasFault ?? false,
    failNextSync() {
      if (!life) return;
      life.hasFault = true;
      life.sim.failNext('sync');
    },
    leaveRoom(bytes) {
      if (!life) return;
      life.hasFault = true;
      life.sim.leaveRoom(bytes);
    },
  };
}

/** One of the outcomes of a power cut, by number; the last one where there are not so many. */
function survivor(state: DiskState, kept: number): Image {
  let image: Image = new Map();
  let number = 0;
  for (const survival of survivals(state, { shapes: ['cut', 'zeros', 'garbage'], coarse: true })) {
    image = survival.image;
    if (number++ === kept) break;
  }
  return image;
}
