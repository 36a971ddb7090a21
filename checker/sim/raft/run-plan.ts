/**
 * Runs a plan on bare servers: a network that does what the plan and its fates say, virtual time, and a hash of all that
 * happens. First safety under faults; at `calmAt` everything heals, and then there must be progress within a bound.
 */
import type { RaftConfig } from '#raft/raft.ts';
import { RuleBroken } from '../../oracles/raft-invariants.ts';
import { createRunningHash } from '../running-hash.ts';
import { createVirtualClock } from '../virtual-clock.ts';
import { createWorld } from '../world.ts';
import { beliefOf } from './belief.ts';
import { type Cluster, type CreateRaft, createCluster } from './cluster.ts';
import { createConditions } from './conditions.ts';
import { ask } from './errands.ts';
import { drawnFates, listedFates, notedFates } from './fates.ts';
import { livesOf } from './lives.ts';
import { createNetwork, type Happen } from './network.ts';
import { eventInWords, type Fate, type Plan, type PlannedEvent } from './plan.ts';
import { createProgressCheck, type Progress } from './progress.ts';
import { servedInWords } from './reads.ts';
import type { Recorder } from './recorder.ts';
import type { Run } from './run.ts';

export interface Subject {
  createRaft: CreateRaft;
  /** The same from a realm of its own at each call, for the second run of a plan; `createRaft` unless said. */
  createApart?: CreateRaft;
  config?: Partial<RaftConfig>;
  /** How many of the servers are in the first configuration; all unless said. */
  peers?: number;
  /** What must come about once it is calm, and how soon. */
  progress: Progress;
}

export interface RunPlanOptions {
  recorder?: Recorder;
  /** Whether to note the fates of the messages. */
  noteFates?: boolean;
}

export function runPlan(plan: Plan, subject: Subject, { recorder, noteFates }: RunPlanOptions = {}): Run {
  const noted: Fate[] = [];
  const world = openWorld(plan, subject, recorder, noteFates ? noted : undefined);
  const thrown = world.runToEnd();
  const broken = thrown instanceof RuleBroken ? thrown.broken : undefined;
  if (thrown !== undefined) recorder?.broke(world.now(), broken ? broken.message : String(thrown));
  return {
    ...(broken ? { broken } : thrown !== undefined && { thrown }),
    ...world.told(),
    endedAt: world.now(),
    fates: noted,
  };
}

function openWorld(plan: Plan, subject: Subject, recorder: Recorder | undefined, noted: Fate[] | undefined) {
  const { random } = createWorld(plan.seed);
  const clock = createVirtualClock();
  const hash = createRunningHash();
  const conditions = createConditions(clock);
  const fates = plan.fates ? listedFates(plan.fates) : drawnFates(random);
  const ids = Array.from({ length: plan.servers }, (_, i) => i + 1);
  let cluster: Cluster;

  const happen: Happen = (kind, server, words, action, message) => {
    if (!recorder) return action();
    recorder.begin({ at: clock.now(), kind, words, server, message, isOwnAffair: kind !== 'config' });
    action();
    recorder.end(conditions.links.list());
  };
  const network = createNetwork({
    ids,
    clock,
    conditions,
    fates: noted ? notedFates(fates, noted) : fates,
    hash,
    recorder,
    happen,
    isUp: (id) => cluster.isUp(id),
    deliver: (message) => cluster.deliver(message),
    tick: (id) => cluster.tick(id),
  });

  function enact(event: PlannedEvent): void {
    hash.addText(event.kind);
    const server = 'server' in event ? event.server : undefined;
    happen(event.kind, server, eventInWords(event), () => conditions.enact(event) || ask(event, cluster));
  }

  function calm(): void {
    happen('heal', undefined, 'the faults are over, everything heals', () => {
      conditions.calm();
      for (const id of ids) cluster.restart(id);
    });
  }

  function begin(): Cluster {
    const started = createCluster({
      createRaft: subject.createRaft,
      ids,
      peers: ids.slice(0, subject.peers ?? plan.servers),
      config: subject.config,
      random: livesOf(random),
      send: network.post,
      delayPersist: conditions.delayPersist,
      onDeath: recorder?.died,
      ...(recorder && { onRead: (id, read) => recorder.answered(servedInWords(id, read)) }),
    });
    recorder?.start(ids, (id) => beliefOf(started, id));
    return started;
  }

  /** @returns what was thrown */
  function runToEnd(): unknown {
    try {
      cluster = begin();
      const progress = createProgressCheck(cluster, clock, plan.calmAt, subject.progress);
      network.startClocks(random('phases of the clocks'));
      for (const event of plan.events) clock.at(event.at, () => enact(event));
      if (plan.events.length > 0) clock.at(plan.calmAt, calm);
      clock.at(plan.calmAt + 1, progress.watch);
      while (!progress.isDone() && clock.step());
      return undefined;
    } catch (thrown) {
      return thrown;
    }
  }

  return {
    runToEnd,
    now: clock.now,
    told: () => ({
      hash: hash.value(),
      messages: network.delivered(),
      elections: cluster?.invariants.leaders.size ?? 0,
    }),
  };
}
