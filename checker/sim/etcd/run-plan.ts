/**
 * Runs a plan on whole etcd servers: simulated disks, a network, clients and watches, virtual time. After each thing that
 * happens, the code under test gets all the turns it wants before the next one. What was seen is judged at the end.
 */
import { utf8 } from '#kit/bytes.ts';
import type { EtcdServerOptions } from '#revisions/etcd-server.ts';
import { createChronicle } from '../../oracles/chronicle.ts';
import { type BrokenEtcdRule, EtcdRuleBroken } from '../../oracles/etcd-rules.ts';
import type { Story } from '../../oracles/etcd-story.ts';
import { checkStrictSerializability } from '../../oracles/strict-serializability.ts';
import { checkWatches } from '../../oracles/watch-log.ts';
import { createConditions } from '../raft/conditions.ts';
import { drawnFates, listedFates, notedFates } from '../raft/fates.ts';
import { livesOf } from '../raft/lives.ts';
import { copyMessage, nameOf } from '../raft/message.ts';
import { createNetwork } from '../raft/network.ts';
import type { Fate } from '../raft/plan.ts';
import { createComplaints } from '../replica/complaints.ts';
import { befall, startAnew } from '../replica/process.ts';
import { createRunningHash } from '../running-hash.ts';
import { createVirtualClock } from '../virtual-clock.ts';
import { createWorld } from '../world.ts';
import { createEtcdClients } from './clients.ts';
import { createMember, type Life, type Member, type OpenEtcdServer } from './member.ts';
import { type EtcdEvent, type EtcdPlan, etcdEventInWords } from './plan.ts';
import { createEtcdProgress } from './progress.ts';
import { startWatcher, type Watcher } from './watchers.ts';
import { createWires } from './wires.ts';

export interface EtcdSubject {
  openEtcdServer: OpenEtcdServer;
  config?: Partial<EtcdServerOptions>;
  /** How soon, once it is calm, each member must serve. */
  withinTicks: number;
}

export interface EtcdRun {
  broken?: BrokenEtcdRule;
  /** What the code under test threw. */
  thrown?: unknown;
  /** Two runs are alike exactly when their hashes are. */
  hash: string;
  endedAt: number;
  messages: number;
  elections: number;
  fates: Fate[];
  operations: number;
  revisions: number;
  /** What was seen, a line each. */
  lines: string[];
}

export async function runEtcd(plan: EtcdPlan, subject: EtcdSubject, noteFates = false): Promise<EtcdRun> {
  const noted: Fate[] = [];
  const world = openEtcdWorld(plan, subject, noteFates ? noted : undefined);
  const thrown = (await world.runToEnd()) ?? judge(world.story());
  const broken = thrown instanceof EtcdRuleBroken ? thrown.broken : undefined;
  return { ...(broken ? { broken } : thrown !== undefined && { thrown }), ...world.told(), elections: 0, fates: noted };
}

function judge({ operations, revisions, watches }: Story): unknown {
  try {
    checkStrictSerializability({ operations, revisions, watches });
    checkWatches(watches, revisions);
    return undefined;
  } catch (thrown) {
    return thrown;
  }
}

