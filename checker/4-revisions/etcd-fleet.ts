/**
 * Whole members of an etcd on simulated disks, in the hands of a script: messages move when they are told to, time passes
 * when it is told to, and after each step the members get all the turns they want.
 *
 *     await fleet.elect(1)      const put = await fleet.ask(2, 'put("a", "1")', (n2) => n2.put(…))      put.told
 *
 * All election timeouts are alike, so whoever is ticked first is elected.
 */

import type { Disk } from '#kit/disk.ts';
import type { Member } from '#kit/etcd/api.ts';
import { codeOf } from '#kit/failure.ts';
import { createRandom, type Random } from '#kit/random.ts';
import { type EtcdServer, type EtcdServerOptions, openEtcdServer, type PeerMessage } from '#revisions/etcd-server.ts';
import type { TestContext } from '../judge/exercise.ts';
import { createSimulatedDisk, type SimulatedDisk } from '../sim/disk.ts';
import { nameOf } from '../sim/raft/message.ts';
import { survivals } from '../sim/survival.ts';
import { createVirtualClock } from '../sim/virtual-clock.ts';

/** How a request stands. */
export type Told<T> = { status: 'waiting' } | { status: 'done'; response: T } | { status: 'refused'; code?: string };

export interface Asked<T> {
  told: Told<T>;
}

/** A message on its way. */
export interface Letter {
  from: number;
  to: number;
  message: PeerMessage;
}

export type Which = (letter: Letter) => boolean;

export interface EtcdFleet {
  ids: readonly number[];
  server(id: number): EtcdServer;
  sim(id: number): SimulatedDisk;
  /** Why the member gave up, if it did. */
  failure(id: number): unknown;
  /** Asks a member, and tells later how it went. */
  ask<T>(id: number, words: string, request: (server: EtcdServer) => Promise<T>): Promise<Asked<T>>;
  /** As `ask`, with everything delivered. Fails unless it was answered. */
  done<T>(id: number, words: string, request: (server: EtcdServer) => Promise<T>): Promise<T>;
  open(id: number): Promise<void>;
  /** The end of a life; the disk keeps what was synced, and nothing else. */
  powerCut(id: number): Promise<void>;
  /** Messages from and to these are lost from now on. */
  cutOff(...ids: number[]): void;
  inFlight(which?: Which): Letter[];
  drop(which: Which): void;
  /** These wait on their way until `letGo`, whatever is delivered meanwhile. */
  keepBack(which: Which): void;
  letGo(): void;
  /** Delivers until nothing is on its way any more. */
  settle(): Promise<void>;
  tick(id: number, times?: number): Promise<void>;
  /** Gives the members all the turns that they want. */
  quiet(): Promise<void>;
  /** Ticks of all, each delivered. */
  beat(times?: number): Promise<void>;
  /** So much time goes by, with a tick of all and everything delivered each half second. */
  pass(seconds: number): Promise<void>;
  /** Makes that member the leader. */
  elect(id: number): Promise<void>;
}

interface Own {
  sim: SimulatedDisk;
  random: Random;
  server?: EtcdServer;
  failure?: unknown;
  life: number;
}

const halfSecondMs = 500;

