/** Any number of appliers and updaters on one Deployment, against a model that knows sets of paths and nothing else. */
import { applied, conflictsOf } from '#api-server/apply.ts';
import { pathInWords } from '#api-server/field-set.ts';
import { entriesAfterUpdate, entriesOf } from '#api-server/managed-fields.ts';
import { codeOf } from '#kit/failure.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { type DeclareTest, fc, type TestContext } from '../../judge/exercise.ts';
import { deploymentRules, managedBy, managerOf, nameOf, objectOf, ownersIn, valuesIn } from './applied-objects.ts';
import { apply, choices, fieldOf, isKey, isUnder, type Managed, update, type Values, valuesOf } from './apply-model.ts';

const chosen = fc.uniqueArray(fc.constantFrom(...choices), { selector: fieldOf, maxLength: 5, size: 'max' });
const act = fc.oneof(
  { weight: 4, arbitrary: fc.record({ who: fc.constantFrom('alice', 'bob'), chosen, force: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ who: fc.constant('carol'), chosen, gone: fc.nat(20) }) },
);
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

interface World {
  t: TestContext;
  live: KubernetesObject;
  model: Managed;
  rules: ReturnType<typeof deploymentRules>;
  /** Each write is a second later. */
  time(): string;
}

/** `c1.image`: a path as people say it of this Deployment. */
function inShort(path: string): string {
  return path
    .replace(/f:spec f:template f:spec f:containers k:{"name":"(\w+)"}/, '$1')
    .replace(/ f:ports k:{"containerPort":80,"protocol":"TCP"}/, '.port80')
    .replace(/^f:(spec|metadata)( f:template f:spec)? f:/, '')
    .replace(/ f:/g, '.');
}

const inWords = (path: string) => pathInWords(path.replaceAll(' ', '\n'));
const shown = (values: Values) =>
  [...values].map(([path, value]) => `${inShort(path)} = ${JSON.stringify(value)}`).sort();
const had = (owners: Iterable<[string, Iterable<string>]>) =>
  [...owners].map(([who, paths]) => `${who}: ${[...paths].map(inShort).sort().join(', ')}`).sort();

function check({ t, live, model }: World): void {
  const owners = had(ownersIn(entriesOf(live)));
  for (const line of owners) t.step(`  ${line}`);
  t.equal(shown(valuesIn(live)), shown(model.values), 'these must be the fields of the object now');
  t.equal(owners, had(model.owners), 'and this is who manages them');
}

function doApply(world: World, who: string, picked: readonly string[], force: boolean): void {
  const { t, live, model, rules } = world;
  t.step(`${who} applies ${picked.join(', ') || 'nothing'}${force ? ', by force' : ''}`);
  const config = objectOf(valuesOf(picked));
  const request = { config, manager: managerOf(who), force, rules, time: world.time() };
  const conflicts = apply(model, `${who} Apply`, valuesOf(picked), force);
  const found = conflictsOf(live, request).map(({ entry, path }) => `${nameOf(entry)} ${pathInWords(path)}`);
  const expected = conflicts.map(([other, path]) => `${other} ${inWords(path)}`);
  t.equal(found.sort(), expected.sort(), 'these fields somebody else has, with another value');
  let refusal: unknown;
  try {
    const result = applied(live, request);
    world.live = managedBy(result.object, result.entries);
  } catch (thrown) {
    refusal = codeOf(thrown);
    if (refusal !== 'Conflict') throw thrown;
  }
  const isRefused = conflicts.length > 0 && !force;
  t.equal(refusal, isRefused ? 'Conflict' : undefined, isRefused ? 'it is a conflict' : 'there is nothing in its way');
  if (isRefused) return;
  check(world);
  t.step(`${who} applies the same again`);
  const again = applied(world.live, { ...request, time: world.time() });
  t.equal(
    again.entries,
    entriesOf(world.live),
    'nothing changes, so every entry is as it was, with its time and its place',
  );
  t.equal(managedBy(again.object, again.entries), world.live, 'nor does the object');
}

function doUpdate(world: World, who: string, picked: readonly string[], gone: number): void {
  const { t, live, model, rules } = world;
  const removable = [...model.values.keys()].filter((path) => !isKey(path)).sort();
  const removed = removable[gone];
  const next: Values = new Map([...model.values, ...valuesOf(picked)]);
  for (const path of [...next.keys()]) if (path === removed || (removed && isUnder(path, removed))) next.delete(path);
  const without = removed ? `${picked.length > 0 ? ', and ' : ''}without ${inShort(removed)}` : '';
  t.step(`${who} updates: ${picked.join(', ')}${without || (picked.length > 0 ? '' : 'nothing')}`);
  update(model, `${who} Update`, next);
  const object = objectOf(next);
  const entries = entriesAfterUpdate(live, object, managerOf(`${who} Update`), rules, world.time());
  world.live = managedBy(object, entries);
  check(world);
  const same = entriesAfterUpdate(world.live, world.live, managerOf('dave Update'), rules, world.time());
  t.equal(same, entriesOf(world.live), 'a write that changes nothing changes nobody’s entry');
}

function run(t: TestContext, rules: World['rules'], acts: readonly Act[]): void {
  let seconds = 0;
  const world: World = {
    t,
    live: objectOf(new Map()),
    model: { values: new Map(), owners: new Map() },
    rules,
    time: () => new Date(Date.UTC(2026, 0, 31, 9, 30, seconds++)).toISOString().replace('.000', ''),
  };
  for (const each of acts) {
    if ('force' in each) doApply(world, each.who, each.chosen, each.force);
    else doUpdate(world, each.who, each.chosen, each.gone);
  }
}

export function declareApplyWorldTests(test: DeclareTest): void {
  test('A54', 'whatever is applied and updated, each has what it applies, and what nobody has is gone', async (t) => {
    const rules = deploymentRules();
    await t.forAll(fc.array(act, { maxLength: 8, size: 'max' }), (acts) => run(t, rules, acts), { runs: 50 });
  });
}
