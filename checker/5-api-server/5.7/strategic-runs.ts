/** The strategic merge patch: random lists beside a model. */
import { type DeclareTest, fc, type TestContext } from '../../judge/exercise.ts';
import type { Fields } from '../manifests.ts';
import { merged } from './strategic-tests.ts';

export function declareStrategicRuns(test: DeclareTest): void {
  test('A35', 'whatever lists are merged, they are merged as the model says', async (t: TestContext) => {
    await t.forAll(fc.record({ before: someContainers, change: someChanges }), ({ before, change }) => {
      const expected = modelled(before, change);
      t.equal(
        merged(t, { containers: before }, { containers: change }),
        { containers: expected },
        'each item of the patch is merged into the item of its name, removes it, or is added behind',
      );
    });
  });
}

const someName = fc.constantFrom('a', 'b', 'c', 'd');
const someFields = fc.record(
  { image: fc.constantFrom('1', '2'), tty: fc.boolean(), workingDir: fc.constantFrom('/', '/d') },
  { requiredKeys: [] },
);
const named = <T extends object>(fields: fc.Arbitrary<T>) =>
  fc.uniqueArray(
    fc.tuple(someName, fields).map(([name, rest]) => ({ name, ...rest })),
    { selector: ({ name }) => name, maxLength: 4 },
  );
const someContainers: fc.Arbitrary<Fields[]> = named(someFields);
const someChanges: fc.Arbitrary<Fields[]> = named(
  fc.oneof(
    { weight: 3, arbitrary: someFields as fc.Arbitrary<object> },
    { weight: 1, arbitrary: fc.constant<object>({ image: null }) },
    { weight: 1, arbitrary: fc.constant<object>({ $patch: 'delete' }) },
  ),
);

function modelled(before: Fields[], change: Fields[]): Fields[] {
  const byName = new Map(before.map((item) => [item.name, item]));
  for (const item of change) {
    if (item.$patch === 'delete') byName.delete(item.name);
    else {
      const both = Object.entries({ ...byName.get(item.name), ...item });
      byName.set(item.name, Object.fromEntries(both.filter(([, value]) => value !== null)));
    }
  }
  return [...byName.values()];
}
