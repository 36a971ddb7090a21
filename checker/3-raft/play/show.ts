/**
 * Five nodes on the learner's code, with the invariants on. It has no clock: each call of `tick` is one tick for all.
 */
import type { Message } from '#raft/message.ts';
import type { RaftConfig } from '#raft/raft.ts';
import { type Chronicle, createChronicle, inARow } from '../../play/chronicle.ts';
import { beliefOf } from '../../sim/raft/belief.ts';
import { type Cluster, type CreateRaft, createCluster } from '../../sim/raft/cluster.ts';
import { livesOf } from '../../sim/raft/lives.ts';
import { nameOf } from '../../sim/raft/message.ts';
import type { Belief } from '../../sim/recording.ts';
import { createWorld } from '../../sim/world.ts';
import { type Beliefs, tellNews } from './news.ts';
import { createWires, type Wires } from './wires.ts';

export const nodeIds: readonly number[] = [1, 2, 3, 4, 5];

export interface ShowOptions {
  createRaft: CreateRaft;
  seed: number;
  /** For every node, at its next start. */
  config: Partial<RaftConfig>;
}

export interface Show {
  readonly wires: Wires;
  readonly chronicle: Chronicle;
  /** How many ticks have passed. */
  now(): number;
  belief(id: number): Belief;
  /** Who leads the newest term; 0 for nobody. */
  leader(): number;
  tick(): void;
  kill(id: number): void;
  restart(id: number): void;
  /** Cuts the link, or mends it where it is cut. */
  turnLink(a: number, b: number): void;
  /** Cuts all links between these nodes and the others, and mends those on either side. */
  separate(side: readonly number[]): void;
  heal(): void;
  /** Proposes the next value at a node that believes to lead; at any other, the request goes on to the leader. */
  propose(id: number): void;
  compact(id: number): void;
  /** Turns pre-vote on or off, for which all nodes that are up start again. */
  usePreVote(isOn: boolean): void;
}

/** Long enough that a person can follow an election at ten ticks a second. */
const timing = { electionTicks: 20, heartbeatTicks: 5 };

export function createShow({ createRaft, seed, config }: ShowOptions): Show {
  const world = createWorld(seed);
  const wires = createWires(world.random('wires'));
  const settings: Partial<RaftConfig> = { ...timing, ...config };
  let [now, proposed] = [0, 0];
  const chronicle = createChronicle(() => now);
  const cluster: Cluster = createCluster({
    createRaft,
    ids: [...nodeIds],
    config: settings,
    random: livesOf(world.random),
    send: (message: Message) => wires.send(message, now),
  });
  const belief = (id: number) => beliefOf(cluster, id);
  let believed = beliefsNow();
  let firstInRow = 0;

  function beliefsNow(): Beliefs {
    return Object.fromEntries(nodeIds.map((id) => [nameOf(id), belief(id)]));
  }

  function look(): void {
    const before = believed;
    believed = beliefsNow();
    tellNews(before, believed, chronicle);
  }

  function leader(): number {
    const leading = nodeIds.filter((id) => belief(id).role === 'leader');
    return leading.reduce((best, id) => (best && belief(best).term > belief(id).term ? best : id), 0);
  }

  function propose(id: number): void {
    const at = belief(id).role === 'leader' ? id : leader();
    const place = at === 0 ? undefined : cluster.propose(at, `v${proposed + 1}`);
    if (place) {
      proposed++;
      sayProposed(at, place.index);
      look();
    } else chronicle.say(at === 0 ? 'nobody leads, so nothing can be proposed' : `${nameOf(at)} refuses the proposal`);
  }

  function sayProposed(at: number, index: number): void {
    const subject = `propose at ${nameOf(at)}`;
    if (!chronicle.isOn(subject)) firstInRow = proposed;
    const values = firstInRow === proposed ? `v${proposed}` : `v${firstInRow} to v${proposed}`;
    chronicle.goesOn(subject, `${nameOf(at)} takes ${values} into its log, up to index ${index}`);
  }

  function setLink(a: number, b: number, isCut: boolean): void {
    if (isCut) wires.cut(a, b);
    else wires.mend(a, b);
  }

  function setLinks(isCut: (a: number, b: number) => boolean): void {
    for (const a of nodeIds) for (const b of nodeIds) if (a < b) setLink(a, b, isCut(a, b));
  }

  return {
    wires,
    chronicle,
    now: () => now,
    belief,
    leader,
    tick() {
      now++;
      for (const message of wires.arrivals(now)) cluster.deliver(message);
      for (const id of nodeIds) cluster.tick(id);
      look();
    },
    kill(id) {
      if (!cluster.isUp(id)) return chronicle.say(`${nameOf(id)} is down already`);
      const was = belief(id).role === 'leader' ? ', the leader,' : '';
      cluster.crash(id);
      chronicle.say(`${nameOf(id)}${was} is killed`);
      look();
    },
    restart(id) {
      if (cluster.isUp(id)) return chronicle.say(`${nameOf(id)} is running already`);
      cluster.restart(id);
      chronicle.say(`${nameOf(id)} starts again with what its disk holds`);
      look();
    },
    turnLink(a, b) {
      const isCut = !wires.isCut(a, b);
      setLink(a, b, isCut);
      chronicle.say(`the link between ${nameOf(a)} and ${nameOf(b)} is ${isCut ? 'cut' : 'mended'}`);
    },
    separate(side) {
      setLinks((a, b) => side.includes(a) !== side.includes(b));
      const others = nodeIds.filter((id) => !side.includes(id));
      const verb = side.length === 1 ? 'is' : 'are';
      chronicle.say(`${inARow(side.map(nameOf))} ${verb} cut off from ${inARow(others.map(nameOf))}`);
    },
    heal() {
      setLinks(() => false);
      chronicle.say('all links are mended');
    },
    propose,
    compact(id) {
      if (!cluster.isUp(id)) return chronicle.say(`${nameOf(id)} is down`);
      const before = belief(id).snapshot;
      cluster.compact(id);
      if (belief(id).snapshot === before) chronicle.say(`${nameOf(id)} has nothing new for a snapshot`);
      look();
    },
    usePreVote(isOn) {
      settings.preVote = isOn;
      const up = nodeIds.filter((id) => cluster.isUp(id));
      for (const id of up) cluster.crash(id);
      for (const id of up) cluster.restart(id);
      believed = beliefsNow();
      chronicle.say(`all nodes start again ${isOn ? 'with' : 'without'} pre-vote`);
    },
  };
}
