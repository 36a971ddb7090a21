/**
 * Replicas on simulated disks, in the hands of a script: messages move when they are told to, and after each step the
 * replicas get all the turns they want.
 *
 *     await fleet.tick(1, 20)      await fleet.settle()      await fleet.powerCut(2)      await fleet.open(2)
 *
 * The state machine writes down what it is asked to do. A failure is drawn, event by event.
 */
import { utf8 } from '#kit/bytes.ts';
import type { Message } from '#raft/message.ts';
import type { RaftStatus } from '#raft/raft.ts';
import type { Replica } from '#raft/replica.ts';
import type { TestContext } from '../judge/exercise.ts';
import type { SimulatedDisk } from '../sim/disk.ts';
import { envelopeInWords, nameOf, place } from '../sim/raft/message.ts';
import { followed, type Told } from './fleet-answers.ts';
import { createFleetMembers, type FleetOptions } from './fleet-members.ts';
import { createFleetPost, type Which } from './fleet-post.ts';
import { createFleetRecord } from './fleet-record.ts';

export type { FleetOptions, Told };

export interface Fleet {
  replica(id: number): Replica<string>;
  sim(id: number): SimulatedDisk;
  /** What the state machine of this life holds: what it restored, and what it has done since. */
  done(id: number): string[];
  /** Why the replica gave up, if it did. */
  failure(id: number): unknown;
  isUp(id: number): boolean;
  open(id: number): Promise<void>;
  /** Lets the disk of a replica go on that was held. */
  release(id: number): Promise<void>;
  /** The end of a life; the disk keeps what was synced, and nothing else. */
  powerCut(id: number): Promise<void>;
  tick(id: number, times?: number): Promise<void>;
  /** Proposes, and tells later how it went. */
  propose(id: number, command: string): Promise<{ told: Told }>;
  /** Waits for a read, and tells later what the state machine held then. */
  read(id: number): Promise<{ told: Told }>;
  inject(message: Message): Promise<void>;
  inFlight(which?: Which): Message[];
  drop(which?: Which): void;
  /** Delivers what is on its way now. */
  deliver(which?: Which): Promise<void>;
  /** Delivers until nothing is on its way any more. Messages from and to `cutOff` are lost. */
  settle(cutOff?: readonly number[]): Promise<void>;
  /** Makes that server the leader, which has committed the beginning of its term. */
  elect(id: number, cutOff?: readonly number[]): Promise<void>;
  /** Some heartbeats of the leader, all delivered. */
  beat(id: number, times?: number, cutOff?: readonly number[]): Promise<void>;
}

const everything: Which = () => true;

