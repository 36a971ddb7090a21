/**
 * Runs a plan on whole replicas: simulated disks, a network, clients, virtual time. After each thing that happens, the
 * code under test gets all the turns it wants before the next one. At the end the clients' history must be linearizable.
 */
import type { ReplicaOptions } from '#raft/replica.ts';
import { type KvInput, type KvOutput, kvModel } from '../../oracles/kv-model.ts';
import { checkLinearizable } from '../../oracles/linearizability.ts';
import { createElectionRules } from '../../oracles/raft/elections.ts';
import { RuleBroken } from '../../oracles/raft-invariants.ts';
import { showImpossible } from '../../oracles/show-history.ts';
import { createConditions } from '../raft/conditions.ts';
import { drawnFates, listedFates, notedFates } from '../raft/fates.ts';
import { livesOf } from '../raft/lives.ts';
import { nameOf } from '../raft/message.ts';
import { createNetwork, type Happen } from '../raft/network.ts';
import { eventInWords, type Fate, type Plan, type PlannedEvent } from '../raft/plan.ts';
import type { Recorder } from '../raft/recorder.ts';
import type { Run } from '../raft/run.ts';
import { createRunningHash } from '../running-hash.ts';
import { createVirtualClock } from '../virtual-clock.ts';
import { createWorld } from '../world.ts';
import { createBeliefs } from './belief.ts';
import { createClients } from './clients.ts';
import { createComplaints } from './complaints.ts';
import { commandInWords, createMachineRules } from './machine.ts';
import { befall, startAnew } from './process.ts';
import { createReplicaProgress } from './progress.ts';
import { createServer, type OpenReplica, type Server } from './server.ts';

export interface ReplicaSubject {
  openReplica: OpenReplica;
  config?: Partial<ReplicaOptions<KvOutput>>;
  /** How soon, once it is calm, each server must serve a write and a read. */
  withinTicks: number;
}

export interface ReplicaRun extends Run {
  /** How many operations the clients' history has. */
  operations: number;
  /** Where the history is what is wrong: its impossible part, drawn, and the answer that made it so. */
  impossible?: { lines: string[]; answer: string };
}

export interface RunReplicasOptions {
  recorder?: Recorder;
  noteFates?: boolean;
}

export async function runReplicas(
  plan: Plan,
  subject: ReplicaSubject,
  { recorder, noteFates }: RunReplicasOptions = {},
): Promise<ReplicaRun> {
  const noted: Fate[] = [];
  const world = openWorld(plan, subject, recorder, noteFates ? noted : undefined);
  let thrown = await world.runToEnd();
  const judged = thrown === undefined ? judge(world.history()) : undefined;
  thrown ??= judged?.broken;
  const broken = thrown instanceof RuleBroken ? thrown.broken : undefined;
  if (thrown !== undefined) recorder?.broke(world.now(), broken ? broken.message : String(thrown));
  return {
    ...(broken ? { broken } : thrown !== undefined && { thrown }),
    ...(judged && { impossible: judged.impossible }),
    ...world.told(),
    endedAt: world.now(),
    operations: world.history().length,
    fates: noted,
  };
}

/** @returns what is wrong with a history, if anything is @throws where it cannot be decided, which is never a pass */
function judge(
  history: ReturnType<ReturnType<typeof createClients>['history']>,
): { broken: RuleBroken; impossible: NonNullable<ReplicaRun['impossible']> } | undefined {
  const result = checkLinearizable(kvModel, history);
  if (result.verdict === 'yes') return undefined;
  if (result.verdict === 'inconclusive') {
    throw new Error(`the history of ${history.length} operations could not be decided in ${result.steps} steps`);
  }
  const { client, input, output } = result.impossible.culprit;
  const answer = toldInWords(client, input, output);
  const broken = new RuleBroken({
    rule: 'linearizability',
    message: `${answer}, which no order of the operations explains`,
    servers: [],
    indexes: [],
  });
  return { broken, impossible: { lines: showImpossible(kvModel, `key "${result.part}"`, result.impossible), answer } };
}

function toldInWords(client: string, input: KvInput, output: KvOutput | undefined): string {
  return `${client} is told ${kvModel.inWords(input, output)}`;
}

