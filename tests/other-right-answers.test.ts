/**
 * Goal: answers that differ from the reference and are right by the text, as far as it has come, pass. Method: edits of
 * the reference, and the exercises that must and must not mind.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { bugsOf, lessons } from '../checker/catalog.ts';
import { createBundler } from '../checker/judge/bundle.ts';
import { allReference, referenceIn } from '../checker/judge/layers.ts';
import type { Bug } from '../checker/judge/lesson.ts';
import { closeWorkers, type ExerciseRun, runBundle } from '../checker/judge/run.ts';
import { withBug } from '../checker/verify/bugs.ts';

const raft = lessons.find(({ name }) => name === 'raft')!;

/** What the exercises say of lesson 3's reference with these edits. */
async function verdictsOf(exercises: string[], edits: Bug['edits']): Promise<Record<string, string>> {
  const replaced = withBug(raft, { id: 'another answer', exercise: exercises[0], mistake: 'none', edits });
  const run: ExerciseRun = { lesson: raft, exercises, reference: referenceIn(allReference(raft)), seed: 1, replaced };
  const bundler = await createBundler(run);
  try {
    const results = await runBundle(run, await bundler.build());
    return Object.fromEntries(results.map(({ id, verdict }) => [id, verdict]));
  } finally {
    await bundler.dispose();
  }
}

test.after(closeWorkers);

test('3.2 does not ask for the condition that only 3.3 speaks of', async () => {
  const { edits } = (await bugsOf(raft)).find(({ id }) => id === 'commits-old-term-by-counting')!;
  assert.equal(await verdictsOf(['3.2', '3.3'], edits), { '3.2': 'pass', '3.3': 'fail' });
});

test('a candidate that a majority has refused may follow again', async () => {
  const find = '  server.votes.set(message.from, message.granted);\n  countVotes(server);\n';
  const replace = `${find}  const isRefused = isMajority(server, (id) => server.votes.get(id) === false);\n  if (isRefused) becomeFollower(server, server.term, 0);\n`;
  assert.equal(await verdictsOf(['3.1'], [{ file: 'election.ts', find, replace }]), { '3.1': 'pass' });
});

test('a new leader may send empty AppendEntries at once, as the paper’s does', async () => {
  const find = '  becomeLeader(server);\n  broadcastHeartbeat(server);\n';
  const edits = [{ file: 'election.ts', find, replace: `${find}  server.hasNews = true;\n` }];
  assert.equal(await verdictsOf(['3.1', '3.2'], edits), { '3.1': 'pass', '3.2': 'pass' });
});

test.run();
