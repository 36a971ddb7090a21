/**
 * Three members of one cluster in this process, each on a disk in memory. A member that is killed keeps only its disk;
 * what its dead life still does reaches nobody.
 */
import { type EtcdServer, openEtcdServer } from '#revisions/etcd-server.ts';
import { createSimulatedDisk, type SimulatedDisk } from '../../sim/disk.ts';
import type { DiskState } from '../../sim/disk-state.ts';
import { livesOf } from '../../sim/raft/lives.ts';
import { createVirtualClock } from '../../sim/virtual-clock.ts';
import { createWorld } from '../../sim/world.ts';
import { createLinks, type Links } from './links.ts';

export const memberIds: readonly number[] = [1, 2, 3];

/** What a tick is in the members' own time, as with etcd. */
export const tickMs = 100;

export const nameOf = (id: number) => `m${id}`;

export interface Members {
  readonly links: Links;
  /** In milliseconds of the members' time. */
  now(): number;
  /** `undefined` while it is down, or not open yet. */
  server(id: number): EtcdServer | undefined;
  /** Whether it is up or about to be. */
  isUp(id: number): boolean;
  /** One tick for all: messages arrive, timers run. */
  tick(): void;
  kill(id: number): void;
  restart(id: number): void;
}

interface Life {
  disk: SimulatedDisk;
  server?: EtcdServer;
  isOver: boolean;
}

/** @param failed told of what the learner's code throws where nobody else hears it */
export function createMembers(seed: number, failed: (why: unknown) => void): Members {
  const clock = createVirtualClock();
  const links = createLinks();
  const random = livesOf(createWorld(seed).random);
  const lives = new Map<number, Life>();
  const disks = new Map<number, DiskState>();

  function boot(id: number): void {
    const life: Life = { disk: createSimulatedDisk({ from: disks.get(id), schedule: later }), isOver: false };
    lives.set(id, life);

    function later(done: () => void): void {
      queueMicrotask(() => life.isOver || done());
    }

    openEtcdServer({
      id,
      peers: [...memberIds],
      members: memberIds.map((each) => memberOf(each)),
      clusterId: 0x511b3a9n,
      disk: life.disk.disk,
      clock,
      random: random(id),
      send: (to, message) => life.isOver || links.send({ from: id, to, message }),
      onFailure: (why) => life.isOver || failed(why),
    }).then(
      (server) => {
        life.server = server;
      },
      (why) => life.isOver || failed(why),
    );
  }

  for (const id of memberIds) boot(id);
  return {
    links,
    now: () => clock.now(),
    server: (id) => lives.get(id)?.server,
    isUp: (id) => lives.has(id),
    tick() {
      const until = clock.now() + tickMs;
      while (clock.step(until));
      for (const { to, message } of links.arrivals()) lives.get(to)?.server?.receive(message);
      for (const { server } of lives.values()) server?.tick();
    },
    kill(id) {
      const life = lives.get(id);
      if (!life) return;
      life.isOver = true;
      disks.set(id, life.disk.state());
      lives.delete(id);
    },
    restart(id) {
      if (!lives.has(id)) boot(id);
    },
  };
}

function memberOf(id: number) {
  return { id: BigInt(id), name: nameOf(id), peerUrls: [], clientUrls: [], isLearner: false };
}
