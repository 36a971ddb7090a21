/** Who manages what after plain writes, and after those that move the entries themselves. */
import {
  entriesAfterUpdate,
  type ManagedEntry,
  type Manager,
  newEntry,
  withFields,
} from '#api-server/managed-fields.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import type { DeclareTest, TestContext } from '../../judge/exercise.ts';
import { configMap, deployment, withMeta } from '../registry-world.ts';
import { entryOf, managedBy, managerOf, nameOf, ownersIn, rulesFor, treeOf } from './applied-objects.ts';

const early = '2026-01-31T09:30:00Z';
const late = '2026-01-31T09:31:00Z';

/** Alice has `a` and `b` of a ConfigMap by an apply, bob has `c` by an update. */
const entries = [entryOf('alice', ['f:data f:a', 'f:data f:b'], early), entryOf('bob Update', ['f:data f:c'], early)];
const old = managedBy(configMap('web', { a: '1', b: '1', c: '1' }), entries);

/** The entries in words, each with its time. */
function after(object: KubernetesObject, name: string, from: KubernetesObject | undefined = old): [string, string[]][] {
  return inWords(entriesAfterUpdate(from, object, managerOf(name), rulesFor(object), late));
}

const inWords = (list: ManagedEntry[]) =>
  list.map((entry): [string, string[]] => [
    `${nameOf(entry)}${entry.time === early ? '' : ', now'}`,
    ownersIn([entry])[0][1],
  ]);

function judge(
  t: TestContext,
  data: Record<string, string>,
  name: string,
  expected: [string, string[]][],
  why: string,
) {
  t.newRun();
  t.step('alice applied a=1 and b=1, and bob wrote c=1');
  t.step(`${name}: the data is now ${JSON.stringify(data)}`);
  const paths = expected.map(([who, fields]): [string, string[]] => [who, fields.map((field) => `f:data f:${field}`)]);
  t.equal(after(configMap('web', data), name), paths, why);
}