/** @param prepare what is done to each disk before the member is opened for the first time */
export async function openEtcdFleet(
  t: TestContext,
  size: number,
  options: Partial<EtcdServerOptions> = {},
  prepare: (disk: Disk, id: number) => Promise<void> = async () => undefined,
): Promise<EtcdFleet> {
  const ids = Array.from({ length: size }, (_, i) => i + 1);
  const clock = createVirtualClock();
  const members = new Map<number, Own>(
    ids.map((id) => [id, { sim: createSimulatedDisk(), random: likeAll(createRandom(100 + id)), life: 0 }]),
  );
  const member = (id: number) => members.get(id)!;
  let onTheirWay: Letter[] = [];
  let away: readonly number[] = [];
  let keptBack: Letter[] = [];

  async function quiet(): Promise<void> {
    await Promise.all([...members.values()].map(({ sim }) => sim.quiet()));
    // Whatever is not the disk's fault is that of the code under test.
    for (const { failure, sim } of members.values()) if (failure !== undefined && !sim.hasFailed()) throw failure;
  }

  async function open(id: number): Promise<void> {
    const own = member(id);
    const life = ++own.life;
    own.failure = undefined;
    t.step(`${nameOf(id)} is opened`);
    own.server = await openEtcdServer({
      electionTicks: 10,
      heartbeatTicks: 2,
      members: ids.map(memberOf),
      clusterId: 7n,
      ...options,
      ...{ id, peers: ids, clock, random: own.random, disk: own.sim.disk },
      send: (to, message) => {
        if (own.life === life) onTheirWay.push({ from: id, to, message: structuredClone(message) });
      },
      onFailure(why) {
        own.failure = why;
      },
    });
  }

  function take(which: Which): Letter[] {
    const taken = onTheirWay.filter(which);
    onTheirWay = onTheirWay.filter((letter) => !taken.includes(letter));
    return taken;
  }

  async function settle(): Promise<void> {
    for (let round = 0; onTheirWay.length > 0; round++) {
      for (const { from, to, message } of take(() => true)) {
        if (away.includes(from) || away.includes(to)) continue;
        member(to).server?.receive(message);
      }
      await quiet();
      if (round > 300) t.fail({ message: 'the members never stop sending each other messages' });
    }
  }

  async function tickAll(first = 1): Promise<void> {
    for (const id of [first, ...ids.filter((each) => each !== first)]) {
      member(id).server?.tick();
      await quiet();
      await settle();
    }
  }

  async function beat(times = 3): Promise<void> {
    for (let i = 0; i < 2 * times; i++) await tickAll();
  }

  /** Follows a promise; its answer is a step of the report. */
  async function ask<T>(id: number, words: string, request: (server: EtcdServer) => Promise<T>): Promise<Asked<T>> {
    const call = `${words} at ${nameOf(id)}`;
    t.step(call);
    const asked: Asked<T> = { told: { status: 'waiting' } };
    request(member(id).server!).then(
      (response) => {
        asked.told = { status: 'done', response };
        t.step(`  ${call} is answered`);
      },
      (why) => {
        if (codeOf(why) === undefined || codeOf(why) === 'todo') throw why;
        asked.told = { status: 'refused', code: codeOf(why) };
        t.step(`  ${call} is refused with ${codeOf(why)}`);
      },
    );
    await quiet();
    return asked;
  }

  for (const id of ids) await prepare(member(id).sim.disk, id);
  for (const id of ids) await open(id);
  return {
    ids,
    server: (id) => member(id).server!,
    sim: (id) => member(id).sim,
    failure: (id) => member(id).failure,
    ask,
    async done(id, words, request) {
      const asked = await ask(id, words, request);
      for (let i = 0; i < 4 && asked.told.status === 'waiting'; i++) await beat(1);
      if (asked.told.status === 'done') return asked.told.response;
      return t.fail({ message: `${words} at ${nameOf(id)} must be answered`, actual: asked.told });
    },
    open,
    async powerCut(id) {
      t.step(`${nameOf(id)} loses its power`);
      const own = member(id);
      own.life++;
      own.server = undefined;
      const [{ image }] = survivals(own.sim.state(), { shapes: ['none'] });
      own.sim = createSimulatedDisk({ from: image });
      take(({ from }) => from === id);
    },
    cutOff(...these) {
      away = these;
      const names = these.map(nameOf).join(' and ');
      t.step(
        these.length > 0 ? `from now on nothing reaches ${names}, or comes from there` : 'everything is connected',
      );
    },
    inFlight: (which = () => true) => onTheirWay.filter(which),
    drop(which) {
      for (const letter of take(which)) t.step(`  ${letterInWords(letter)}   is lost`);
    },
    keepBack(which) {
      keptBack = take(which);
      for (const letter of keptBack) t.step(`  ${letterInWords(letter)}   is late`);
    },
    letGo() {
      for (const letter of keptBack) t.step(`  ${letterInWords(letter)}   arrives`);
      onTheirWay.push(...keptBack.splice(0));
    },
    settle,
    async tick(id, times = 1) {
      for (let i = 0; i < times; i++) member(id).server?.tick();
      await quiet();
    },
    quiet,
    beat,
    async pass(seconds) {
      t.step(`${seconds} s pass`);
      for (let left = seconds * 1000; left > 0; left -= halfSecondMs) {
        const then = clock.now() + Math.min(halfSecondMs, left);
        while (clock.step(then));
        await tickAll();
      }
    },
    async elect(id) {
      for (let round = 0; round < 60 && !member(id).server!.isLeader(); round++) await tickAll(id);
      t.step(`${nameOf(id)} is elected`);
      if (!member(id).server!.isLeader()) t.fail({ message: `after 60 ticks ${nameOf(id)} still does not lead` });
      await beat(2);
    },
  };
}

function letterInWords({ from, to, message }: Letter): string {
  return `${nameOf(from)} → ${nameOf(to)}   ${message.type}`;
}

/** Chance, but for the drawing of election timeouts. */
function likeAll(random: Random): Random {
  return { next: random.next, integer: (min, max) => (min === 10 && max === 19 ? 15 : random.integer(min, max)) };
}

export function memberOf(id: number): Member {
  return {
    id: BigInt(100 + id),
    name: nameOf(id),
    peerUrls: [`peer-${id}`],
    clientUrls: [`client-${id}`],
    isLearner: false,
  };
}