export async function openFleet(t: TestContext, servers: number, options: FleetOptions = {}): Promise<Fleet> {
  t.newRun();
  const ids = Array.from({ length: servers }, (_, i) => i + 1);
  const members = createFleetMembers(t, ids, options, (message) => post.send(message));
  const record = createFleetRecord(t, { ids, commandsOf: members.commandsOf, standing: members.standing });
  const post = createFleetPost(t, record, members);

  /** With what a log ended when its server lost its power, in words. */
  const before = new Map<number, string>();

  /** One line of the test, and one event. */
  function act<T>(kind: ActKind, id: number, words: string, action: () => Promise<T>): Promise<T> {
    record.step(words);
    return record.happen({ kind, words, server: id, isOwnAffair: true }, action);
  }

  /** An event, but no line: what is a part of another line. */
  function ticks(id: number, times: number): Promise<void> {
    const words = ticksInWords(id, times);
    return record.happen({ kind: 'timer', words, server: id, isOwnAffair: true }, () => members.tick(id, times));
  }

  function ask(kind: ActKind, id: number, call: string, begin: () => Promise<unknown>): Promise<{ told: Told }> {
    return act(kind, id, call, async () => {
      const answer = followed(t, record, call, begin());
      await members.quiet();
      return answer;
    });
  }

  const fleet: Fleet = {
    replica: (id) => members.of(id).replica!,
    sim: (id) => members.of(id).sim,
    done: (id) => members.of(id).machine!.done,
    failure: (id) => members.of(id).failure,
    isUp: (id) => members.of(id).replica !== undefined,
    async open(id) {
      await act('restart', id, `${nameOf(id)} is opened`, () => members.open(id));
      const found = foundInWords(members.of(id).replica!.status());
      if (found) t.step(`  ${nameOf(id)} has found ${found}${before.get(id) ?? ''}`);
    },
    release: (id) => act('timer', id, `the disk of ${nameOf(id)} goes on`, () => members.release(id)),
    powerCut: (id) =>
      act('power', id, `${nameOf(id)} loses its power`, async () => {
        const { lastIndex, lastTerm } = members.of(id).replica!.status();
        before.set(id, `; before, it ended with ${place(lastIndex, lastTerm)}`);
        members.cutPower(id);
        post.lose(({ from }) => from === id);
      }),
    tick(id, times = 1) {
      record.step(ticksInWords(id, times));
      return ticks(id, times);
    },
    propose: (id, command) =>
      ask('propose', id, `propose("${command}") at ${nameOf(id)}`, () =>
        members.of(id).replica!.propose(utf8(command)),
      ),
    read(id) {
      const { replica, machine } = members.of(id);
      return ask('read', id, `read at ${nameOf(id)}`, () => replica!.read().then(() => [...machine!.done]));
    },
    inject(message) {
      record.step(`deliver a message of the test's own: ${envelopeInWords(message)}`);
      return post.inject(message);
    },
    inFlight: (which = everything) => post.inFlight(which),
    drop(which = everything) {
      for (const { message } of post.lose(which)) record.step(`${envelopeInWords(message)} is lost`);
    },
    async deliver(which = everything) {
      for (const letter of post.take(which)) {
        record.step(envelopeInWords(letter.message));
        await post.arrive(letter);
      }
    },
    settle(cutOff = []) {
      record.step(`everything arrives${exceptIn(cutOff)}, and what comes of it, until all is quiet`);
      return post.settle(cutOff);
    },
    async elect(id, cutOff) {
      await fleet.tick(id, 20);
      await fleet.beat(id, 2, cutOff);
      t.equal(members.of(id).replica!.status().role, 'leader', `${nameOf(id)} has been elected`);
    },
    async beat(id, times = 3, cutOff = []) {
      record.step(`everything arrives${exceptIn(cutOff)}, and ${nameOf(id)} sends heartbeats, ${often(times)}`);
      for (let i = 0; i < times; i++) {
        await post.settle(cutOff);
        await ticks(id, 2);
      }
      await post.settle(cutOff);
    },
  };
  for (const id of ids) await fleet.open(id);
  return fleet;
}

type ActKind = 'timer' | 'restart' | 'power' | 'read' | 'propose';

/** What a replica shows of its disk when it is opened; nothing of an empty one. */
function foundInWords({ term, vote, firstIndex, lastIndex, lastTerm }: RaftStatus): string {
  if (term === 0) return '';
  const given = vote === 0 ? 'no vote' : `its vote for ${nameOf(vote)}`;
  const snapshot = firstIndex > 1 ? `a snapshot up to ${firstIndex - 1}, ` : '';
  const log = lastIndex === 0 ? 'an empty log' : `a log that ends with ${place(lastIndex, lastTerm)}`;
  return `term ${term}, ${given}, ${snapshot}${log}`;
}

function ticksInWords(id: number, times: number): string {
  return `${nameOf(id)} ticks${times > 1 ? ` ${times} times` : ''}`;
}

function exceptIn(cutOff: readonly number[]): string {
  return cutOff.length === 0 ? '' : ` but what ${cutOff.map(nameOf).join(' and ')} sends or is sent`;
}

function often(times: number): string {
  return ['never', 'once', 'twice'][times] ?? `${times} times`;
}