export function declareManagedTests(test: DeclareTest): void {
  test('A54', 'who writes a field has it, and nobody else has it any more', (t: TestContext) => {
    const all = { a: '1', b: '1', c: '1' };
    const same: [string, string[]][] = [
      ['alice Apply', ['a', 'b']],
      ['bob Update', ['c']],
    ];
    const carol = 'carol Update';
    judge(t, all, carol, same, 'nothing has changed, so nobody has anything else, and carol has nothing');
    judge(
      t,
      { ...all, b: '2' },
      carol,
      [['alice Apply, now', ['a']], same[1], [`${carol}, now`, ['b']]],
      'carol has b; a new entry comes last, and one that is as before keeps its time',
    );
    judge(t, { ...all, d: '1' }, 'bob Update', [same[0], ['bob Update, now', ['c', 'd']]], 'bob has d besides c');
    judge(t, { ...all, c: '2' }, 'bob Update', same, 'bob has c already: the same fields, so the same entry');
    judge(
      t,
      { a: '1', c: '1' },
      carol,
      [['alice Apply, now', ['a']], same[1]],
      'what is gone nobody has, and who only removes has nothing for it',
    );
    judge(t, { a: '1', b: '1' }, carol, [same[0]], 'an entry without fields goes');
    judge(
      t,
      { ...all, a: '2' },
      'alice Update',
      [['alice Apply, now', ['b']], same[1], ['alice Update, now', ['a']]],
      'to apply and to update are two ways: the entries are not the same',
    );
  });

  test('A54', 'entries are one if manager, operation, version and subresource are', (t: TestContext) => {
    const object = configMap('web', { a: '2', b: '1', c: '1' });
    const others: [Partial<Manager>, string][] = [
      [{ manager: 'bobby' }, 'another manager'],
      [{ apiVersion: 'v1' }, 'another version'],
      [{ subresource: 'status' }, 'another subresource'],
    ];
    for (const [rest, why] of others) {
      t.newRun();
      t.step(`bob Update, but with ${why}: a=2`);
      const manager = managerOf('bob Update', rest);
      const found = entriesAfterUpdate(old, object, manager, rulesFor(object), late);
      t.equal(found.length, 3, `it is ${why}, so it is another entry`);
      t.equal(found[2], { ...entryOf('bob Update', ['f:data f:a'], late), ...withoutNothing(manager) }, 'this one');
    }
  });

  test('A54', 'who makes an object has all that is in it', (t: TestContext) => {
    t.step('alice makes a Deployment');
    const spec = { replicas: 2, template: { spec: { containers: [{ name: 'web', image: 'x' }] } } };
    const item = 'f:spec f:template f:spec f:containers k:{"name":"web"}';
    const made = deployment('web', spec, { labels: { app: 'web' } });
    t.equal(
      ownersIn(entriesAfterUpdate(undefined, made, managerOf('alice Update'), rulesFor(made), late)),
      [['alice Update', ['f:metadata f:labels f:app', 'f:spec f:replicas', item, `${item} f:image`, `${item} f:name`]]],
      'every field is new',
    );
    t.step('bob puts another container before it');
    const containers = [{ name: 'log' }, ...spec.template.spec.containers];
    const two = deployment('web', { ...spec, template: { spec: { containers } } }, { labels: { app: 'web' } });
    const log = item.replace('web', 'log');
    const from = managedBy(made, entriesAfterUpdate(undefined, made, managerOf('alice Update'), rulesFor(made), early));
    const found = entriesAfterUpdate(from, two, managerOf('bob Update'), rulesFor(made), late);
    t.equal(found[0], from.metadata.managedFields![0 as never], 'alice’s container stands elsewhere, and is the same');
    t.equal(ownersIn([found[1]]), [['bob Update', [log, `${log} f:name`]]], 'bob has the new one');
  });

  test('A54', 'an entry is what Kubernetes stores, and the same fields leave it alone', (t: TestContext) => {
    const paths = ['f:spec\nf:replicas', 'f:metadata\nf:labels\nf:app'];
    const fieldsV1 = { 'f:metadata': { 'f:labels': { 'f:app': {} } }, 'f:spec': { 'f:replicas': {} } };
    const plain = { manager: 'alice', operation: 'Apply', apiVersion: 'apps/v1', time: early, fieldsType: 'FieldsV1' };
    t.equal(newEntry(managerOf('alice'), paths, early), { ...plain, fieldsV1 }, 'without a subresource it has none');
    const status = newEntry(managerOf('alice Apply status'), paths, early);
    t.equal(status, { ...plain, fieldsV1, subresource: 'status' }, 'this one is of the subresource status');
    const [own] = withFields(status, [...paths].reverse(), late);
    t.equal(own, status, 'the same fields: the entry is as it was, with its time');
    const [less] = withFields(status, paths.slice(0, 1), late);
    t.equal(less, { ...status, time: late, fieldsV1: treeOf(['f:spec f:replicas']) }, 'fewer fields, and another time');
    t.equal(withFields(status, [], late), [], 'none at all: there is no entry');
  });

  test('A54', 'who hands in other entries moves fields; one empty entry asks for none', (t: TestContext) => {
    const same = configMap('web', { a: '1', b: '1', c: '1' });
    const moved = [entryOf('zoe', ['f:data f:a', 'f:data f:b', 'f:data f:c'], early)];
    t.step('bob sends the object with one entry: all of it is zoe’s');
    t.equal(after(managedBy(same, moved), 'bob Update'), inWords(moved), 'he has changed no field, so zoe has them');
    t.step('bob sends the object with managedFields [{}]');
    const cleared = withMeta(same, { managedFields: [{}] as never });
    t.equal(after(cleared, 'bob Update'), [], 'nobody manages anything any more');
    t.step('bob sends it with a=2 and managedFields [{}]');
    const both = { ...cleared, data: { a: '2', b: '1', c: '1' } };
    t.equal(after(both, 'bob Update'), [['bob Update, now', ['f:data f:a']]], 'nobody but him: he has changed a');
  });
}

function withoutNothing({ subresource, ...rest }: Manager): object {
  return subresource ? { ...rest, subresource } : rest;
}
