/**
 * Goal: the world of lesson 3 is deterministic, lets a right Raft pass, and catches and explains wrong ones. Method: the
 * reference and small edits of it, in seeded chaos and in scripts.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createTestRun, UnsteadyRun } from '../checker/judge/test-context.ts';
import { type RaftRule, RuleBroken } from '../checker/oracles/raft-invariants.ts';
import { type ChaosOptions, chaos } from '../checker/sim/raft/chaos.ts';
import type { CreateRaft } from '../checker/sim/raft/cluster.ts';
import { allTroubles, generatePlan } from '../checker/sim/raft/generate.ts';
import { createRecorder } from '../checker/sim/raft/recorder.ts';
import { runPlan, type Subject } from '../checker/sim/raft/run-plan.ts';
import { type Script, scripted } from '../checker/sim/raft/script.ts';
import { createRaft } from '../solutions/3-raft/raft.ts';
import { edited } from './edited.ts';

/** The reference with one edit. */
const broken = (file: string, find: string, replace: string) =>
  edited<{ createRaft: CreateRaft }>('solutions/3-raft/raft.ts', { file, find, replace }).then(
    (made) => made.createRaft,
  );

const right: Subject = { createRaft, config: { noop: true }, progress: { until: 'applied', withinTicks: 400 } };
const planOf = (seed: number) =>
  generatePlan(seed, {
    servers: 5,
    durationMs: 1500,
    troubles: allTroubles,
    errands: ['propose', 'read', 'compact', 'transfer'],
  });

/** What a test of chaos says of it. */
function outcomeOf(options: ChaosOptions) {
  const { context, exhibits } = createTestRun('chaos', 1);
  try {
    chaos(context, options);
    return undefined;
  } catch (thrown) {
    return { thrown: thrown as Error, ...exhibits() };
  }
}

function assertCaught(options: ChaosOptions, rules: RaftRule[], eventsMax: number) {
  const outcome = outcomeOf(options);
  assert.ok(outcome, 'caught');
  const rule = rules.find((each) => outcome.thrown.message.toLowerCase().startsWith(each));
  assert.ok(rule, outcome.thrown.message);
  assert.ok(outcome.run!.length <= eventsMax, outcome.run!.join('\n'));
  assert.ok(
    outcome.drawing!.every((line) => line.length <= 76),
    outcome.drawing!.join('\n'),
  );
  assert.match(outcome.attachments![0].content, '<!doctype html>');
}

test('the same seed gives the same run, event by event', () => {
  for (const seed of [1, 2, 3]) {
    const [a, b] = [createRecorder(), createRecorder()];
    const first = runPlan(planOf(seed), right, { recorder: a });
    assert.is(runPlan(planOf(seed), right, { recorder: b }).hash, first.hash);
    assert.is(runPlan(planOf(seed), right).hash, first.hash, 'recording changes nothing');
    assert.equal(a.recording, b.recording);
  }
  assert.is.not(runPlan(planOf(1), right).hash, runPlan(planOf(2), right).hash);
});

test('a run whose fates are noted is the same when they are listed', () => {
  const plan = planOf(7);
  const drawn = runPlan(plan, right, { noteFates: true });
  assert.is(runPlan({ ...plan, fates: drawn.fates }, right).hash, drawn.hash);
});

test('the reference keeps every rule in chaos', () => {
  const { context } = createTestRun('chaos', 1);
  const count = chaos(context, { ...right, runs: 60, errands: ['propose', 'read', 'compact', 'transfer'] });
  assert.ok(count.messages > 10_000 && count.elections > 100, JSON.stringify(count));
});

test('a server that votes twice in a term is caught', async () => {
  const find = 'const isFree = server.vote === 0 || server.vote === message.from;';
  const createRaft = await broken('election.ts', find, 'const isFree = true;');
  assertCaught(
    { createRaft, runs: 30, errands: [], progress: { until: 'leader', withinTicks: 400 } },
    ['one vote a term'],
    5,
  );
});

