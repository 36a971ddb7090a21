/**
 * A whole etcd server and what it runs on: a simulated disk, and a process that may die at any moment. Each life is opened
 * anew from what the last one left; what a dead life still does reaches nobody.
 */
import type { Clock } from '#kit/clock.ts';
import { codeOf } from '#kit/failure.ts';
import type { Random } from '#kit/random.ts';
import type { EtcdServer, EtcdServerOptions, PeerMessage } from '#revisions/etcd-server.ts';
import { breakEtcdRule } from '../../oracles/etcd-rules.ts';
import { createSimulatedDisk, type SimulatedDisk, soon } from '../disk.ts';
import type { DiskState } from '../disk-state.ts';
import type { Image } from '../image.ts';
import { nameOf } from '../raft/message.ts';
import { survivals } from '../survival.ts';

export type OpenEtcdServer = (options: EtcdServerOptions) => Promise<EtcdServer>;

/** How a life ends; see `raft/plan.ts`. */
export interface Death {
  kept?: number;
  write?: number;
}

export interface Life {
  server: EtcdServer;
  /** 1 for the member's first. */
  number: number;
  isOver(): boolean;
}

export interface MemberOptions {
  openEtcdServer: OpenEtcdServer;
  id: number;
  servers: number;
  config: Partial<EtcdServerOptions>;
  clock: Clock;
  /** Chance for the next life. */
  random(): Random;
  send(to: number, message: PeerMessage): void;
  diskMs(): number;
  later(ms: number, done: () => void): void;
  /** A life has been opened. */
  opened(life: Life): void;
  /** Gets what is wrong. */
  told(thrown: unknown): void;
}

export interface Member {
  readonly id: number;
  /** The life that can be talked to. */
  alive(): Life | undefined;
  die(death: Death): void;
  restart(): void;
  failNextSync(): void;
  hasFault(): boolean;
  leaveRoom(bytes: number): void;
}

interface OwnLife {
  life?: Life;
  isOver: boolean;
  sim: SimulatedDisk;
  hasFault: boolean;
  death?: Death;
}

export function createMember(options: MemberOptions): Member {
  const { id, servers, told } = options;
  const peers = Array.from({ length: servers }, (_, i) => i + 1);
  let stored: Image | DiskState = new Map();
  let current: OwnLife | undefined;
  let lives = 0;

  function boot(): void {
    const number = ++lives;
    const own: OwnLife = {
      isOver: false,
      hasFault: false,
      sim: createSimulatedDisk({ from: stored, schedule, onMoment: ({ state }) => dieInWrite(state) }),
    };
    current = own;

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
      .openEtcdServer({
        electionTicks: 10,
        heartbeatTicks: 2,
        requestTimeoutMs: 500,
        ...options.config,
        id,
        peers,
        members: peers.map(memberOf),
        clusterId: 7n,
        clock: options.clock,
        random: options.random(),
        disk: own.sim.disk,
        send: (to, message) => own.isOver || options.send(to, message),
        onFailure: (why) => own.isOver || giveUp(why),
      })
      .then(
        (server) => {
          if (own.isOver) return;
          own.life = { server, number, isOver: () => own.isOver };
          options.opened(own.life);
        },
        (thrown) => own.isOver || giveUp(thrown),
      );
  }

  /** A failing disk is a reason to stop; nothing else is. */
  function giveUp(why: unknown): void {
    const { hasFault, sim } = current!;
    end({}, sim.state());
    if (codeOf(why) === 'todo') told(why);
    if (hasFault) return;
    try {
      breakEtcdRule('comes back', `${nameOf(id)} gives up on a disk that has no fault: ${why}`);
    } catch (thrown) {
      told(thrown);
    }
  }

  /** After a fault only a new start of the machine shows what the disk really holds, so a mere kill is not enough. */
  function end(death: Death, state: DiskState): void {
    const kept = death.kept ?? (current!.hasFault ? 0 : undefined);
    current!.isOver = true;
    current = undefined;
    stored = kept === undefined ? state : survivor(state, kept);
  }

  boot();
  return {
    id,
    alive: () => current?.life,
    die(death) {
      if (!current) return;
      if (death.write) current.death = { ...death };
      else end(death, current.sim.state());
    },
    restart() {
      if (!current) boot();
      else current.death = undefined;
    },
    hasFault: () => current?.hasFault ?? false,
    failNextSync() {
      if (!current) return;
      current.hasFault = true;
      current.sim.failNext('sync');
    },
    leaveRoom(bytes) {
      if (!current) return;
      current.hasFault = true;
      current.sim.leaveRoom(bytes);
    },
  };
}

function memberOf(id: number) {
  return { id: BigInt(100 + id), name: nameOf(id), peerUrls: [], clientUrls: [], isLearner: false };
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
