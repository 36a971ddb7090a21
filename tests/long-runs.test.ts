/**
 * Goal: what is run seldom still runs, and its figures mean what they say. Method: a soak of a few seeds; measures with
 * known samples.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isMet, summary } from '../checker/bench/measure.ts';
import { createTestRun } from '../checker/judge/test-context.ts';
import { chaosSoak } from '../checker/verify/chaos-soak.ts';

const samples = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

test('a time is met when it is short, a rate when it is high, and nine of ten are on the good side', () => {
  const time = summary('ms', samples);
  assert.equal(time, { unit: 'ms', median: 5, p90: 9, runs: 10 });
  assert.ok(isMet({ name: '', ...time, goal: 5 }));
  assert.not(isMet({ name: '', ...time, goal: 5, held: 'p90' }));
  const rate = summary('messages/s', samples);
  assert.equal(rate, { unit: 'messages/s', median: 5, p90: 1, runs: 10 });
  assert.ok(isMet({ name: '', ...rate, goal: 5 }));
  assert.not(isMet({ name: '', ...rate, goal: 5, held: 'p90' }));
  assert.ok(isMet({ name: '', ...rate }), 'what has no goal is for reading');
});

test('the soak of the Raft world runs every seed once, and counts', async () => {
  const failures: unknown[] = [];
  const { plans, messages, elections, faults } = await chaosSoak({ from: 8, count: 5 }, (each) => failures.push(each));
  assert.equal(failures, []);
  assert.is(plans, 6, 'five of servers, and one of replicas for seed 10');
  assert.ok(messages > 1000 && elections >= 6 && faults > 0);
});

test('what a test draws only if it fails is drawn with what it failed with', () => {
  const { context, exhibits } = createTestRun('a test', 1);
  context.onFailure(() => context.draw(['the first fleet']));
  context.onFailure((thrown) => context.draw([`the last one, after ${thrown}`]));
  assert.equal(exhibits('a fault'), { drawing: ['the last one, after a fault'] });
});

test.run();