test('a server that forgets its vote in a restart is caught', () => {
  const forgetful: CreateRaft = (config) =>
    createRaft({ ...config, ...(config.hardState && { hardState: { ...config.hardState, vote: 0 } }) });
  assertCaught({ createRaft: forgetful, runs: 30 }, ['one vote a term'], 5);
});

test('a server that answers before it has persisted is caught', () => {
  const hasty: CreateRaft = (config) => {
    const raft = createRaft(config);
    let later: ReturnType<typeof raft.ready>;
    return {
      ...raft,
      // Hands out the messages alone, and what is to be persisted only in the Ready after it.
      ready() {
        if (later) return later;
        later = raft.ready();
        return later && { entries: [], messages: later.messages, committed: [], reads: [] };
      },
      advance() {
        if (later?.messages.length === 0) raft.advance();
        later = later?.messages.length === 0 ? undefined : later && { ...later, messages: [] };
      },
    };
  };
  assertCaught({ createRaft: hasty, runs: 5 }, ['durable before sent'], 3);
});

test('a leader that commits entries of older terms by counting is caught', async () => {
  const createRaft = await broken('commit.ts', ' || log.term(index) !== server.term', '');
  assertCaught({ createRaft, runs: 60 }, ['commit by own term'], 8);
});

test('a cluster without progress is caught', () => {
  const mute: CreateRaft = (config) => ({ ...createRaft(config), tick: () => {} });
  assertCaught({ createRaft: mute, runs: 1 }, ['progress'], 3);
});

test('chance of its own is told apart from a mistake', () => {
  let calls = 0;
  const moody: CreateRaft = (config) => {
    const raft = createRaft(config);
    return { ...raft, tick: () => (++calls % 977 === 0 ? raft.campaign() : raft.tick()) };
  };
  assert.instance(outcomeOf({ createRaft: moody, runs: 5 })?.thrown, UnsteadyRun);
});

async function play(
  createRaft: CreateRaft,
  options: Omit<Parameters<typeof scripted>[1], 'createRaft'>,
  body: (world: Script) => void,
) {
  const run = createTestRun('script', 1);
  try {
    await scripted(run.context, { createRaft, ...options }, body);
    return { thrown: undefined, ...run.exhibits() };
  } catch (thrown) {
    return { thrown: thrown as Error, ...run.exhibits() };
  }
}

/** Figure 8 of the paper, as far as (c): the leader of term 4 replicates an entry of term 2 to a majority. */
function figure8(world: Script) {
  world.campaign(1);
  world.settle();
}

const figure8Disks = {
  1: { term: 3, log: [1, 2] },
  2: { term: 2, log: [1, 2] },
  3: { term: 1, log: [1] },
  4: { term: 1, log: [1] },
  5: { term: 3, vote: 5, log: [1, 3] },
};

test('Figure 8: an old entry on a majority is not committed by counting', async () => {
  const options = { servers: 5, disks: figure8Disks };
  const { thrown } = await play(createRaft, options, (world) => {
    world.cut(1, 5);
    figure8(world);
    assert.is(world.status(1).role, 'leader');
    assert.is(world.status(1).commit, 0);
    assert.is(world.log(3), '[1@1 2@2]');
  });
  assert.is(thrown, undefined, thrown?.stack);
  const wrong = await broken('commit.ts', ' || log.term(index) !== server.term', '');
  const caught = await play(wrong, options, (world) => {
    world.cut(1, 5);
    figure8(world);
  });
  assert.match(caught.thrown!.message, 'Commit by own term is broken: n1, the leader of term 4, commits');
  assert.ok(caught.run!.length >= 7);
});

test('a failing assertion in a script is drawn as well', async () => {
  const caught = await play(createRaft, { servers: 3 }, (world) => {
    world.campaign(2);
    world.deliver({ to: 1 });
    world.crash(1, 'send');
    world.settle();
    throw new Error('the test says no');
  });
  assert.is(caught.thrown!.message, 'the test says no');
  assert.not.instance(caught.thrown, RuleBroken);
  assert.ok(caught.drawing!.length > 5);
});

test.run();
