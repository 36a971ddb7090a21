/**
 * A scripted scenario: bare servers, and a network that moves a message only when it is told to.
 *
 *     scripted(t, { createRaft, servers: 3 }, (world) => {
 *       world.campaign(1);
 *       world.deliver({ to: 2 });          the RequestVote to n2; n3's stays where it is
 *       world.deliver();                   all that is on its way now, but not what comes of it
 *       world.settle();                    until nothing is on its way any more
 *       t.equal(world.status(1).role, 'leader', '…');
 *     });
 *
 * The invariants are on. Whatever fails in the body, a broken rule or an assertion, is reported with the steps, the
 * drawing and the picture.
 */
import { codeOf } from '#kit/failure.ts';
import type { Message } from '#raft/message.ts';
import type { ConfigChange, Proposed, RaftConfig, RaftStatus } from '#raft/raft.ts';
import { show } from '../../judge/show.ts';
import type { TestContext } from '../../judge/test-context.ts';
import type { DurableState } from '../../oracles/raft/durable.ts';
import { RuleBroken } from '../../oracles/raft-invariants.ts';
import { createWorld } from '../world.ts';
import { beliefOf } from './belief.ts';
import { type Cluster, type CrashPoint, type CreateRaft, createCluster } from './cluster.ts';
import { breachOf, exhibit, exhibitAssertion, findingOf } from './explain.ts';
import { createLinks } from './links.ts';
import { livesOf } from './lives.ts';
import { copyMessage, envelopeInWords, logInWords, nameOf } from './message.ts';
import { createPost, type MessageFilter } from './post.ts';
import { diskInWords, diskOf, type Preset } from './preset.ts';
import { servedInWords } from './reads.ts';
import { type Beginning, createRecorder } from './recorder.ts';

export interface ScriptOptions {
  createRaft: CreateRaft;
  servers: number;
  /** How many are in the first configuration; all unless said. */
  peers?: number;
  config?: Partial<RaftConfig>;
  /** What is on the disks before the first start, by server; nothing unless said. */
  disks?: Record<number, Preset>;
  /** Leaders may commit entries of older terms by counting, too: what forbids it is exercise 3.3. No unless said. */
  commitsAnyTerm?: boolean;
}

export interface Script {
  tick(id: number, times?: number): void;
  campaign(id: number): void;
  propose(id: number, value: string): Proposed | undefined;
  read(id: number): boolean;
  compact(id: number): void;
  transfer(id: number, to: number): boolean;
  changeConfig(id: number, change: ConfigChange): Proposed | undefined;
  /** At once, or before the next step of that kind. */
  crash(id: number, before?: CrashPoint): void;
  restart(id: number): void;
  /** From now on nothing that is sent passes that way; what is on its way stays there. */
  cut(from: number, to: number): void;
  partition(...sides: number[][]): void;
  heal(): void;
  /** Delivers what is on its way at this moment, oldest first. @returns how many messages */
  deliver(filter?: MessageFilter): number;
  /** Delivers until nothing is on its way any more that fits. */
  settle(filter?: MessageFilter): void;
  drop(filter?: MessageFilter): number;
  /** Puts a second copy of each behind all that is on its way. */
  repeat(filter?: MessageFilter): number;
  inFlight(filter?: MessageFilter): Message[];
  /** Hands a server a message of the test's own. */
  inject(message: Message): void;
  status(id: number): RaftStatus;
  /** The log on the server's disk: `[1@1 2@1 3@2]`. */
  log(id: number): string;
  disk(id: number): Readonly<DurableState>;
  isUp(id: number): boolean;
}

export async function scripted(
  t: TestContext,
  options: ScriptOptions,
  body: (world: Script) => void | Promise<void>,
): Promise<void> {
  t.newRun();
  const recorder = createRecorder('step');
  const clock = { now: 0 };
  try {
    await body(openScript(t, options, recorder, clock));
  } catch (thrown) {
    if (codeOf(thrown) === 'todo') throw thrown;
    const notes = [`${options.servers} servers`, 'a scripted run: steps instead of time'];
    if (!(thrown instanceof RuleBroken)) {
      exhibitAssertion(t, recorder, clock.now, thrown, notes);
      throw thrown;
    }
    recorder.broke(clock.now, thrown.broken.message);
    exhibit(t, recorder.recording, findingOf(thrown.broken), { notes });
    t.fail(breachOf(thrown.broken));
  }
}

