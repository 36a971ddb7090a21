/**
 * Goal: where the learner and the newer stub changed the same lines the learner's file stays, until it is settled.
 * Method: throw-away workbooks with a real upstream, and a learner who settles in time, late, or never.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { publish, store } from './workbook/fake.ts';
import {
  assertClean,
  assertMerged,
  assertUpToDate,
  commitAll,
  inConflict,
  kinds,
  newDocs,
  update,
} from './workbook/learner.ts';

test('a conflict leaves the file as it is, and the rest comes in', () => {
  const { learner, mine, merge } = inConflict();
  assert.equal(kinds(update(learner)), [`conflict ${store}`]);
  assert.is(learner.read(store), mine);
  assert.match(
    learner.read(merge),
    /<<<<<<< yours\n {4}size\(\): number \{\n[\s\S]*=======\n {4}size\(from\?: string\) \{\n/,
  );
  assert.is(learner.read('README.md'), '# Slipway, newer\n');
  const again = update(learner);
  assert.equal([kinds(again), again.pending], [[], [{ path: store, state: 'waits' }]]);
  assert.is(learner.read(store), mine);
});

test('a settled conflict is put in place by the next update, and then news come in again', () => {
  const { author, learner, mine, merge } = inConflict();
  update(learner);
  const settled = mine.replace('    size(): number {', '    size(from?: string): number {');
  learner.write(merge, settled);
  publish(author, () => newDocs(author));
  const outcome = update(learner);
  assert.equal(outcome.pending, [{ path: store, state: 'ready' }]);
  assert.match(learner.read(store), 'size(from?: string): number {');
  assertMerged(learner);
  assert.not(learner.has(merge));
  assertUpToDate(learner);
});

test('a file that was written to since its merge is not replaced by it', () => {
  const { learner, mine, merge } = inConflict();
  update(learner);
  learner.write(merge, mine.replace('    size(): number {', '    size(from?: string): number {'));
  learner.edit(store, 'mine', 'mine, and later');
  const later = learner.read(store);
  assert.equal(update(learner).pending, [{ path: store, state: 'changed' }]);
  assert.is(learner.read(store), later);
  learner.remove(merge);
  assertUpToDate(learner);
});

test('while a conflict waits, further news of that file wait as well', () => {
  const { author, learner, mine, merge } = inConflict();
  update(learner);
  publish(author, () => newDocs(author));
  assert.equal(kinds(update(learner)), []);
  assert.is(learner.read(store), mine);
  learner.write(merge, mine.replace('    size(): number {', '    size(from?: string): number {'));
  update(learner);
  assertMerged(learner);
});

test('a committed conflict stays as it is in the commit too', () => {
  const { learner, mine } = inConflict();
  commitAll(learner);
  update(learner);
  assert.is(learner.read(store), mine);
  assert.is(learner.git('show', `HEAD:${store}`), mine.trim());
  assertClean(learner);
});

test.run();