function openWorld(plan: Plan, subject: ReplicaSubject, recorder: Recorder | undefined, noted: Fate[] | undefined) {
  const { random } = createWorld(plan.seed);
  const clock = createVirtualClock();
  const hash = createRunningHash();
  const conditions = createConditions(clock);
  const rules = createElectionRules();
  const fates = plan.fates ? listedFates(plan.fates) : drawnFates(random);
  const ids = Array.from({ length: plan.servers }, (_, i) => i + 1);
  const lives = livesOf(random);
  const { told, telling, check } = createComplaints();
  let isOpen = false;

  const happen: Happen = (kind, server, words, action, message) => {
    recorder?.begin({ at: clock.now(), kind, words, server, message });
    isOpen = true;
    action();
  };
  const machines = createMachineRules(told);
  const servers: Server[] = [];
  const aliveAt = (id: number) => servers[id - 1]?.alive();
  const beliefs = createBeliefs({
    commandsOf: () => machines.commands,
    wordsOf: commandInWords,
    standing(id) {
      const life = aliveAt(id);
      return life && { status: life.replica.status(), applied: life.machine.applied() };
    },
  });
  const network = createNetwork({
    ids,
    clock,
    conditions,
    fates: noted ? notedFates(fates, noted) : fates,
    hash,
    recorder,
    happen,
    isUp: (id) => aliveAt(id) !== undefined,
    deliver: (message) => aliveAt(message.to)?.replica.receive(message),
    tick: (id) => aliveAt(id)?.replica.tick(),
  });
  const clients = createClients({
    clock,
    servers,
    answered({ client, input, output }) {
      const words = toldInWords(client, input, output);
      hash.addText(words);
      recorder?.answered(words);
    },
    told,
  });

  function open(id: number): Server {
    return createServer({
      openReplica: subject.openReplica,
      id,
      peers: ids,
      config: subject.config ?? {},
      random: () => lives(id),
      createMachine: () => machines.create(id),
      send(message) {
        telling(() => rules.sending(id, message));
        beliefs.sent(message);
        network.post(message);
      },
      diskMs: () => conditions.diskMs(id),
      later: (ms, done) =>
        clock.at(clock.now() + ms, () => happen('timer', id, `the disk of ${nameOf(id)} is done`, done)),
      opened: ({ replica }) => telling(() => rules.started(replica.status())),
      told,
    });
  }

  function enact(event: PlannedEvent): void {
    hash.addText(event.kind);
    const server = 'server' in event ? event.server : undefined;
    happen(event.kind, server, eventInWords(event), () => {
      if (!conditions.enact(event)) undergo(event);
    });
  }

  function undergo(event: PlannedEvent): void {
    if (event.kind === 'ask') clients.ask(event.client, event.input, event.server);
    befall(servers, event);
    if (event.kind === 'transfer') for (const id of ids) aliveAt(id)?.replica.transferLeadership(event.to);
  }

  function calm(): void {
    happen('heal', undefined, 'the faults are over, everything heals', () => {
      conditions.calm();
      startAnew(servers);
    });
  }

  /** Lets the code under test do all it can, then looks at what has come of it. */
  async function settle(): Promise<void> {
    await new Promise<void>((resolve) => setImmediate(resolve));
    for (const id of ids) {
      const life = aliveAt(id);
      if (life) telling(() => rules.observed(life.replica.status()));
    }
    if (isOpen) recorder?.end(conditions.links.list());
    isOpen = false;
    check();
  }

  /** @returns what was thrown */
  async function runToEnd(): Promise<unknown> {
    try {
      for (const id of ids) servers.push(open(id));
      await settle();
      recorder?.start(ids, beliefs.of);
      const progress = createReplicaProgress({
        clock,
        clients,
        servers,
        calmAt: plan.calmAt,
        withinTicks: subject.withinTicks,
      });
      network.startClocks(random('phases of the clocks'));
      for (const event of plan.events) clock.at(event.at, () => enact(event));
      if (plan.events.length > 0) clock.at(plan.calmAt, calm);
      clock.at(plan.calmAt + 1, progress.watch);
      while (!progress.isDone() && clock.step()) await settle();
      return undefined;
    } catch (thrown) {
      return thrown;
    }
  }

  return {
    runToEnd,
    now: clock.now,
    history: clients.history,
    told: () => ({ hash: hash.value(), messages: network.delivered(), elections: rules.leaders.size }),
  };
}