function openScript(
  t: TestContext,
  options: ScriptOptions,
  recorder: ReturnType<typeof createRecorder>,
  /** The number of the step in the report's list. */
  clock: { now: number },
): Script {
  const ids = Array.from({ length: options.servers }, (_, i) => i + 1);
  const links = createLinks();
  const world = createWorld(t.seed);
  const post = createPost(recorder, links);
  let cluster: Cluster;

  function say(words: string): void {
    clock.now = t.step(words);
  }

  /** One event of the recording. */
  function happen<T>(
    kind: Beginning['kind'],
    node: number | undefined,
    words: string,
    action: () => T,
    message?: number,
  ): T {
    recorder.begin({ at: clock.now, kind, words, server: node, message, isOwnAffair: kind !== 'config' });
    const result = action();
    recorder.end(links.list());
    return result;
  }

  /** One line of the script. */
  function act<T>(kind: Beginning['kind'], node: number | undefined, words: string, action: () => T): T {
    say(words);
    return happen(kind, node, words, action);
  }

  /** @param before what is part of the same event and comes first */
  function arrive({ message, number }: { message: Message; number: number }, before = () => {}): void {
    if (!cluster.isUp(message.to)) {
      recorder.missed(number);
      return;
    }
    const deliver = () => {
      before();
      cluster.deliver(message);
    };
    happen('message', message.to, envelopeInWords(message), deliver, number);
  }

  function deliver(filter?: MessageFilter): number {
    const taken = post.take(filter);
    for (const letter of taken) arrive(letter);
    return taken.length;
  }

  const disks = new Map(Object.entries(options.disks ?? {}).map(([id, preset]) => [Number(id), diskOf(preset)]));
  const choices = choicesInWords(options.config ?? {});
  if (choices) say(`the servers start with ${choices}`);
  for (const [id, disk] of disks) say(`${nameOf(id)} has ${diskInWords(disk)} on its disk`);
  cluster = createCluster({
    createRaft: options.createRaft,
    ids,
    peers: ids.slice(0, options.peers ?? ids.length),
    config: options.config,
    random: livesOf(world.random),
    send: post.send,
    onDeath: recorder.died,
    onRead: (id, read) => recorder.answered(servedInWords(id, read)),
    disks,
    commitsAnyTerm: options.commitsAnyTerm,
  });
  recorder.start(ids, (id) => beliefOf(cluster, id));

  return {
    tick: (id, times = 1) =>
      act('timer', id, `${nameOf(id)} ticks${times > 1 ? ` ${times} times` : ''}`, () => {
        for (let i = 0; i < times; i++) cluster.tick(id);
      }),
    campaign: (id) => act('timer', id, `${nameOf(id)} holds an election`, () => cluster.campaign(id)),
    propose: (id, value) =>
      act('propose', id, `propose ${show(value)} to ${nameOf(id)}`, () => cluster.propose(id, value)),
    read: (id) => act('read', id, `a read at ${nameOf(id)}`, () => cluster.read(id)),
    compact: (id) => act('compact', id, `${nameOf(id)} takes a snapshot`, () => cluster.compact(id)),
    transfer: (id, to) =>
      act('transfer', id, `${nameOf(id)} hands over to ${nameOf(to)}`, () => cluster.transfer(id, to)),
    changeConfig: (id, change) =>
      act('config', id, `${change.type} ${nameOf(change.id)} at ${nameOf(id)}`, () => cluster.changeConfig(id, change)),
    crash: (id, before) =>
      act('crash', id, `${nameOf(id)} crashes${before ? ` before its next ${before}` : ''}`, () =>
        cluster.crash(id, before),
      ),
    restart: (id) => act('restart', id, `${nameOf(id)} restarts`, () => cluster.restart(id)),
    cut: (from, to) =>
      act('cut', undefined, `nothing passes from ${nameOf(from)} to ${nameOf(to)}`, () => links.cut(from, to)),
    partition: (...sides) =>
      act('partition', undefined, `partition ${sides.map((side) => side.map(nameOf).join(' ')).join(' | ')}`, () =>
        links.partition(sides),
      ),
    heal: () => act('heal', undefined, 'all links heal', () => links.heal()),
    deliver(filter) {
      say(`deliver ${filterInWords(filter)}`);
      return deliver(filter);
    },
    settle(filter) {
      say(`deliver ${filterInWords(filter)}, and what comes of it, until all is quiet`);
      for (let round = 0; deliver(filter) > 0; round++)
        t.ok(round < 1000, 'the servers never stop sending each other messages');
    },
    drop(filter) {
      say(`lose ${filterInWords(filter)}`);
      return post.drop(filter);
    },
    repeat(filter) {
      say(`repeat ${filterInWords(filter)}`);
      return post.repeat(filter);
    },
    inFlight: (filter) => post.waiting(filter).map(({ message }) => copyMessage(message)),
    inject(message) {
      say(`deliver a message of the test's own: ${envelopeInWords(message)}`);
      const number = post.number();
      arrive({ message: copyMessage(message), number }, () => recorder.sent(number, message));
    },
    status: (id) => cluster.status(id),
    log: (id) => logInWords(cluster.disk(id).entries),
    disk: (id) => cluster.disk(id),
    isUp: (id) => cluster.isUp(id),
  };
}

/** `electionTicks 100, preVote`: what a test has chosen for all servers. */
function choicesInWords(config: Partial<RaftConfig>): string {
  const chosen = Object.entries(config).filter(([, value]) => value !== false);
  return chosen.map(([name, value]) => (value === true ? name : `${name} ${value}`)).join(', ');
}

function filterInWords(filter: MessageFilter | undefined): string {
  if (!filter) return 'everything';
  const { from, to, type } = filter;
  return [type ?? 'everything', from ? `from ${nameOf(from)}` : '', to ? `to ${nameOf(to)}` : '']
    .filter(Boolean)
    .join(' ');
}
