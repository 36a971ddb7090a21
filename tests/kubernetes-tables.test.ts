// Goal: tables show what people know from kubectl. Method: examples of each state, and rules that hold for every kind.
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { resourceTypes } from '../lessons/kit/kubernetes/resources.ts';
import { duration } from '../lessons/kit/kubernetes/tables/age.ts';
import { tableEvent, tableOf, wantsTable } from '../lessons/kit/kubernetes/tables/index.ts';
import { valuesAtPath } from '../lessons/kit/kubernetes/tables/json-path.ts';
import { now, object, pods, widgets } from './kubernetes/parts.ts';

test('every kind has a cell for each column, even where nothing is set', () => {
  for (const type of [...resourceTypes, widgets]) {
    const { columnDefinitions, rows } = tableOf(type, [object({})], {}, { now });
    assert.is(rows[0].cells.length, columnDefinitions!.length, type.kind);
    assert.ok(
      columnDefinitions!.some(({ format }) => format === 'name'),
      type.kind,
    );
  }
});

test('the status of a pod is what goes on in it', () => {
  const shown = (spec: object, podStatus: object, metadata: object = {}) =>
    tableOf(
      pods,
      [object({ metadata: { name: 'p', ...metadata }, spec, status: podStatus })],
      {},
      { now },
    ).rows[0].cells.slice(1, 4);
  const one = { containers: [{ name: 'a' }] };
  const state = (is: object, more: object = {}) => ({
    phase: 'Running',
    containerStatuses: [{ name: 'a', state: is, ...more }],
  });
  const last = { terminated: { finishedAt: '2026-01-01T23:57:55Z' } };
  assert.equal(shown(one, { phase: 'Pending' }), ['0/1', 'Pending', '0']);
  assert.equal(shown(one, state({ running: {} }, { ready: true })), ['1/1', 'Running', '0']);
  assert.equal(shown(one, state({ waiting: { reason: 'CrashLoopBackOff' } }, { restartCount: 5, lastState: last })), [
    '0/1',
    'CrashLoopBackOff',
    '5 (2m5s ago)',
  ]);
  assert.equal(shown(one, state({ terminated: { exitCode: 3 } })), ['0/1', 'ExitCode:3', '0']);
  assert.equal(shown(one, state({ running: {} }, { ready: true }), { deletionTimestamp: 'x' }), [
    '1/1',
    'Terminating',
    '0',
  ]);
  const inits = { ...one, initContainers: [{ name: 'i' }, { name: 'j' }] };
  const initStatuses = [
    { name: 'i', state: { terminated: { exitCode: 0 } } },
    { name: 'j', state: { running: {} } },
  ];
  assert.equal(shown(inits, { phase: 'Pending', initContainerStatuses: initStatuses }), ['0/1', 'Init:1/2', '0']);
});

test('ages have two units while the second says something', () => {
  const units = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
  const ages: [number, string][] = [
    [0, '0s'],
    [119 * units.s, '119s'],
    [150 * units.s, '2m30s'],
    [10 * units.m, '10m'],
    [185 * units.m, '3h5m'],
    [47 * units.h, '47h'],
    [50 * units.h, '2d2h'],
    [30 * units.d, '30d'],
    [800 * units.d, '2y70d'],
  ];
  for (const [age, text] of ages) assert.is(duration(age), text);
});

test('a table is asked for by Accept, holds as much of the object as wished, and goes into a watch row by row', () => {
  assert.ok(wantsTable('application/json;as=Table;v=v1;g=meta.k8s.io,application/json'));
  assert.not.ok(wantsTable('application/json, */*'));
  assert.not.ok(wantsTable(undefined));
  const row = (includeObject?: string) =>
    tableOf(pods, [object({})], {}, { now, includeObject }).rows[0].object as object;
  assert.equal(row(), { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: { name: 'a' } });
  assert.equal(row('Object'), { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' } });
  assert.is(row('None'), null);
  const event = { type: 'ADDED' as const, object: object({ metadata: { name: 'a', resourceVersion: '7' } }) };
  const table = tableEvent(pods, event, { now, isFirst: false }).object as unknown as {
    columnDefinitions: null;
    metadata: object;
  };
  assert.is(table.columnDefinitions, null);
  assert.equal(table.metadata, { resourceVersion: '7' });
});

test('custom kinds show the columns of their definition', () => {
  const widget = object({ metadata: { name: 'a', creationTimestamp: '2026-01-01T00:00:00Z' }, spec: { size: 3 } });
  assert.equal(
    tableOf(widgets, [widget, object({})], {}, { now }).rows.map(({ cells }) => cells),
    [
      ['a', 3, '24h'],
      ['a', null, null],
    ],
  );
  const conditions = [
    { type: 'A', status: 'False' },
    { type: 'Ready', status: 'True' },
  ];
  const value = { a: { 'b.c': [1, 2] }, status: { conditions } };
  assert.equal(valuesAtPath(value, '.status.conditions[?(@.type=="Ready")].status'), ['True']);
  assert.equal(valuesAtPath(value, '.a.b\\.c[*]'), [1, 2]);
  assert.equal(valuesAtPath(value, ".a['b.c'][1]"), [2]);
  assert.equal(valuesAtPath(value, '.status.none[0].x'), []);
  assert.equal(valuesAtPath(value, '..x'), []);
});

test.run();
