/**
 * Replicas on simulated disks, in the hands of a script: messages move when they are told to, and after each step the
 * replicas get all the turns they want.
 *
 *     await fleet.tick(1, 20)      await fleet.settle()      await fleet.powerCut(2)      await fleet.open(2)
 *
 * The state machine writes down what it is asked to do. Whatever is random is as small as it may be.
 */
import { text, utf8 } from '#kit/bytes.ts';
import { codeOf } from '#kit/failure.ts';
import { createRandom } from '#kit/random.ts';
import type { Message } from '#raft/message.ts';
import { openReplica, type Replica, type ReplicaOptions } from '#raft/replica.ts';
import { show, type TestContext } from '../judge/exercise.ts';
import { createSimulatedDisk, type SimulatedDisk } from '../sim/disk.ts';
import { copyMessage, envelopeInWords, nameOf } from '../sim/raft/message.ts';
import { survivals } from '../sim/survival.ts';

/** How a promise stands. */
export type Told = { status: 'waiting' } | { status: 'done'; result: unknown } | { status: 'refused'; code?: string };

export interface Fleet {
  replica(id: number): Replica<string>;
  sim(id: number): SimulatedDisk;
  /** What the state machine of this life holds: what it restored, and what it has done since. */
  done(id: number): string[];
  /** Why the replica gave up, if it did. */
  failure(id: number): unknown;
  isUp(id: number): boolean;
  open(id: number): Promise<void>;
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

export type Which = (message: Message) => boolean;

export type FleetOptions = Partial<Omit<ReplicaOptions<string>, 'id' | 'disk' | 'machine' | 'send'>>;

interface Member {
  sim: SimulatedDisk;
  replica?: Replica<string>;
  done: string[];
  failure?: unknown;
  life: number;
}

const everything: Which = () => true;

export async function openFleet(t: TestContext, servers: number, options: FleetOptions = {}): Promise<Fleet> {
  const ids = Array.from({ length: servers }, (_, i) => i + 1);
  const members = new Map<number, Member>(ids.map((id) => [id, { sim: createSimulatedDisk(), done: [], life: 0 }]));
  const member = (id: number) => members.get(id)!;
  let onTheirWay: Message[] = [];

  async function quiet(): Promise<void> {
    await Promise.all([...members.values()].map(({ sim }) => sim.quiet()));
  }

  async function open(id: number): Promise<void> {
    const own = member(id);
    const life = ++own.life;
    const done: string[] = [];
    own.done = done;
    own.failure = undefined;
    t.step(`${nameOf(id)} is opened`);
    const replica = await openReplica<string>({
      electionTicks: 10,
      heartbeatTicks: 2,
      noop: true,
      ...options,
      id,
      peers: ids,
      random: createRandom(100 * id + life),
      disk: own.sim.disk,
      machine: machineOn(done),
      send: (message) => own.life === life && void onTheirWay.push(copyMessage(message)),
      onFailure(why) {
        own.failure = why;
      },
    });
    own.replica = replica;
  }

  async function receive(message: Message): Promise<void> {
    t.step(`  ${envelopeInWords(message)}${member(message.to).replica ? '' : '   finds nobody'}`);
    member(message.to).replica?.receive(copyMessage(message));
    await quiet();
  }

  function take(which: Which): Message[] {
    const taken = onTheirWay.filter(which);
    onTheirWay = onTheirWay.filter((message) => !taken.includes(message));
    return taken;
  }

  async function deliver(which = everything): Promise<void> {
    for (const message of take(which)) await receive(message);
  }

  async function settle(cutOff: readonly number[] = []): Promise<void> {
    const isLost = ({ from, to }: Message) => cutOff.includes(from) || cutOff.includes(to);
    for (let round = 0; onTheirWay.length > 0; round++) {
      take(isLost);
      await deliver();
      t.ok(round < 300, 'the replicas never stop sending each other messages');
    }
  }

  async function tick(id: number, times = 1): Promise<void> {
    t.step(`${nameOf(id)} ticks${times > 1 ? ` ${times} times` : ''}`);
    for (let i = 0; i < times; i++) member(id).replica!.tick();
    await quiet();
  }

  async function beat(id: number, times = 3, cutOff: readonly number[] = []): Promise<void> {
    for (let i = 0; i < times; i++) {
      await settle(cutOff);
      await tick(id, 2);
    }
    await settle(cutOff);
  }

  /** Follows a promise; its answer is a step of the report. */
  async function follow(call: string, promise: Promise<unknown>): Promise<{ told: Told }> {
    const followed: { told: Told } = { told: { status: 'waiting' } };
    promise.then(
      (result) => {
        followed.told = { status: 'done', result };
        t.step(`${call} → ${show(result)}`);
      },
      (why) => {
        if (codeOf(why) === undefined || codeOf(why) === 'todo') throw why;
        followed.told = { status: 'refused', code: codeOf(why) };
        t.step(`${call} → refused with ${codeOf(why)}`);
      },
    );
    await quiet();
    return followed;
  }

  for (const id of ids) await open(id);
  return {
    replica: (id) => member(id).replica!,
    sim: (id) => member(id).sim,
    done: (id) => member(id).done,
    failure: (id) => member(id).failure,
    isUp: (id) => member(id).replica !== undefined,
    open,
    async powerCut(id) {
      t.step(`${nameOf(id)} loses its power`);
      const own = member(id);
      own.life++;
      own.replica = undefined;
      const [{ image }] = survivals(own.sim.state(), { shapes: ['none'] });
      own.sim = createSimulatedDisk({ from: image });
      take(({ from }) => from === id);
    },
    tick,
    propose(id, command) {
      const call = `propose("${command}") at ${nameOf(id)}`;
      t.step(call);
      return follow(call, member(id).replica!.propose(utf8(command)));
    },
    read(id) {
      const call = `read at ${nameOf(id)}`;
      t.step(call);
      const { replica, done } = member(id);
      return follow(
        call,
        replica!.read().then(() => [...done]),
      );
    },
    inject: receive,
    inFlight: (which = everything) => onTheirWay.filter(which),
    drop(which = everything) {
      for (const message of take(which)) t.step(`  ${envelopeInWords(message)}   is lost`);
    },
    deliver,
    settle,
    async elect(id, cutOff) {
      await tick(id, 20);
      await beat(id, 2, cutOff);
      t.equal(member(id).replica!.status().role, 'leader', `${nameOf(id)} has been elected`);
    },
    beat,
  };
}

/** Commands in the order in which they were done; the result says which place a command got. */
function machineOn(done: string[]) {
  return {
    apply(command: Uint8Array) {
      done.push(text(command));
      return `${text(command)} is number ${done.length}`;
    },
    snapshot: () => utf8(JSON.stringify(done)),
    restore(state: Uint8Array) {
      done.splice(0, done.length, ...(JSON.parse(text(state)) as string[]));
    },
  };
}
