/**
 * Goal: the small parts that worlds are made of do what they say. Method: each by itself.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createRandom } from '#kit/random.ts';
import { withoutIdleHeartbeats } from '../checker/sim/fold.ts';
import { spaceTimePage } from '../checker/sim/picture/page.ts';
import { drawTable } from '../checker/sim/picture/terminal.ts';
import type { Belief, RecordedEvent, Recording, SentMessage } from '../checker/sim/recording.ts';
import { createRunningHash } from '../checker/sim/running-hash.ts';
import { shrinkList, simplifyItems, tryAll } from '../checker/sim/shrink.ts';
import { createVirtualClock } from '../checker/sim/virtual-clock.ts';

test('virtual clock: in the order of time, and of the calls where that is equal', () => {
  const clock = createVirtualClock();
  const random = createRandom(1);
  const told: [number, number][] = [];
  const planned = Array.from({ length: 500 }, (_, i): [number, number] => [random.integer(0, 50), i]);
  for (const [when, i] of planned) clock.at(when, () => told.push([clock.now(), i]));
  while (clock.step());
  assert.equal(
    told,
    planned.sort(([a, i], [b, j]) => a - b || i - j),
  );
});

test('virtual clock: what is late happens now, timers can be cancelled, and time never goes back', () => {
  const clock = createVirtualClock();
  const told: string[] = [];
  const cancel = clock.setTimer(5, () => told.push('cancelled'));
  clock.at(3, () => {
    cancel();
    clock.at(1, () => told.push(`late at ${clock.now()}`));
  });
  assert.is(clock.step(2), false);
  assert.is(clock.now(), 2);
  while (clock.step());
  assert.equal(told, ['late at 3']);
});

test('running hash: any difference, also of order, is another hash', () => {
  const hashOf = (...values: (number | string)[]) => {
    const hash = createRunningHash();
    for (const value of values) typeof value === 'number' ? hash.add(value) : hash.addText(value);
    return hash.value();
  };
  const hashes = [hashOf(), hashOf(0), hashOf(1, 2), hashOf(2, 1), hashOf('ab'), hashOf('a', 'b'), hashOf(1, 2, 0)];
  assert.is(new Set(hashes).size, hashes.length);
  assert.is(hashOf(1, 'x'), hashOf(1, 'x'));
  assert.match(hashOf(7), /^[0-9a-f]{16}$/);
});

test('shrinking: exactly the items that are needed are left', () => {
  const random = createRandom(2);
  for (let run = 0; run < 200; run++) {
    const items = Array.from({ length: random.integer(0, 60) }, (_, i) => i);
    const needed = items.filter(() => random.next() < 0.08);
    const fails = (some: number[]) => needed.every((item) => some.includes(item));
    assert.equal(tryAll(shrinkList(items), fails), needed);
  }
});

test('shrinking: items are made as simple as they can be', () => {
  const halves = (item: number) => (item > 0 ? [0, item >> 1, item - 1] : []);
  const fails = ([a, b]: number[]) => a >= 7 && b >= 3;
  assert.equal(tryAll(simplifyItems([100, 50], halves), fails), [7, 3]);
});

const belief = (changes: Partial<Belief> = {}): Belief => ({
  ...{ isUp: true, role: 'follower', term: 1, vote: null, leader: 'n1', commit: 0, applied: 0, snapshot: 0, log: [] },
  ...changes,
});
const sent = (message: number, type: SentMessage['type'], to = 'n2'): SentMessage => ({
  ...{ message, from: 'n1', to, words: 'Heartbeat commit=0', type, isReply: false },
});
const event = (at: number, changes: Partial<RecordedEvent>): RecordedEvent => ({
  ...{ at, kind: 'message', words: 'n1@1 → n2 Heartbeat commit=0', sent: [], beliefs: {} },
  ...changes,
});
const recording: Recording = {
  nodes: ['n1', 'n2'],
  unit: 'ms',
  before: { n1: belief({ role: 'leader' }), n2: belief() },
  events: [
    event(10, { kind: 'timer', node: 'n1', words: 'n1 sends heartbeats', sent: [sent(1, 'heartbeat')] }),
    event(11, { node: 'n2', message: 1 }),
    event(20, { kind: 'timer', node: 'n1', words: 'n1 sends heartbeats', sent: [sent(2, 'heartbeat')] }),
    event(21, { node: 'n2', message: 2, beliefs: { n2: belief({ commit: 1 }) } }),
    event(22, {
      kind: 'client',
      words: 'propose "</script><b>" to n1',
      beliefs: { n2: belief({ isUp: false, role: 'down' }) },
    }),
    event(23, { kind: 'violation', words: `something that takes many words to say ${'and more '.repeat(12)}` }),
  ],
};

test('folding: heartbeats that change nothing go, with the ticks that sent them', () => {
  assert.equal(
    withoutIdleHeartbeats(recording).events.map(({ at }) => at),
    [20, 21, 22, 23],
  );
});

test('terminal: one line an event, 76 columns, only what changes', () => {
  const lines = drawTable(recording);
  assert.ok(
    lines.every((line) => line.length <= 76 && line === line.trimEnd()),
    lines.join('\n'),
  );
  assert.match(lines[1], /L1 0\/0 F1 0\/0$/);
  assert.match(lines[5], /^21 {2}n1@1 → n2 Heartbeat commit=0 +F1 1\/0$/);
  assert.match(lines[6], / –$/);
  assert.match(lines[7], '✘ something');
  assert.match(drawTable(recording, { lastEvents: 2 })[2], '4 events before');
});

test('page: one file that needs nothing else, and in which nothing of a run is markup', () => {
  const page = spaceTimePage(recording, { rule: 'Rule: <words>', message: 'a & b', nodes: ['n1'], indexes: [1] }, [
    '<note>',
  ]);
  assert.not.match(page, /(src|href)\s*=|url\(|@import|https?:/);
  assert.match(page, "default-src 'none'");
  assert.not.match(page, '</script><b>');
  assert.not.match(page, '<note>');
  assert.is(page.match(/<li class=/g)?.length, recording.events.length);
  assert.is(page.match(/<g class="arrow/g)?.length, 2 + 5);
});

test.run();
