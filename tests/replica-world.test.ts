/**
 * Goal: whole replicas in the world are judged by what their clients saw and by what survives on their disks, the same
 * every time. Method: the reference and small edits of it.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createTestRun } from '../checker/judge/test-context.ts';
import { generatePlan } from '../checker/sim/raft/generate.ts';
import type { Plan } from '../checker/sim/raft/plan.ts';
import { createRecorder } from '../checker/sim/raft/recorder.ts';
import { replicaChaos, replicaPlan, replicaTroubles } from '../checker/sim/replica/chaos.ts';
import { type ReplicaSubject, runReplicas } from '../checker/sim/replica/run-plan.ts';
import type { OpenReplica } from '../checker/sim/replica/server.ts';
import { edited } from './edited.ts';

const broken = (file: string, find: string, replace: string) =>
  edited<{ openReplica: OpenReplica }>('solutions/3-raft/replica.ts', { file, find, replace }).then(
    (made) => made.openReplica,
  );

/** The reference, on the reference's lower layers. */
const { openReplica } = await edited<{ openReplica: OpenReplica }>('solutions/3-raft/replica.ts', {
  file: 'replica.ts',
  find: 'export async function openReplica',
  replace: 'export async function openReplica',
});
const config = { noop: true, snapshotEntries: 20, segmentBytes: 2000 };
const right: ReplicaSubject = { openReplica, config, withinTicks: 400 };

async function outcomeOf(openReplica: OpenReplica, runs: number) {
  const { context, exhibits } = createTestRun('replicas', 1);
  try {
    await replicaChaos(context, { openReplica, config, runs });
    return undefined;
  } catch (thrown) {
    return { message: (thrown as Error).message, ...exhibits() };
  }
}

test('the same seed gives the same run, event by event', async () => {
  const plan = generatePlan(5, { servers: 3, durationMs: 1000, troubles: replicaTroubles, errands: ['ask'] });
  const [a, b] = [createRecorder(), createRecorder()];
  const first = await runReplicas(plan, right, { recorder: a });
  assert.is((await runReplicas(plan, right, { recorder: b })).hash, first.hash);
  assert.is((await runReplicas(plan, right)).hash, first.hash, 'recording changes nothing');
  assert.equal(a.recording, b.recording);
  const listed = await runReplicas(plan, right, { noteFates: true });
  assert.is(
    (await runReplicas({ ...plan, fates: listed.fates }, right)).hash,
    first.hash,
    'listed fates change nothing',
  );
});

test('the reference passes', async () => {
  const { context } = createTestRun('replicas', 1);
  const count = await replicaChaos(context, { openReplica, config, runs: 25 });
  assert.ok(count.operations > 500, JSON.stringify(count));
});

test('the reference survives a loss of power in the middle of every disk write', async () => {
  for (let write = 1; write <= 20; write++) {
    for (const kept of [0, 2]) {
      const plan: Plan = {
        servers: 3,
        seed: 1,
        calmAt: 700,
        fates: [],
        events: [
          { at: 0, kind: 'power', server: 1, kept, write },
          { at: 250, kind: 'ask', client: 'c1', server: 1, input: { type: 'put', key: 'a', value: '1' } },
          { at: 260, kind: 'ask', client: 'c2', server: 2, input: { type: 'put', key: 'a', value: '2' } },
          { at: 300, kind: 'restart', server: 1 },
        ],
      };
      await replicaPlan(createTestRun('write', 1).context, plan, right);
    }
  }
});

test('reads that do not ask are caught, with the impossible part', async () => {
  const caught = await outcomeOf(await broken('replica.ts', 'await takeIn(() => reads.wait());', ''), 10);
  assert.match(caught!.message, 'Linearizability is broken');
  assert.match(caught!.drawing!.join('\n'), 'No order explains these 2 operations');
  assert.ok(caught!.run!.length <= 6, caught!.run!.join('\n'));
});

test('a vote that is not persisted is caught, over a restart', async () => {
  const openReplica = await broken('election.ts', '    server.vote = message.from;\n', '');
  const caught = await outcomeOf(openReplica, 40);
  assert.match(caught!.message, /One vote a term|Election safety/);
});

test.run();