function openEtcdWorld(plan: EtcdPlan, subject: EtcdSubject, noted: Fate[] | undefined) {
  const { random } = createWorld(plan.seed);
  const clock = createVirtualClock();
  const hash = createRunningHash();
  const conditions = createConditions(clock);
  const fates = plan.fates ? listedFates(plan.fates) : drawnFates(random);
  const ids = Array.from({ length: plan.servers }, (_, i) => i + 1);
  const lives = livesOf(random);
  const chronicle = createChronicle();
  const watchers: Watcher[] = [];
  const lines: string[] = [];
  const members: Member[] = [];
  let moments = 0;
  const { told, telling, check } = createComplaints();
  const say = (words: string) => {
    hash.addText(words);
    lines.push(`t=${clock.now()} ${words}`);
  };
  const aliveAt = (id: number) => members[id - 1]?.alive();
  const network = createNetwork({
    ids,
    clock,
    conditions,
    fates: noted ? notedFates(fates, noted) : fates,
    hash,
    happen: (_kind, _server, _words, action) => action(),
    isUp: (id) => aliveAt(id) !== undefined,
    deliver: (message) => aliveAt(message.to)?.server.receive({ type: 'raft', message }),
    tick: (id) => aliveAt(id)?.server.tick(),
  });
  const wires = createWires({
    clock,
    conditions,
    random: random('wires'),
    hash,
    deliver: (to, message) => aliveAt(to)?.server.receive(message),
  });
  const clients = createEtcdClients({
    clock,
    members,
    moment: () => ++moments,
    newest: chronicle.last,
    answered: say,
    told,
  });

  function open(id: number): Member {
    return createMember({
      openEtcdServer: subject.openEtcdServer,
      id,
      servers: plan.servers,
      config: subject.config ?? {},
      clock,
      random: () => lives(id),
      send(to, message) {
        if (message.type === 'raft') network.post(copyMessage(message.message));
        else wires.send(id, to, structuredClone(message));
      },
      diskMs: () => conditions.diskMs(id),
      later: (ms, done) => clock.at(clock.now() + ms, done),
      opened: (life) => telling(() => chronicleOf(id, life)),
      told,
    });
  }

  /** Has everything told that this life of the member has applied, and will. */
  function chronicleOf(id: number, life: Life): void {
    const name = `the watch on everything at ${nameOf(id)}, life ${life.number}`;
    startWatcher({
      name,
      request: { key: utf8('\0'), rangeEnd: utf8('\0'), startRevision: 1 },
      clock,
      random: random(name),
      fullness: 0,
      choose: () => life,
      isOver: life.isOver,
      given: ({ events }) =>
        telling(() => chronicle.told(`${nameOf(id)}, life ${life.number}`, events, ++moments, clock.now())),
      told,
    });
  }

  /** Two watches that go from member to member. */
  function startRoaming(): void {
    const requests = [
      { key: utf8('a'), rangeEnd: utf8('c'), prevKv: true },
      { key: utf8('\0'), rangeEnd: utf8('\0'), filters: ['no-delete' as const] },
      { key: utf8('d') },
    ];
    for (const [i, request] of requests.entries()) {
      const chance = random(`watch ${i + 1}`);
      const choose = () => {
        const there = ids.flatMap((id) => aliveAt(id) ?? []);
        return there[chance.integer(0, Math.max(0, there.length - 1))];
      };
      const name = `watch ${i + 1}`;
      const fullness = i === 0 ? 0.3 : 0;
      watchers.push(startWatcher({ name, request, clock, random: chance, fullness, choose, given: () => {}, told }));
    }
  }

  function enact(event: EtcdEvent): void {
    say(etcdEventInWords(event));
    if (event.kind === 'ask') clients.ask(event.client, event.ask, event.server);
    else if (!conditions.enact(event)) {
      befall(members, event);
      if (event.kind === 'transfer') transfer(event.to);
    }
  }

  function transfer(to: number): void {
    for (const id of ids) {
      const server = aliveAt(id)?.server;
      if (server?.isLeader()) server.moveLeader(BigInt(100 + to)).catch(() => undefined);
    }
  }

  function calm(): void {
    say('the faults are over, everything heals');
    conditions.calm();
    startAnew(members);
  }

  /** Lets the code under test do all it can, then looks at what has come of it. */
  async function settle(): Promise<void> {
    await new Promise<void>((resolve) => setImmediate(resolve));
    check();
  }

  /** @returns what was thrown */
  async function runToEnd(): Promise<unknown> {
    try {
      for (const id of ids) members.push(open(id));
      await settle();
      startRoaming();
      const { calmAt } = plan;
      const { withinTicks } = subject;
      const progress = createEtcdProgress({ clock, clients, members, watchers: () => watchers, calmAt, withinTicks });
      network.startClocks(random('phases of the clocks'));
      for (const event of plan.events) clock.at(event.at, () => enact(event));
      if (plan.events.length > 0) clock.at(calmAt, calm);
      clock.at(calmAt + 1, progress.watch);
      while (!progress.isDone() && clock.step()) await settle();
      return undefined;
    } catch (thrown) {
      return thrown;
    }
  }

  return {
    runToEnd,
    story: (): Story => ({
      operations: clients.operations(),
      revisions: chronicle.revisions(),
      watches: watchers.map(({ log }) => log),
    }),
    told: () => ({
      hash: hash.value(),
      messages: network.delivered(),
      operations: clients.operations().length,
      revisions: chronicle.revisions().length,
      endedAt: clock.now(),
      lines,
    }),
  };
}
