/**
 * Runs a plan: servers, a network that does what the plan and its fates say, virtual time, and a hash of all that
 * happens. First safety under faults; at `calmAt` everything heals, and then there must be progress within a bound.
 */
import type { Random } from '#kit/random.ts';
import type { Message } from '#raft/message.ts';
import type { RaftConfig } from '#raft/raft.ts';
import { type BrokenRule, RuleBroken } from '../../oracles/raft-invariants.ts';
import { createRunningHash } from '../running-hash.ts';
import { createVirtualClock, type VirtualClock } from '../virtual-clock.ts';
import { createWorld } from '../world.ts';
import { type Cluster, type CreateRaft, createCluster } from './cluster.ts';
import { createConditions } from './conditions.ts';
import { drawnFates, type Fates, listedFates, notedFates } from './fates.ts';
import { hashMessage } from './hash-message.ts';
import { copyMessage, envelopeInWords, nameOf } from './message.ts';
import { eventInWords, type Fate, type Plan, type PlannedEvent, tickMs } from './plan.ts';
import { createProgressCheck, type Progress } from './progress.ts';
import type { Recorder } from './recorder.ts';

export interface Subject {
  createRaft: CreateRaft;
  config?: Partial<RaftConfig>;
  /** How many of the servers are in the first configuration; all unless said. */
  peers?: number;
  /** What must come about once it is calm, and how soon. */
  progress: Progress;
}

export interface Run {
  /** The rule that was broken; absent where none was. */
  broken?: BrokenRule;
  /** What the servers' code threw. */
  thrown?: unknown;
  /** Two runs are alike exactly when their hashes are. */
  hash: string;
  endedAt: number;
  /** Messages delivered. */
  messages: number;
  /** Terms that had a leader. */
  elections: number;
  /** Fates out of the ordinary, where they were asked for. */
  fates: Fate[];
}

export interface RunPlanOptions {
  recorder?: Recorder;
  /** Whether to note the fates of the messages. */
  noteFates?: boolean;
}

export function runPlan(plan: Plan, subject: Subject, { recorder, noteFates }: RunPlanOptions = {}): Run {
  const { random } = createWorld(plan.seed);
  const noted: Fate[] = [];
  const drawn = plan.fates ? listedFates(plan.fates) : drawnFates(random);
  const world = openWorld(plan, subject, random, noteFates ? notedFates(drawn, noted) : drawn, recorder);
  const end = runToEnd(world.clock, world.isDone);
  if (end instanceof RuleBroken) recorder?.broke(world.clock.now(), end.broken);
  return {
    ...(end instanceof RuleBroken ? { broken: end.broken } : end !== undefined && { thrown: end }),
    ...world.told(),
    endedAt: world.clock.now(),
    fates: noted,
  };
}

/** @returns what was thrown */
function runToEnd(clock: VirtualClock, isDone: () => boolean): unknown {
  try {
    while (!isDone() && clock.step());
    return undefined;
  } catch (thrown) {
    return thrown;
  }
}

function openWorld(plan: Plan, subject: Subject, random: (name: string) => Random, fates: Fates, recorder?: Recorder) {
  const clock = createVirtualClock();
  const hash = createRunningHash();
  const conditions = createConditions(clock);
  const lives = new Map<number, number>();
  let messages = 0;
  let posted = 0;

  const ids = Array.from({ length: plan.servers }, (_, i) => i + 1);
  let cluster: Cluster;

  /** One event, from its cause to everything that follows at once. */
  function happen(
    kind: 'message' | 'timer' | PlannedEvent['kind'],
    node: number,
    words: () => string,
    action: () => void,
    message?: number,
  ): void {
    recorder?.begin({
      at: clock.now(),
      kind,
      words: words(),
      ...(node > 0 && { node }),
      ...(message !== undefined && { message }),
    });
    action();
    recorder?.end(conditions.links.list());
  }

  function post(message: Message): void {
    const isCut = conditions.links.isCut(message.from, message.to);
    const delays = isCut ? [] : fates(message, conditions.weather());
    if (delays.length === 0) recorder?.sent(++posted, message, isCut ? 'cut' : 'lost');
    for (const [i, delayMs] of delays.entries()) {
      const number = ++posted;
      recorder?.sent(number, message);
      const copy = i === 0 ? message : copyMessage(message);
      clock.at(clock.now() + delayMs, () => arrive(copy, number));
    }
  }

  function arrive(message: Message, number: number): void {
    const { to } = message;
    const until = conditions.pausedUntil(to);
    if (until > clock.now()) {
      clock.at(until, () => arrive(message, number));
      return;
    }
    if (!cluster.isUp(to)) {
      recorder?.missed(number);
      return;
    }
    messages++;
    hashMessage(hash, clock.now(), message);
    happen(
      'message',
      to,
      () => envelopeInWords(message),
      () => cluster.deliver(message),
      number,
    );
  }

  function tick(id: number): void {
    const until = conditions.pausedUntil(id);
    if (until > clock.now()) {
      clock.at(until, () => tick(id));
      return;
    }
    if (cluster.isUp(id)) {
      if (recorder)
        happen(
          'timer',
          id,
          () => `the clock of ${nameOf(id)} ticks`,
          () => cluster.tick(id),
        );
      else cluster.tick(id);
    }
    clock.at(clock.now() + conditions.tickMs(id), () => tick(id));
  }

  /** A life has chance of its own, so that what one draws does not change the others. */
  function randomOf(id: number): Random {
    const life = (lives.get(id) ?? 0) + 1;
    lives.set(id, life);
    return random(`server ${id}, life ${life}`);
  }

  cluster = createCluster({
    createRaft: subject.createRaft,
    ids,
    peers: ids.slice(0, subject.peers ?? plan.servers),
    config: subject.config,
    random: randomOf,
    send: post,
    delayPersist: conditions.delayPersist,
    onDeath: (id, before) => recorder?.died(id, before),
  });
  recorder?.start(cluster);
  const progress = createProgressCheck(cluster, clock, plan.calmAt, subject.progress);
  const phase = random('phases of the clocks');
  for (const id of ids) clock.at(phase.integer(0, tickMs - 1), () => tick(id));
  for (const event of plan.events) {
    clock.at(event.at, () => {
      const node = 'server' in event ? (event.server ?? 0) : 0;
      hash.addText(event.kind);
      happen(
        event.kind,
        node,
        () => eventInWords(event),
        () => conditions.enact(event, cluster),
      );
    });
  }
  clock.at(plan.calmAt, () =>
    happen(
      'heal',
      0,
      () => 'the faults are over: all links, clocks and servers are well',
      () => conditions.calm(cluster),
    ),
  );
  clock.at(plan.calmAt + 1, progress.watch);
  return {
    clock,
    isDone: progress.isDone,
    told: () => ({ hash: hash.value(), messages, elections: cluster.invariants.leaders.size }),
  };
}
